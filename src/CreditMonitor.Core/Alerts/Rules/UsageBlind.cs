using System.Globalization;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Usage was read and cannot be any more, while costs can: money stays known, and bursts, sleepers and newcomers are not seen until the costs tell of them. A key that could never read usage is
/// no news: it was set up so, and each rule that needs usage says what it lacks.</summary>
public static class UsageBlind
{
    public const string About = "usage";

    public static readonly AlertRule Rule = new(AlertKind.MonitorBlind, Evaluate, Ending, NeedsFreshFigures: false) { Abouts = [About] };

    /// <summary>Usage is asked for every few minutes: two failed looks are a hiccup, an hour of them is none.</summary>
    private const int FailedLooks = 2;

    private static readonly TimeSpan Hiccup = TimeSpan.FromHours(1);

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        var (usage, open) = (situation.Sources.Usage, situation.OpenAlert(AlertKind.MonitorBlind, About));
        if (usage.FailingSince is { } since && (open is not null || IsLost(situation, usage)))
        {
            yield return new Finding(AlertKind.MonitorBlind, About, open?.Episode ?? Episode.At(since), Severity.Warning, 1, Text(situation, usage, since));
        }
    }

    /// <summary>Costs answered while usage did not: an outage of everything is told as that, and after it the next look at usage decides, not the last one of before.</summary>
    private static bool IsLost(Situation situation, SourceState usage) =>
        usage is { LastOkAt: { } ok, LastFailureAt: { } failed } && usage.Failures >= FailedLooks && failed - ok >= Hiccup
        && situation.Costs.Failures == 0 && situation.Costs.LastOkAt >= usage.FailingSince && failed >= situation.Costs.LastOkAt;

    private static AlertText Text(Situation situation, SourceState usage, DateTimeOffset since) => new(
        Subject: $"Usage cannot be read since {When.Short(since)}",
        Lead: $"Usage could not be read from OpenAI since {When.Long(since)}{(situation.Costs.Failures == 0 ? "; costs still can" : "")}.",
        Consequence: "Until it can, a burst of calls, a key that wakes and a new consumer show only in the costs, a day later.",
        Action: usage.LastFailure ?? "See that the admin key may read usage.",
        Deadline: null,
        Facts:
        [
            new("source", "OpenAI's usage endpoint"),
            new("last_good_answer", usage.LastOkAt is { } ok ? When.Short(ok) : "never"),
            new("looks_without_an_answer", usage.Failures.ToString(CultureInfo.InvariantCulture)),
            new("costs_as_of", situation.Costs.LastOkAt is { } costs ? When.Short(costs) : "never"),
        ]);

    private static string Ending(Situation situation, AlertState alert) =>
        $"usage is read again since {When.Short(situation.Sources.Usage.LastOkAt ?? situation.Now)}; what was used meanwhile is read now, up to a week back";
}
