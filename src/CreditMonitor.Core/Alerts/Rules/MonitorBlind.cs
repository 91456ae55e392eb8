using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>The monitor cannot see: no usable answer for two polls, figures too old, or days of empty answers. Cannot be switched off.</summary>
public static class MonitorBlind
{
    public const string Costs = "costs";
    public const string NoFigures = "costs_empty";
    public const string PartOfCosts = "costs_part";

    public static readonly AlertRule Rule = new(AlertKind.MonitorBlind, Evaluate, Ending, NeedsFreshFigures: false);

    /// <summary>One failed poll is nothing.</summary>
    private const int FailedPolls = 2;

    /// <summary>A day without a figure may be a quiet one or a late one; four in a row are a feed that broke. The fourth is published a few hours after its end, as a rule.</summary>
    private static readonly TimeSpan EmptyFor = TimeSpan.FromDays(4) + TimeSpan.FromHours(4);

    /// <summary>One day may have an odd row. So many of the last seven are a change of the answer, which does not cure itself.</summary>
    private const int PartialDays = 3;

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        if (CannotRead(situation) is { } since)
        {
            var severity = situation.Now - since >= TimeSpan.FromHours(24) ? Severity.Critical : Severity.Warning;
            yield return new Finding(AlertKind.MonitorBlind, Costs, Episode(since), severity, 1, Unread(situation, since)) { Repeats = true };
        }
        else if (EmptySince(situation) is { } day)
        {
            yield return new Finding(AlertKind.MonitorBlind, NoFigures, Episode(day), Severity.Warning, 1, Empty(situation, day));
        }
        else if (PartlyReadSince(situation) is { } first)
        {
            yield return new Finding(AlertKind.MonitorBlind, PartOfCosts, situation.OpenAlert(AlertKind.MonitorBlind, PartOfCosts)?.Episode ?? Episode(first), Severity.Warning, 1, Part(situation));
        }
    }

    /// <summary>Whether an open alert of this kind leaves the figures good: of those about the monitor's readers, and about what is still ahead, it does.</summary>
    public static bool FiguresStand(string about) => about is PartOfCosts or UsageBlind.About or NoRecipients.About or MailDown.About or AdminKeyEnding.About;

    /// <summary>Since when nothing could be read; null while all is well or it is too early to say.</summary>
    public static DateTimeOffset? CannotRead(Situation situation)
    {
        var costs = situation.Costs;
        var stale = costs.LastOkAt is { } ok && !Freshness.Holds(ok, situation.Organization.StaleAfter, situation.Now);
        return costs.Failures >= FailedPolls ? costs.FailingSince
            : stale ? costs.FailingSince ?? costs.LastOkAt
            : null;
    }

    /// <summary>Since when rows of most of the last days cannot be read, when two polls agree; null while they can.</summary>
    private static DateTimeOffset? PartlyReadSince(Situation situation)
    {
        var first = DateOnly.FromDateTime(situation.Now.UtcDateTime).AddDays(-7);
        var partial = situation.Gaps.Open.Where(gap => gap.Kind == CostGapKind.Unreadable && gap.Day >= first && gap.Since < situation.Costs.LastOkAt).ToList();
        return partial.Count >= PartialDays ? partial.Min(gap => gap.Since) : null;
    }

    /// <summary>Since when the answers have been empty, when that is too long: the end of the newest day with a figure, or since figures matter where there never was one.</summary>
    private static DateTimeOffset? EmptySince(Situation situation)
    {
        var known = situation.History.Newest is { } newest ? CostHistory.DayEnd(newest.Day) : FiguresMatterSince(situation);
        return known is { } since && situation.Costs.LastOkAt is { } ok && ok - since >= EmptyFor ? since : null;
    }

    /// <summary>The later of the first poll and the first grant or balance reading known. Null: there is neither, so no figure is missed.</summary>
    private static DateTimeOffset? FiguresMatterSince(Situation situation)
    {
        var entered = situation.Told.Grants.ToDictionary(fact => fact.Grant.Id, fact => fact.ToldAt, StringComparer.Ordinal);
        var known = situation.Organization.Grants.Select(grant => entered.TryGetValue(grant.Id, out var at) ? at : grant.EffectiveAt)
            .Concat(situation.Told.BalanceReadings.Select(reading => reading.ToldAt)).ToList();
        return known.Count > 0 && situation.Costs.WatchedSince is { } watched ? new[] { watched, known.Min() }.Max() : null;
    }

    private static string Episode(DateTimeOffset since) => since.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    private static AlertText Unread(Situation situation, DateTimeOffset since) => new(
        Subject: $"Monitor blind since {When.Short(since)}",
        Lead: $"Costs could not be read from OpenAI since {When.Long(since)}.",
        Consequence: "Until they can, every figure is as old as the last good answer, and nothing that changed since can be told.",
        Action: situation.Costs.Advice ?? situation.Costs.LastFailure ?? "Run `creditmonitor doctor`, and see that the timers run.",
        Deadline: null,
        Facts: Facts(situation));

    private static AlertText Empty(Situation situation, DateTimeOffset since) => new(
        Subject: $"OpenAI publishes no costs since {When.Short(since)}",
        Lead: situation.History.Days.IsEmpty
            ? $"OpenAI answers, but has published no cost for any day since {When.Long(since)}. Empty is not zero, so the balance is unknown."
            : $"OpenAI answers, but has published no cost for any day since {When.Long(since)}. Empty is not zero, so the balance may be too high.",
        Consequence: "Either nothing was used, or the feed is broken, or the usage goes to another organization.",
        Action: "Look at the usage page of the dashboard; if it shows spend, check that the admin key belongs to this organization.",
        Deadline: null,
        Facts: Facts(situation));

    private static AlertText Part(Situation situation)
    {
        var days = situation.Gaps.Open.Where(gap => gap.Kind == CostGapKind.Unreadable).ToList();
        return new AlertText(
            Subject: $"A part of OpenAI's costs cannot be read since {When.Day(days[0].Day)}",
            Lead: $"Some cost rows of {When.Count(days.Count, "day")} since {When.Day(days[0].Day)} could not be read. The balance is at most what is shown.",
            Consequence: "What those rows cost is missing from the balance, the daily rate and every forecast.",
            Action: "Compare the days with the dashboard's usage page, and update Credit Monitor if it shows dollars there.",
            Deadline: null,
            Facts: [.. Facts(situation), new("unread", situation.Costs.Remarks.IsDefaultOrEmpty ? "the answer does not say more" : situation.Costs.Remarks[0])]);
    }

    private static ImmutableArray<AlertFact> Facts(Situation situation) =>
    [
        new("source", "OpenAI's costs endpoint"),
        new("last_good_answer", situation.Costs.LastOkAt is { } ok ? When.Short(ok) : "never"),
        new("newest_day_with_a_figure", situation.History.Newest is { } newest ? When.Day(newest.Day) : "none"),
        new("polls_without_an_answer", situation.Costs.Failures.ToString(CultureInfo.InvariantCulture)),
        new("last_failure", situation.Costs.LastFailure ?? "none"),
    ];

    private static string Ending(Situation situation, AlertState alert) => alert.About == PartOfCosts ? "every row of the last days can be read again" :
        $"costs are read again since {When.Short(situation.Costs.LastOkAt ?? situation.Now)}; it was blind for {When.Span(situation.Now - alert.RaisedAt)}";
}
