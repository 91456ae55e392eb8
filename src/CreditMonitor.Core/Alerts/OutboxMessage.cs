using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace CreditMonitor.Core.Alerts;

/// <summary>One alert event for one recipient, waiting to be sent. Written with the decision that caused it, recorded as delivered after sending.</summary>
/// <param name="Id">The dedup key: the same event for the same recipient always has the same one.</param>
/// <param name="MailId">Messages with the same mail id go out as one mail, whose Message-ID it becomes; fixed here, so that a repeat after a crash is the same mail.</param>
/// <param name="Attempts">Sends begun so far.</param>
/// <param name="NextAttemptAt">Not before this instant. Taking a message for sending moves it ahead, so that two deliveries do not send it at once.</param>
/// <param name="LastFailure">What the channel said last; without addresses.</param>
/// <param name="UnknownSends">Sends whose outcome is not known: that many copies may have gone out.</param>
/// <param name="FailingSince">First failure since the message was made, or since a person had it tried again; null while none failed.</param>
public sealed record OutboxMessage(
    string Id,
    string MailId,
    string Recipient,
    AlertEvent Event,
    DateTimeOffset CreatedAt,
    DateTimeOffset NextAttemptAt,
    int Attempts = 0,
    string? LastFailure = null,
    OutboxStanding Standing = OutboxStanding.Waiting,
    int UnknownSends = 0,
    DateTimeOffset? FailingSince = null)
{
    /// <summary>When a parked message is due by itself.</summary>
    public static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;

    /// <summary>Due at <paramref name="now"/>, as a person asked for; what is known of earlier sends stays.</summary>
    public OutboxMessage TriedAgain(DateTimeOffset now) => this with { NextAttemptAt = now, Standing = OutboxStanding.Waiting, UnknownSends = 0, FailingSince = null };
}

/// <summary>How a message stands that is not delivered.</summary>
public enum OutboxStanding
{
    /// <summary>To be sent at its next attempt.</summary>
    Waiting,

    /// <summary>To be sent once the channel is mended.</summary>
    ChannelDown,

    /// <summary>The last send broke off after the mail was handed over: it may have arrived, and will be sent again.</summary>
    OutcomeUnknown,

    /// <summary>Not tried again by itself; it stays to be seen, with its reason.</summary>
    Parked,
}

/// <summary>Turns events into messages: one for each recipient, grouped into one mail each.</summary>
public static class Outbox
{
    public static ImmutableArray<OutboxMessage> For(string organizationId, ImmutableArray<AlertEvent> events, ImmutableArray<string> recipients, DateTimeOffset now) => events.IsEmpty ? [] :
    [
        .. from recipient in recipients
           let mailId = Digest([organizationId, recipient, .. events.Select(Identity)])
           from e in events
           select new OutboxMessage(Digest([organizationId, recipient, Identity(e)]), mailId, recipient, e, now, now),
    ];

    private static string Identity(AlertEvent e) =>
        $"{e.Alert.Key}|{SnakeCase.Of(e.Kind)}|{e.Alert.SaidStep}|{e.At.UtcTicks}";

    /// <summary>Addresses must not be readable from ids, which travel in headers and logs.</summary>
    private static string Digest(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..32];
}
