using System.Collections.Immutable;
using CreditMonitor.Core.Records;

namespace CreditMonitor.Core.Alerts;

/// <summary>What became of the alerts in one decision.</summary>
/// <param name="Alerts">Every known alert, open or ended, ordered by key.</param>
/// <param name="Events">What is to be told, most urgent first.</param>
public sealed record AlertDecision(ImmutableArray<AlertState> Alerts, ImmutableArray<AlertEvent> Events)
{
    /// <summary>Rules that threw.</summary>
    public ImmutableArray<RuleFault> Faults { get; init; } = [];
}

/// <summary>Compares what is true now with what was last said, and names the reason to speak or to stay silent.</summary>
public static class AlertPolicy
{
    /// <summary>A critical alert is told again after these waits, and then no more: a cry every day is no use.</summary>
    private static readonly ImmutableArray<TimeSpan> RepeatAfter = [TimeSpan.FromDays(2), TimeSpan.FromDays(5), TimeSpan.FromDays(14)];

    /// <param name="findings">What the rules see, each key once.</param>
    /// <param name="words">What people said of alerts, by key.</param>
    /// <param name="endsInSilence">Alerts whose end is kept and told to nobody.</param>
    /// <param name="ending">How an alert that is no longer found ended; null while that cannot be told, and then it stays open.</param>
    public static AlertDecision Decide(
        ImmutableArray<AlertState> known,
        IReadOnlyCollection<Finding> findings,
        IReadOnlyDictionary<string, AlertAction> words,
        Func<AlertState, string?> ending,
        Func<AlertState, bool> endsInSilence,
        DateTimeOffset now)
    {
        var alerts = known.ToDictionary(alert => alert.Key, StringComparer.Ordinal);
        var found = findings.Select(finding => finding.Key).ToHashSet(StringComparer.Ordinal);
        var events = new List<AlertEvent>();
        foreach (var finding in findings)
        {
            var last = alerts.GetValueOrDefault(finding.Key);
            Say(alerts, events, finding, ReasonFor(finding, last, words.GetValueOrDefault(finding.Key), now), last, now);
        }

        foreach (var alert in known.Where(alert => alert.IsOpen && !found.Contains(alert.Key)))
        {
            alerts[alert.Key] = ending(alert) is { } how ? End(alert, how, IsSilenced(alert.Kind, words.GetValueOrDefault(alert.Key), now), endsInSilence(alert), events, now) : alert with { LastReason = NotifyReason.HeldWhileBlind };
        }

        return new AlertDecision(
            [.. alerts.Values.OrderBy(alert => alert.Key, StringComparer.Ordinal)],
            [.. events.OrderByDescending(e => e.Alert.Severity).ThenBy(e => e.Alert.Text.Deadline ?? DateTimeOffset.MaxValue).ThenBy(e => e.Alert.Key, StringComparer.Ordinal)]);
    }

    /// <summary>The reason to speak of a finding, or the name of the silence.</summary>
    public static NotifyReason ReasonFor(Finding finding, AlertState? last, AlertAction? word, DateTimeOffset now) => last switch
    {
        _ when IsSilenced(finding.Kind, word, now) => NotifyReason.Silenced,
        null => NotifyReason.FirstFiring,
        { IsOpen: false } when finding.Returns && finding.Severity <= last.Said => NotifyReason.UnchangedSinceLastSent,
        { IsOpen: false } => NotifyReason.FiringAgain,
        _ when finding.Step > last.SaidStep => NotifyReason.WindowTightened,
        _ when finding.Severity > last.Said => NotifyReason.Worsened,
        _ when finding.Repeats && word?.AcknowledgesSince(last.RaisedAt) == true => NotifyReason.Acknowledged,
        _ when finding.Repeats && finding.Severity == Severity.Critical && last.Reminders < RepeatAfter.Length && now - last.SaidAt >= RepeatAfter[last.Reminders]
            => NotifyReason.RepeatIntervalElapsed,
        _ => NotifyReason.UnchangedSinceLastSent,
    };

    private static void Say(Dictionary<string, AlertState> alerts, List<AlertEvent> events, Finding finding, NotifyReason reason, AlertState? last, DateTimeOffset now)
    {
        if (last is { IsOpen: false } && reason == NotifyReason.UnchangedSinceLastSent)
        {
            alerts[finding.Key] = last with { Severity = finding.Severity, Step = finding.Step, Text = finding.Text, LastReason = reason, ResolvedAt = null, Ending = null };
            return;
        }

        if (last is { IsOpen: true } && reason is NotifyReason.UnchangedSinceLastSent or NotifyReason.Acknowledged or NotifyReason.Silenced)
        {
            // A step that was left again is forgotten, so that reaching it once more is told; rules keep a margin so that this does not flap.
            var saidStep = Math.Min(last.SaidStep, finding.Step);
            var next = last with { Severity = finding.Severity, Step = finding.Step, SaidStep = saidStep, Text = finding.Text.SaysTheSame(last.Text) ? last.Text : finding.Text, LastReason = reason };
            alerts[finding.Key] = next == last ? last : next;    // the same instance need not be written
            return;
        }

        if (reason == NotifyReason.Silenced)
        {
            // Open and never told: when the silence ends, any step is higher than none.
            alerts[finding.Key] = new AlertState(finding.Key, finding.Kind, finding.About, finding.Episode, finding.Severity, finding.Step, finding.Text, now, now, Severity.Info, 0, 0, reason);
            return;
        }

        var repeats = reason == NotifyReason.RepeatIntervalElapsed ? last!.Reminders + 1 : 0;
        var fresh = last is null or { IsOpen: false };
        var alert = new AlertState(
            finding.Key, finding.Kind, finding.About, finding.Episode, finding.Severity, finding.Step, finding.Text,
            RaisedAt: fresh ? now : last!.RaisedAt, SaidAt: now, Said: finding.Severity, SaidStep: finding.Step, Reminders: repeats, LastReason: reason)
        {
            Earlier = last is null ? null : [.. (last.Earlier ?? []).Append(last.SaidAt).TakeLast(AlertState.MostEarlier)],
        };
        alerts[finding.Key] = alert;
        events.Add(new AlertEvent(fresh ? AlertEventKind.Raised : AlertEventKind.Reminded, reason, now, alert) { Before = last?.SaidAt });
    }

    /// <summary>That the monitor cannot see is never silenced: nothing else would be told either.</summary>
    private static bool IsSilenced(AlertKind kind, AlertAction? word, DateTimeOffset now) => kind != AlertKind.MonitorBlind && word?.SilencesAt(now) == true;

    private static AlertState End(AlertState alert, string how, bool silenced, bool isNotice, List<AlertEvent> events, DateTimeOffset now)
    {
        if (silenced)
        {
            return alert with { ResolvedAt = now, Ending = how, LastReason = NotifyReason.Silenced };
        }

        var ended = alert with { ResolvedAt = now, Ending = how, LastReason = NotifyReason.Resolved };
        if (isNotice)
        {
            return ended;
        }

        events.Add(new AlertEvent(AlertEventKind.Resolved, NotifyReason.Resolved, now, ended) { Before = alert.SaidAt });
        return ended;
    }
}
