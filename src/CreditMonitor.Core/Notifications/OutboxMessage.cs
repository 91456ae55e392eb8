using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Notifications;

/// <summary>One thing to tell one recipient, waiting to be sent. Written with the decision that caused it, recorded as delivered after sending.</summary>
/// <param name="Id">The dedup key: the same event for the same recipient always has the same one.</param>
/// <param name="MailId">Messages with the same mail id go out as one mail, whose Message-ID it becomes; fixed here, so that a repeat after a crash is the same mail.</param>
/// <param name="Recipient">An address, as <paramref name="Channel"/> has it.</param>
/// <param name="SubscriptionId">Whose subscription it is; stopping that removes the message.</param>
/// <param name="Attempts">Sends begun so far.</param>
/// <param name="NextAttemptAt">Not before this instant. Taking a message for sending moves it ahead, so that two deliveries do not send it at once.</param>
/// <param name="LastFailure">What the channel said last; without addresses.</param>
/// <param name="UnknownSends">Sends whose outcome is not known: that many copies may have gone out.</param>
/// <param name="FailingSince">First failure since the message was made, or since a person had it tried again; null while none failed.</param>
public sealed record OutboxMessage(
    string Id,
    string MailId,
    string Recipient,
    string SubscriptionId,
    SubscriptionChannel Channel,
    string? TimeZone,
    OutboxContent Content,
    DateTimeOffset CreatedAt,
    DateTimeOffset NextAttemptAt,
    int Attempts = 0,
    string? LastFailure = null,
    OutboxStanding Standing = OutboxStanding.Waiting,
    int UnknownSends = 0,
    DateTimeOffset? FailingSince = null)
{
    /// <summary>What a person entered may not be all yet: until then the message waits, and further entries change or withdraw it. Null: it never had to wait.</summary>
    public DateTimeOffset? SettlesUntil { get; init; }

    /// <summary>Waiting for what a person enters to settle.</summary>
    public bool IsSettlingAt(DateTimeOffset now) => SettlesUntil > now && Attempts == 0;

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

/// <summary>What one decision leaves to tell.</summary>
/// <param name="Now">To be sent.</param>
/// <param name="Gathered">To be told with each subscription's next digest.</param>
public sealed record OutboxDecision(ImmutableArray<OutboxMessage> Now, ImmutableArray<OutboxMessage> Gathered);

/// <summary>Turns events into messages: one for each recipient, grouped into one mail each.</summary>
public static class Outbox
{
    private const int ScopeCharacters = 8;

    /// <summary>Events in one mail. More than this nobody reads in one, and a store takes no more changes at once.</summary>
    public const int MostEvents = 100;

    /// <summary>Events in each part of what would be more than <see cref="MostEvents"/>, at most.</summary>
    public const int EventsOfAPart = 60;

    /// <param name="own">The organization's expiry windows, for subscriptions without their own.</param>
    /// <param name="all">Every window that the rules looked at.</param>
    /// <param name="undelivered">Mails that were not delivered before these; null: not known.</param>
    public static OutboxDecision For(
        string organizationId, ImmutableArray<AlertEvent> events, ImmutableArray<Subscription> subscriptions, ImmutableArray<int> own, ImmutableArray<int> all, DateTimeOffset? lastGoodRead, DateTimeOffset now,
        ImmutableArray<ExpiryDate> calendar = default, int? undelivered = null)
    {
        if (events.IsEmpty)
        {
            return new OutboxDecision([], []);
        }

        var told = (from subscription in subscriptions
                    from e in events
                    let reason = Fanout.Decide(e, subscription, own, all)
                    where Fanout.IsTold(reason) || reason == FanoutReason.Gathered
                    select new Telling(subscription, e, Fanout.IsTold(reason))).ToList();
        // An address with two subscriptions, for one organization and for all, hears of an event once.
        var once = told.OrderByDescending(one => one.AtOnce).DistinctBy(one => (one.Address, Identity(one.Event))).ToList();
        var readers = once.ToLookup(one => Identity(one.Event), StringComparer.Ordinal);
        var made = once.GroupBy(one => (one.Address, one.AtOnce)).SelectMany(mail => Parts([.. mail])).SelectMany(mail => Mail(organizationId, mail.Mail, mail.Part, own, e => readers[Identity(e)].Count() - 1, lastGoodRead, now, calendar.IsDefault ? [] : calendar, undelivered)).ToLookup(message => message.AtOnce);
        return new OutboxDecision([.. made[true].Select(message => message.Message)], [.. made[false].Select(message => message.Message)]);
    }

    private static IEnumerable<(OutboxMessage Message, bool AtOnce)> Mail(
        string organizationId, ImmutableArray<Telling> mail, MailPart? part, ImmutableArray<int> own, Func<AlertEvent, int> others, DateTimeOffset? lastGoodRead, DateTimeOffset now, ImmutableArray<ExpiryDate> calendar, int? undelivered)
    {
        var first = mail[0].Subscription;
        var mailId = MailIdOf(organizationId, [first.Address, .. mail.Select(one => Identity(one.Event))]);
        return mail.Select(one => (new OutboxMessage(
            Digest([organizationId, first.Address, Identity(one.Event)]), mailId, first.Address, first.Id, first.Channel, first.Wishes.TimeZone,
            new AlertTold(one.Event, Fanout.WindowDue(one.Event, first.Wishes.WindowsDays ?? own), others(one.Event), lastGoodRead) { Lapse = LapseOf(one.Event, calendar), Undelivered = undelivered, Part = part }, now, now), one.AtOnce));
    }

    /// <summary>What one mail bears; more goes out in parts, the most urgent first.</summary>
    private static IEnumerable<(ImmutableArray<Telling> Mail, MailPart? Part)> Parts(IReadOnlyList<Telling> mail)
    {
        if (mail.Count <= MostEvents)
        {
            return [([.. mail], null)];
        }

        var count = (mail.Count + EventsOfAPart - 1) / EventsOfAPart;
        return mail.Chunk((mail.Count + count - 1) / count).Select((part, index) => (part.ToImmutableArray(), (MailPart?)new MailPart(index + 1, count)));
    }

    private static ExpiryDate? LapseOf(AlertEvent e, ImmutableArray<ExpiryDate> calendar) =>
        e.Alert.Kind == AlertKind.CreditExpiring ? calendar.FirstOrDefault(date => date.GrantId == e.Alert.About) : null;

    /// <summary>A message that is no alert: the same parts always give the same ids.</summary>
    public static OutboxMessage Single(string organizationId, Subscription to, OutboxContent content, DateTimeOffset now, params IEnumerable<string> parts)
    {
        ImmutableArray<string> identity = [to.Address, .. parts];
        return new OutboxMessage(Digest([organizationId, .. identity]), MailIdOf(organizationId, identity), to.Address, to.Id, to.Channel, to.Wishes.TimeZone, content, now, now);
    }

    /// <summary>Mail ids begin with this, so that what comes back about a mail leads to its organization without naming it.</summary>
    public static string ScopeOf(string organizationId) => Digest(["organization", organizationId])[..ScopeCharacters];

    private static string MailIdOf(string organizationId, IEnumerable<string> parts) => ScopeOf(organizationId) + Digest([organizationId, .. parts])[ScopeCharacters..];

    private static string Identity(AlertEvent e) =>
        $"{e.Alert.Key}|{SnakeCase.Of(e.Kind)}|{e.Alert.SaidStep}|{e.At.UtcTicks}";

    /// <summary>Addresses must not be readable from ids, which travel in headers and logs.</summary>
    private static string Digest(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..32];

    private sealed record Telling(Subscription Subscription, AlertEvent Event, bool AtOnce)
    {
        public string Address { get; } = $"{SnakeCase.Of(Subscription.Channel)} {Subscription.KeyOf(Subscription.Channel, Subscription.Address)}";
    }
}
