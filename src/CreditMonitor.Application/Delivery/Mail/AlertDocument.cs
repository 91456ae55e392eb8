using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Delivery.Mail;

/// <summary>Alerts as a mail: one, or several of one decision, most urgent first.</summary>
internal static class AlertDocument
{
    public static ImmutableArray<AlertTold> Ordered(IEnumerable<AlertTold> told) =>
    [
        .. told.OrderBy(one => one.Event.Kind == AlertEventKind.Resolved)
            .ThenByDescending(one => one.Event.Alert.Severity)
            .ThenBy(one => one.Event.Alert.Text.Deadline ?? DateTimeOffset.MaxValue)
            .ThenBy(one => one.Event.Alert.Key, StringComparer.Ordinal),
    ];

    /// <summary>The most urgent fact first, then how many more; the organization last, where a list may cut it.</summary>
    public static string SubjectOf(string organization, ImmutableArray<AlertTold> told)
    {
        var first = told[0];
        var window = first is { WindowDays: { } days, Event.Kind: not AlertEventKind.Resolved } ? $"[<={When.Count(days, "day")}] " : "";
        var more = told.Length > 1 ? $" and {told.Length - 1} more" : "";
        var part = first.Part is { } of ? $" (email {of.Number} of {of.Of})" : "";
        return $"{window}{(first.Event.Kind == AlertEventKind.Resolved ? "Resolved: " : "")}{first.Event.Alert.Text.Subject}{more}{part} - {organization}";
    }

    public static string HeadingOf(string organization, ImmutableArray<AlertTold> told) =>
        told.Length == 1 ? $"{organization}: one thing to know" : $"{organization}: {told.Length} things to know";

    public static MailTable? Overview(ImmutableArray<AlertTold> told) => told.Length < 2 ? null : new MailTable(
        "At a glance, most urgent first", ["What", "At stake", "By"],
        [.. told.Select(one => ImmutableArray.Create(
            $"{About(one.Event.Alert)}{(one.Event.Kind == AlertEventKind.Resolved ? " (resolved)" : "")}", one.Event.Alert.Text.AtStake?.ToString() ?? "–",
            one.Event.Kind == AlertEventKind.Resolved ? "–" : one.Event.Alert.Text.Foreseen ?? (one.Event.Alert.Text.Deadline is { } at ? When.Short(at) : "–")))]);

    /// <summary>Of the newest alert about a lapse: every grant that will lapse with something left, so that one plan covers them all; null for fewer than two.</summary>
    public static MailTable? Lapsing(ImmutableArray<AlertTold> told)
    {
        var grants = told.FirstOrDefault(one => one.Event is { Kind: not AlertEventKind.Resolved, Alert: { Kind: AlertKind.CreditExpiring, Text.Lapsing.Length: > 1 } })?.Event.Alert.Text.Lapsing ?? [];
        return grants.Length < 2 ? null : new MailTable(
            $"Credit that will lapse, the soonest first{(grants[0].PerDay is { } pace ? $"; the pace is {pace} a day" : "")}", ["Grant", "Left", "May lapse from", "Will lapse", "Needed a day"],
            [.. grants.Select(grant => ImmutableArray.Create(
                grant.GrantId, grant.Remaining.ToString(), When.Day(DateOnly.FromDateTime(grant.From.UtcDateTime)),
                grant.Unused is not { } unused ? "unknown" : grant is { UnusedP10: { } low, UnusedP90: { } high } && low != high ? $"{unused} ({low} to {high})" : unused.ToString(),
                grant.NeededPerDay?.ToString() ?? "–"))]);
    }

