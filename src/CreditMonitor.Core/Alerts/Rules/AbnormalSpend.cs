using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Monitoring;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Days that cost far more than such days did (<see cref="SpendAnomaly"/>): a single one is information unless it is enormous; a second, or a new floor that holds, is a warning.</summary>
public static class AbnormalSpend
{
    public const string About = "costs";

    public static readonly AlertRule Rule = new(AlertKind.SpendAnomaly, Evaluate, Ending, NeedsFreshFigures: true);

    /// <summary>Less above the usual than this is no matter, however unusual.</summary>
    private static readonly Usd Matters = new(1m);

    /// <summary>A single day so many times the usual is a warning by itself.</summary>
    private const decimal Enormous = 12m;

    /// <summary>Days that are looked at: the running one's partial figure, and what was published late.</summary>
    private const int Looked = 4;

    /// <summary>Told when it has lasted so many days.</summary>
    private static readonly int[] Steps = [2, 4, 8];

    /// <summary>A history never changes, so what is abnormal in it is reckoned once: between two publications the same one is looked at by every poll.</summary>
    private static readonly ConditionalWeakTable<CostHistory, StrongBox<ImmutableArray<SpendAnomaly>>> Reckoned = [];

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        var days = Reckoned.GetValue(situation.History, history => new(Abnormal(history))).Value;
        if (days.IsEmpty)
        {
            yield break;
        }

        var (newest, floor) = (days[^1], days.Select(day => day.NewFloor).OfType<DailyFloor>().LastOrDefault());
        var lasting = Math.Max(days.Length, floor?.Days ?? 0);
        var severity = lasting >= 2 || days.Any(day => day.Factor is not { } factor || factor >= Enormous) ? Severity.Warning : Severity.Info;
        var open = situation.OpenAlert(AlertKind.SpendAnomaly, About);
        var episode = open?.Episode ?? Episode.On(floor?.Since ?? days[0].Day);
        yield return new Finding(AlertKind.SpendAnomaly, About, episode, open?.Said > severity ? open.Said : severity, Math.Max(open?.Step ?? 0, Steps.Count(least => lasting >= least) + 1), Text(situation, newest, floor, days));
    }

    private static ImmutableArray<SpendAnomaly> Abnormal(CostHistory history)
    {
        var newest = history.Newest;
        var found = ImmutableArray.CreateBuilder<SpendAnomaly>();
        for (var back = Looked - 1; newest is not null && back >= 0; back--)
        {
            var day = newest.Day.AddDays(-back);
            if (Before(history, day) is { } spend && SpendAnomaly.Of(spend) is { IsAbnormal: true } abnormal && abnormal.Amount - abnormal.Expected >= Matters)
            {
                found.Add(abnormal);
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Up to 120 days to the given one, unknown days within counted at the mean; null when that day has no figure.</summary>
    private static DailySpend? Before(CostHistory history, DateOnly day)
    {
        if (!history.Days.ContainsKey(day))
        {
            return null;
        }

        var first = history.Days.Keys.First();
        var from = first > day.AddDays(-119) ? first : day.AddDays(-119);
        var known = Enumerable.Range(0, day.DayNumber - from.DayNumber + 1).Select(n => history.Days.GetValueOrDefault(from.AddDays(n))?.Amount).ToList();
        var mean = new Usd(known.Sum(amount => amount?.Amount ?? 0m) / Math.Max(known.Count(amount => amount is not null), 1));
        return new DailySpend(from, [.. known.Select(amount => amount ?? mean)]);
    }

    private static AlertText Text(Situation situation, SpendAnomaly day, DailyFloor? floor, ImmutableArray<SpendAnomaly> days) => new(
        Subject: $"{day.Amount} of OpenAI spend on {When.Day(day.Day)}, usually {day.Expected}",
        Lead: $"{day.Amount} is published for {When.Day(day.Day)}; such a day usually costs {day.Expected}{(floor is null ? "" : $", and every day since {When.Day(floor.Since)} cost at least {floor.PerDay}, against {floor.Before} before")}.",
        Consequence: situation.Outlook.RunsOutAt is { } at ? $"{(situation.Outlook.Runway is { P10: not null } range ? $"Credit runs out {ForesightText.Days(range)}. " : "")}At {situation.Outlook.Burn!.PerDay} a day, the mean of four weeks, credit lasts until about {When.Long(at)}; at this day's pace it is gone sooner." : null,
        Action: "See which project and line item it was (the page shows them), and whether somebody meant it.",
        Deadline: null,
        Facts:
        [
            new("days", string.Join("; ", days.Select(one => string.Create(CultureInfo.InvariantCulture, $"{When.Day(one.Day)}: {one.Amount}, usually {one.Expected}, abnormal above {one.Threshold}")))),
            new("new_floor", floor is null ? "none" : $"{floor.PerDay} a day or more for {When.Count(floor.Days, "day")} since {When.Day(floor.Since)}"),
            situation.RunsOut,
            .. situation.Basis(),
        ])
    { AtStake = Usd.Sum(days.Select(one => one.Amount - one.Expected)) };

    private static string Ending(Situation situation, AlertState alert) => "days cost as usual again, or the new level has become the usual";
}
