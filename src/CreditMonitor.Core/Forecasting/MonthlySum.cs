using System.Collections.Immutable;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Core.Forecasting;

/// <summary>A sum that comes once a month on the same day, such as a bundle that is paid ahead: expected on that day again, and no part of what a day costs.</summary>
/// <param name="DayOfMonth">31 is the last day of each month.</param>
/// <param name="Amount">Above what such a day costs otherwise, when it came last.</param>
/// <param name="Last">When that was.</param>
/// <param name="Days">The days on which it came, and how much of each it was.</param>
public sealed record MonthlySum(int DayOfMonth, Usd Amount, DateOnly Last, ImmutableSortedDictionary<DateOnly, Usd> Days)
{
    /// <summary>Two months apart and alike make one.</summary>
    private const int Fewest = 2;

    /// <summary>How far two of them may lie apart.</summary>
    private const decimal Alike = 0.15m;

    /// <summary>So many times what the days around it cost, it stands out.</summary>
    private const decimal StandsOut = 4m;

    /// <summary>The days on either side that tell what such a day costs otherwise.</summary>
    private const int Around = 10;

    /// <summary>When it is missing for so many days, it comes no more.</summary>
    private const int LateBy = 3;

    private static readonly Usd Least = new(5m);

    /// <summary>A history never changes: what comes monthly in it is looked for once.</summary>
    public static ImmutableArray<MonthlySum> Of(CostHistory history) =>
        history.Derived.Once(() => new OfHistory(Find([.. history.Ascending.Where(day => day.Quality != DayQuality.Incomplete)]))).Sums;

    /// <summary>When it is to come next, after the last time; endless.</summary>
    public IEnumerable<DateOnly> Next()
    {
        for (var month = new DateOnly(Last.Year, Last.Month, 1).AddMonths(1); ; month = month.AddMonths(1))
        {
            yield return DayIn(month, DayOfMonth);
        }
    }

    private static ImmutableArray<MonthlySum> Find(ImmutableArray<DayCost> days)
    {
        var outstanding = Outstanding(days);
        if (outstanding.Count < Fewest)
        {
            return [];
        }

        var found = outstanding.Select(day => DayOfMonthOf(day.Day)).Distinct().Select(day => Chain(outstanding, day)).OfType<MonthlySum>();
        return [.. found.Where(sum => sum.Next().First().AddDays(LateBy) >= days[^1].Day)];
    }

    /// <summary>The newest month with one on this day and those before it without a gap, each alike and alone of its kind in between.</summary>
    private static MonthlySum? Chain(List<(DateOnly Day, Usd Excess)> outstanding, int dayOfMonth)
    {
        var chain = new List<(DateOnly Day, Usd Excess)>();
        foreach (var day in outstanding.Where(day => DayOfMonthOf(day.Day) == dayOfMonth).Reverse())
        {
            if (chain.Count > 0 && (DayIn(new DateOnly(chain[^1].Day.Year, chain[^1].Day.Month, 1).AddMonths(-1), dayOfMonth) != day.Day || !AreAlike(chain[^1].Excess, day.Excess)))
            {
                break;
            }

            chain.Add(day);
        }

        return chain.Count >= Fewest && !outstanding.Any(other => other.Day > chain[^1].Day && !chain.Contains(other) && other.Excess.Amount * 2m > chain[0].Excess.Amount)
            ? new MonthlySum(dayOfMonth, chain[0].Excess, chain[0].Day, chain.ToImmutableSortedDictionary(day => day.Day, day => day.Excess))
            : null;
    }

    private static List<(DateOnly Day, Usd Excess)> Outstanding(ImmutableArray<DayCost> days)
    {
        var found = new List<(DateOnly, Usd)>();
        for (var i = 0; i < days.Length; i++)
        {
            if (days[i].Amount < Least)
            {
                continue;
            }

            var around = days[Math.Max(0, i - Around)..Math.Min(days.Length, i + Around + 1)].Remove(days[i]).Select(day => day.Amount.Amount).Order().ToList();
            var usual = around.Count == 0 ? 0m : Math.Max(0m, around[around.Count / 2]);
            if (around.Count >= 1 && days[i].Amount.Amount >= usual * (1m + StandsOut) && days[i].Amount.Amount - usual >= Least.Amount)
            {
                found.Add((days[i].Day, new Usd(days[i].Amount.Amount - usual)));
            }
        }

        return found;
    }

    private static bool AreAlike(Usd one, Usd other) => Math.Abs(one.Amount - other.Amount) <= Alike * Math.Max(one.Amount, other.Amount);

    private static int DayOfMonthOf(DateOnly day) => day.Day == DateTime.DaysInMonth(day.Year, day.Month) ? 31 : day.Day;

    private static DateOnly DayIn(DateOnly month, int dayOfMonth) => new(month.Year, month.Month, Math.Min(dayOfMonth, DateTime.DaysInMonth(month.Year, month.Month)));

    private sealed record OfHistory(ImmutableArray<MonthlySum> Sums);
}
