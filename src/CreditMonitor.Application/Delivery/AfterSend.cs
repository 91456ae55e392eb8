using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;

namespace CreditMonitor.Delivery;

/// <summary>What becomes of a message that was not taken: parked with its reason, or due again.</summary>
internal static class AfterSend
{
    /// <summary>As long as mail servers try (RFC 5321, 4.5.4.1). An alert that is older tells of a past that its reader should judge before it is sent.</summary>
    public static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(5);

    /// <summary>Each may have put a copy into the mailbox; more would be a nuisance.</summary>
    public const int MostUnknownSends = 3;

    /// <summary>Before a mail whose outcome is unknown is repeated, with the same Message-ID.</summary>
    public static readonly TimeSpan AfterUnknown = TimeSpan.FromMinutes(30);

    private static readonly ImmutableArray<TimeSpan> BackOff =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(4)];

    /// <param name="sent">The message with this send counted among its attempts.</param>
    public static OutboxMessage Of(OutboxMessage sent, SendOutcome outcome, DateTimeOffset now)
    {
        var failing = sent with { FailingSince = sent.FailingSince ?? now };
        return outcome switch
        {
            SendOutcome.Refused(var detail) => Parked(failing, detail),
            SendOutcome.Later(var detail, var patience) => Again(failing, OutboxStanding.Waiting, detail, patience ?? BackOff[Math.Clamp(sent.Attempts - 1, 0, BackOff.Length - 1)], now),
            SendOutcome.Down(var detail, var patience) => Again(failing, OutboxStanding.ChannelDown, detail, patience, now),
            SendOutcome.Unknown(var detail) => AfterUnknownSend(failing with { UnknownSends = sent.UnknownSends + 1 }, detail, now),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), $"After {outcome} a message is not postponed."),
        };
    }

    /// <summary>For a message that was due when the channel had just put off another: it waits as long, without an attempt of its own.</summary>
    public static OutboxMessage Held(OutboxMessage due, SendOutcome outcome, DateTimeOffset now)
    {
        var held = Of(due, outcome, now);
        return due.Standing == OutboxStanding.OutcomeUnknown && held.Standing != OutboxStanding.Parked
            ? held with { Standing = due.Standing, LastFailure = due.LastFailure }
            : held;
    }

    private static OutboxMessage AfterUnknownSend(OutboxMessage message, string detail, DateTimeOffset now) =>
        message.UnknownSends >= MostUnknownSends
            ? Parked(message, $"Sent {message.UnknownSends} times without a whole answer, so it may have arrived more than once. {detail}")
            : Again(message, OutboxStanding.OutcomeUnknown, detail, AfterUnknown, now);

    private static OutboxMessage Again(OutboxMessage message, OutboxStanding standing, string detail, TimeSpan wait, DateTimeOffset now) =>
        now - message.FailingSince >= GivenUpAfter
            ? Parked(message, $"Given up after {GivenUpAfter.Days} days. {detail}")
            : message with { NextAttemptAt = now + wait, Standing = standing, LastFailure = detail };

    private static OutboxMessage Parked(OutboxMessage message, string detail) =>
        message with { NextAttemptAt = OutboxMessage.Never, Standing = OutboxStanding.Parked, LastFailure = detail };
}