    public static MailCard Card(AlertTold told, TimeZoneInfo zone)
    {
        var (e, text) = (told.Event, told.Event.Alert.Text);
        var facts = new MailTable("What this rests on", [], [.. text.Facts.Select(fact => ImmutableArray.Create(fact.Label, fact.Value))]);
        if (e.Kind == AlertEventKind.Resolved)
        {
            return new MailCard("Resolved", "resolved", $"Ended: {Sentence(e.Alert.Ending)}", [new(null, $"It was: {text.Lead}"), new("To do", "Nothing.")], facts, [new("Why you get this", Why(told))]);
        }

        var lines = new[]
        {
            e.Late is { } late ? new MailLine("Late", Lateness(late, told.WindowDays)) : null,
            text.Consequence is { } consequence ? new MailLine(null, consequence) : null,
            new MailLine("To do", text.Action),
            ProviderLinks.ActionOf(e.Alert.Kind) is { } page ? new MailLine("Where", page.Text, page.Url) : null,
        };
        ImmutableArray<MailLine> notes = [.. text.Unknown is { } unknown ? [new MailLine("What is not known", unknown)] : ImmutableArray<MailLine>.Empty, .. ProviderLinks.TermsOf(e.Alert.Kind) is { } terms ? [new MailLine($"The rule behind it, as of {When.Day(terms.CheckedOn)}", terms.Text, terms.Url)] : ImmutableArray<MailLine>.Empty, new("Why you get this", Why(told))];
        return new MailCard(e.Alert.Severity.ToString(), SnakeCase.Of(e.Alert.Severity), ZoneText.WithLocal(text.Lead, text.Foreseen is null ? text.Deadline : null, zone), [.. lines.OfType<MailLine>()], facts, notes);
    }

    public static string About(AlertState alert)
    {
        var kind = SnakeCase.Of(alert.Kind).Replace('_', ' ');
        return alert.About is "balance" or "costs" ? kind : $"{kind}, {alert.About}";
    }

    private static string Lateness(LateNotice late, int? window) =>
        (late is { ByBurnRate: true, DueAt: { } reckoned } ? $"By the burn rate this was due about {When.Long(reckoned)} and comes {When.Span(late.To - reckoned)} late, because "
            : late.DueAt is { } due
            ? $"{(window is { } days ? $"This is the notice of {When.Count(days, "day")} before; it" : "This")} was due {When.Long(due)} and comes {When.Span(late.To - due)} late, because "
            : "This may have become true at any time of a gap: ")
        + $"{late.Cause} from {When.Long(late.From)} to {When.Long(late.To)}.";

    private static string Why(AlertTold told)
    {
        var e = told.Event;
        var reason = e.Reason switch
        {
            NotifyReason.FirstFiring => "it is true for the first time",
            NotifyReason.FiringAgain => "it had ended and is true again",
            NotifyReason.WindowTightened => "a tighter window or a lower threshold is due",
            NotifyReason.Worsened => "it has become more urgent",
            NotifyReason.RepeatIntervalElapsed => "it is critical, still true, and was last told a while ago",
            _ => "it has ended",
        };
        return string.Create(CultureInfo.InvariantCulture, $"rule {SnakeCase.Of(e.Alert.Kind)}, because {reason}{(told.WindowDays is { } days && e.Kind != AlertEventKind.Resolved ? $" (your window of {When.Count(days, "day")})" : "")}; ")
            + $"decided {When.Short(e.At)}, raised {When.Short(e.Alert.RaisedAt)}{ToldBefore(e)}. "
            + $"{(told.AlsoTold == 0 ? "Nobody else is told." : told.AlsoTold == 1 ? "One other is told." : $"{told.AlsoTold} others are told.")} Alert {e.Alert.Key}.";
    }

    private static string ToldBefore(AlertEvent e)
    {
        var times = (e.Alert.Earlier ?? []).Concat(e.Before is { } before ? [before] : Array.Empty<DateTimeOffset>()).Distinct().Order().ToList();
        return times.Count == 0 ? "" : $", told before {string.Join(", ", times.Select(When.Short))}";
    }

    private static string Sentence(string? ending) => string.IsNullOrEmpty(ending) ? "it ended." : ending.TrimEnd('.') + ".";
}
