using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>
/// Days that cost far more than such days did (<see cref="SpendAnomaly"/>). A single one is information, and a warning when it is enormous; a second within four days, or a new floor that holds, is a warning.
/// What has been before is judged by that: a day like one of the last 120 days is information at most, one like two of them (a batch on each first of the month) is no news; but two in a row are, unless two such were in a row before.
/// </summary>
public static class AbnormalSpend
{
    public const string About = "costs";

    public static readonly AlertRule Rule = new(AlertKind.SpendAnomaly, Evaluate, Ending, NeedsFreshFigures: true) { CannotEvaluate = CannotEvaluate.Days };

    /// <summary>Less above the usual than this is no matter, however unusual.</summary>
    private static readonly Usd Matters = new(1m);

    /// <summary>A single day so many times the usual is a warning by itself.</summary>
    private const decimal Enormous = 12m;

    /// <summary>An earlier day of at least this share of a day makes it one that has been before.</summary>
    private const decimal Alike = 2m / 3m;

    /// <summary>Days before that are remembered.</summary>
    private const int Remembered = 120;

    /// <summary>Days that are looked at: the running one's partial figure, and what was published late.</summary>
    private const int Looked = 4;

    /// <summary>Told when it has lasted so many days.</summary>
    private static readonly int[] Steps = [2, 4, 8];

    /// <summary>The level that every day since some day has held, above all days before; null: none was found lately, or it was said to be meant.</summary>
    public static DailyFloor? NewFloor(CostHistory history, RecordBook told) => FloorOf(DaysOf(history, told));

    private static ImmutableArray<Abnormal> DaysOf(CostHistory history, RecordBook told)
    {
        var accepted = AcceptedLevels(told);
        return accepted.IsEmpty ? history.Derived.Once(() => new AbnormalOf(AbnormalDays(history, []))).Days : AbnormalDays(history, accepted);
    }

    private static DailyFloor? FloorOf(ImmutableArray<Abnormal> days) => days.Select(day => day.Day.NewFloor).OfType<DailyFloor>().LastOrDefault();

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        var days = DaysOf(situation.History, situation.Told);
        if (days.IsEmpty)
        {
            yield break;
        }

