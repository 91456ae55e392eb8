using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;

namespace CreditMonitor.Core.Notifications;

/// <summary>What becomes of the messages that wait for a person's entries to settle, after a further decision.</summary>
/// <param name="Messages">To be written: the decision's own, and waiting ones that changed.</param>
/// <param name="Withdrawn">Ids of waiting messages that nobody has to be sent any more.</param>
public sealed record Settled(ImmutableArray<OutboxMessage> Messages, ImmutableArray<string> Withdrawn);

/// <summary>A person enters purchases one by one, and nobody wants an email about each state in between: what follows from an entry is shown at once, and sent when entries have settled.</summary>
public static class Settling
{
    /// <summary>After the last entry.</summary>
    public static readonly TimeSpan After = TimeSpan.FromMinutes(10);

    /// <summary>After the first, however many follow.</summary>
    public static readonly TimeSpan AtMost = TimeSpan.FromMinutes(30);

    /// <param name="pending">Every message of the organization that is not delivered.</param>
    /// <param name="messages">What the decision wants sent.</param>
    /// <param name="alerts">Every alert as the decision leaves it.</param>
    /// <param name="byPerson">The decision follows from what a person entered; what follows from a program's facts never waits.</param>
    public static Settled Of(
        ImmutableArray<OutboxMessage> pending, ImmutableArray<OutboxMessage> messages, ImmutableArray<AlertState> alerts, bool byPerson, DateTimeOffset now)
    {
        var waiting = pending.Where(message => message.IsSettlingAt(now) && message.Content is AlertTold).ToList();
        if (waiting.Count == 0 && !byPerson)
        {
            return new Settled(messages, []);
        }

        var states = alerts.ToDictionary(alert => alert.Key, StringComparer.Ordinal);
        var next = messages.Where(message => message.Content is AlertTold).ToLookup(IdentityOf);
        var kept = waiting.Select(message => next[IdentityOf(message)].Any() ? null : Current(message, states)).OfType<OutboxMessage>().ToList();
        var until = Earlier(now + After, (waiting.Count == 0 ? now : waiting.Min(message => message.CreatedAt)) + AtMost);
        var news = messages.Select(message => Superseding(message, waiting.Find(before => message.Content is AlertTold && IdentityOf(before) == IdentityOf(message)))).OfType<OutboxMessage>();
        var mails = waiting.ToLookup(message => (message.SubscriptionId, message.Channel), message => message.MailId);
        ImmutableArray<OutboxMessage> written =
        [
            .. kept.Select(message => byPerson ? message with { SettlesUntil = until, NextAttemptAt = until } : message).Where(message => !waiting.Contains(message)),
            .. byPerson ? news.Select(message => Waiting(message, until, mails[(message.SubscriptionId, message.Channel)].FirstOrDefault())) : news,
        ];
        return new Settled(written, [.. waiting.Select(message => message.Id).Except(kept.Select(message => message.Id), StringComparer.Ordinal).Except(written.Select(message => message.Id), StringComparer.Ordinal)]);
    }

    /// <summary>What waits tells how things stand now; null when it is no longer so.</summary>
    private static OutboxMessage? Current(OutboxMessage message, Dictionary<string, AlertState> states)
    {
        var told = (AlertTold)message.Content;
        if (!states.TryGetValue(told.Event.Alert.Key, out var state) || state.IsOpen == (told.Event.Kind == AlertEventKind.Resolved))
        {
            return null;
        }

        return ReferenceEquals(state.Text, told.Event.Alert.Text) || state.Text.SaysTheSame(told.Event.Alert.Text) ? message : message with { Content = told with { Event = told.Event with { Alert = state } } };
    }

    /// <summary>A newer event of the same alert takes the place of the one that waits; null when the reader, who heard of neither, has to hear of none.</summary>
    private static OutboxMessage? Superseding(OutboxMessage message, OutboxMessage? before)
    {
        if (before is null || message.Content is not AlertTold told || before.Content is not AlertTold waited)
        {
            return message;
        }

        return (waited.Event.Kind, told.Event.Kind) switch
        {
            (AlertEventKind.Raised, AlertEventKind.Resolved) => null,
            (AlertEventKind.Raised, _) => message with { Content = told with { Event = told.Event with { Kind = AlertEventKind.Raised } } },
            (AlertEventKind.Resolved, AlertEventKind.Raised) when told.Event.Alert.Severity <= waited.Event.Alert.Said && told.Event.Alert.Step <= waited.Event.Alert.SaidStep => null,
            _ => message,
        };
    }

    /// <summary>Entries of one sitting make one mail.</summary>
    private static OutboxMessage Waiting(OutboxMessage message, DateTimeOffset until, string? mailId) => message.Content is not AlertTold ? message
        : message with { SettlesUntil = until, NextAttemptAt = until, MailId = mailId ?? message.MailId };

    private static (string Alert, string Subscription) IdentityOf(OutboxMessage message) => (((AlertTold)message.Content).Event.Alert.Key, message.SubscriptionId);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
