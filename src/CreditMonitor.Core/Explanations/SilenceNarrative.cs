using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Explanations;

/// <summary>Why nothing is heard, in words: what cannot be told as things stand, what is open and not told again, and who is not told of it.</summary>
public static class SilenceNarrative
{
    /// <param name="silences">As the last poll left them.</param>
    /// <param name="asOf">That poll's instant; null: none was made.</param>
    /// <param name="open">The open alerts.</param>
    /// <param name="words">What people said, by the alert's key.</param>
    /// <param name="subscriptions">Configured ones and those that subscribed.</param>
    /// <param name="own">The organization's expiry windows.</param>
    /// <param name="all">Its subscribers' too.</param>
    /// <returns>Lines; those that belong to the one before begin with two spaces.</returns>
    public static ImmutableArray<string> Of(
        ImmutableArray<Silence> silences, DateTimeOffset? asOf, ImmutableArray<AlertState> open, ImmutableDictionary<string, AlertAction> words,
        ImmutableArray<Subscription> subscriptions, ImmutableArray<int> own, ImmutableArray<int> all, DateTimeOffset now)
    {
        if (asOf is not { } polled)
        {
            return ["No poll has been made yet, so nothing could be told."];
        }

        return
        [
            silences.IsEmpty ? $"Every kind of alert could be told at the poll of {When.Short(polled)}." : $"Cannot be told as things stood at the poll of {When.Short(polled)}:",
            .. silences.Select(silence => $"  {string.Join(", ", silence.Of)}: {silence.Why}."),
            "Every other kind was looked at, and what is not open is not so.",
            open.IsEmpty ? "No alert is open." : "Open, and why it is not told now:",
            .. open.SelectMany(alert => Lines(alert, words.GetValueOrDefault(alert.Key), subscriptions, own, all, now)),
            .. Unheard(subscriptions),
        ];
    }

    private static IEnumerable<string> Lines(AlertState alert, AlertAction? word, ImmutableArray<Subscription> subscriptions, ImmutableArray<int> own, ImmutableArray<int> all, DateTimeOffset now)
    {
        yield return $"  {SnakeCase.Of(alert.Severity)}: {alert.Text.Subject}. Last told {When.Short(alert.SaidAt)}; now: {Reason(alert, word, now)}.";
        var e = new AlertEvent(AlertEventKind.Raised, NotifyReason.FirstFiring, alert.SaidAt, alert);
        foreach (var silent in subscriptions.Where(subscription => subscription.IsConfirmed).Select(subscription => (subscription, Why: Fanout.Decide(e, subscription, own, all)))
            .Where(one => !Fanout.IsTold(one.Why)).GroupBy(one => one.Why))
        {
            yield return $"    {Sentence(silent.Key)}: {string.Join(", ", silent.Select(one => one.subscription.Masked))}.";
        }
    }

    private static string Reason(AlertState alert, AlertAction? word, DateTimeOffset now) =>
        word is { Until: { } until } && word.SilencesAt(now) ? $"silenced by {word.ToldBy} until {When.Short(until)}: {word.Reason}"
        : word is not null && word.AcknowledgesSince(alert.RaisedAt) ? $"acknowledged by {word.ToldBy} on {When.Short(word.ToldAt)}: {word.Reason}"
        : alert.LastReason switch
        {
            NotifyReason.UnchangedSinceLastSent => "nothing changed since",
            NotifyReason.HeldWhileBlind => "the costs are too old to tell whether it is still so",
            _ => "told at the last poll",
        };

    private static string Sentence(FanoutReason why) => why switch
    {
        FanoutReason.Gathered => "comes with the next digest for",
        FanoutReason.OtherKind => "not told, for they asked for other kinds",
        FanoutReason.BelowSeverity => "not told, for they asked for more severe ones",
        FanoutReason.BelowDollars => "not told, for they asked for more dollars",
        FanoutReason.OthersWindow => "not told, for none of their own windows is due",
        FanoutReason.NothingToLose => "not told, for hardly anything of it will lapse unused",
        FanoutReason.ChannelIsTheNews => "not told, for mail cannot say that mail is down",
        _ => "not told, for they are not confirmed",
    };

    private static IEnumerable<string> Unheard(ImmutableArray<Subscription> subscriptions)
    {
        var unheard = subscriptions.Where(subscription => !subscription.IsConfirmed).ToList();
        if (unheard.Count > 0)
        {
            yield return $"Told of nothing: {string.Join(", ", unheard.Select(subscription => $"{subscription.Masked} ({SnakeCase.Of(subscription.Status)})"))}.";
        }

        if (!subscriptions.Any(subscription => subscription.IsConfirmed))
        {
            yield return "Nobody is told of alerts: no subscription is confirmed.";
        }
    }
}