        var floor = FloorOf(days);
        var lasting = Math.Max(days.Length, floor?.Days ?? 0);
        var severity = floor is not null || days.Any(day => day.InARow || day.Before == 0 && (days.Length > 1 || day.Day.Factor is not { } factor || factor >= Enormous)) ? Severity.Warning : Severity.Info;
        var open = situation.OpenAlert(AlertKind.SpendAnomaly, About);
        var episode = open?.Episode ?? Episode.On(floor?.Since ?? days[0].Day.Day);
        yield return new Finding(AlertKind.SpendAnomaly, About, episode, open?.Said > severity ? open.Said : severity, Math.Max(open?.Step ?? 0, Steps.Count(least => lasting >= least) + 1), Text(situation, Shown(days), floor, [.. days.Select(day => day.Day)]));
    }

    /// <summary>The newest that is abnormal by itself; one that only carries a mean of three days is not what anybody would look for.</summary>
    private static SpendAnomaly Shown(ImmutableArray<Abnormal> days) => (days.LastOrDefault(day => day.Day.Reason == AnomalyReason.OneDay) ?? days[^1]).Day;

    /// <summary>Days from which a higher spend was said to be meant, ascending.</summary>
    private static ImmutableArray<DateOnly> AcceptedLevels(RecordBook told) =>
        [.. told.AlertActions.Values.Where(word => word.Word == AlertActionKind.Accepted)
            .Select(word => AlertKey.DayOf(word.Id)).OfType<DateOnly>().Order()];

    /// <summary>Oldest first.</summary>
    private static ImmutableArray<Abnormal> AbnormalDays(CostHistory history, ImmutableArray<DateOnly> accepted)
    {
        var newest = history.Newest;
        var found = ImmutableArray.CreateBuilder<Abnormal>();
        for (var back = Looked - 1; newest is not null && back >= 0; back--)
        {
            var day = newest.Day.AddDays(-back);
            if (Before(history, day) is { } spend && SpendAnomaly.Of(spend, accepted) is { IsAbnormal: true } abnormal && abnormal.Amount - abnormal.Expected >= Matters && !IsMonthly(history, abnormal))
            {
                found.Add(Remember(history, abnormal, newest.Day.AddDays(1 - Looked)));
            }
        }

        return found.Any(day => day.Day.NewFloor is not null || day.InARow || day.Before < 2) ? found.ToImmutable() : [];
    }

    /// <summary>What comes once a month on this day is what makes it dear, and is expected.</summary>
    private static bool IsMonthly(CostHistory history, SpendAnomaly abnormal) =>
        MonthlySum.Of(history).Any(sum => sum.Days.TryGetValue(abnormal.Day, out var monthly) && monthly.Amount >= 0.8m * (abnormal.Amount - abnormal.Expected).Amount);

    /// <param name="looked">From this day on days tell nothing of what has been before.</param>
    private static Abnormal Remember(CostHistory history, SpendAnomaly abnormal, DateOnly looked)
    {
        bool IsLikeIt(DateOnly day) => history.Days.TryGetValue(day, out var cost) && cost.Amount.Amount >= abnormal.Amount.Amount * Alike;
        var before = Enumerable.Range(1, Remembered).Select(back => abnormal.Day.AddDays(-back)).Where(day => day < looked && IsLikeIt(day)).ToList();
        return new(abnormal, before.Count, IsLikeIt(abnormal.Day.AddDays(-1)) && !before.Any(day => before.Contains(day.AddDays(-1))));
    }

    /// <summary>Up to 120 days to the given one, unknown days within counted at the mean; null when that day has no figure.</summary>
    private static DailySpend? Before(CostHistory history, DateOnly day)
    {
        if (!history.Days.ContainsKey(day))
        {
            return null;
        }

        var first = history.Ascending[0].Day;
        var from = first > day.AddDays(-119) ? first : day.AddDays(-119);
        var known = Enumerable.Range(0, day.DayNumber - from.DayNumber + 1).Select(n => history.Days.GetValueOrDefault(from.AddDays(n))?.Amount).ToList();
        var mean = new Usd(known.Sum(amount => amount?.Amount ?? 0m) / Math.Max(known.Count(amount => amount is not null), 1));
        return new DailySpend(from, [.. known.Select(amount => amount ?? mean)]);
    }

    private static AlertText Text(Situation situation, SpendAnomaly day, DailyFloor? floor, ImmutableArray<SpendAnomaly> days) => new(
        Subject: $"{day.Amount} of OpenAI spend on {When.Day(day.Day)}, usually {day.Expected}",
        Lead: $"{day.Amount} is published for {When.Day(day.Day)}; such a day usually costs {day.Expected}{(floor is null ? "" : $", and every day since {When.Day(floor.Since)} cost at least {floor.PerDay}, against {floor.Before} before")}.",
        Consequence: situation.Runway is { P10: not null } range
            ? $"Credit runs out {ForesightText.Days(range)} ({ForesightText.Sureness}). Days like this one make it sooner."
            : null,
        Action: SpentBy.ActionOf(situation, day.Day),
        Deadline: null,
        Facts:
        [
            new("days", string.Join("; ", days.Select(one => string.Create(CultureInfo.InvariantCulture, $"{When.Day(one.Day)}: {one.Amount}, usually {one.Expected}, abnormal above {one.Threshold}")))),
            .. SpentBy.FactOf(situation, day.Day) is { } spentBy ? [spentBy] : ImmutableArray<AlertFact>.Empty,
            new("new_floor", floor is null ? "none" : $"{floor.PerDay} a day or more for {When.Count(floor.Days, "day")} since {When.Day(floor.Since)}"),
            .. situation.RunsOut,
            .. situation.Basis(),
        ])
    { AtStake = Usd.Sum(days.Select(one => one.Amount - one.Expected)) };

    /// <param name="Before">Days like it in the 120 days before.</param>
    /// <param name="InARow">The day before it was like it, and no two such days in a row were before.</param>
    private sealed record Abnormal(SpendAnomaly Day, int Before, bool InARow);

    private static string Ending(Situation situation, AlertState alert) => "days cost as usual again, or the new level has become the usual";

    private sealed record AbnormalOf(ImmutableArray<Abnormal> Days);
}
