using CreditMonitor.Core.Observations;

namespace CreditMonitor.Core.Forecasting;

/// <summary>Dollars a day, the mean over complete days. Sums that come once a month (<see cref="MonthlySum"/>) are no part of it.</summary>
/// <param name="Days">How many complete days it rests on, at most <see cref="Window"/>.</param>
/// <param name="From">First of them (inclusive).</param>
/// <param name="To">Last of them (inclusive).</param>
public sealed record BurnRate(Usd PerDay, int Days, DateOnly From, DateOnly To)
{
    /// <summary>Too few days were read whole: some of these hold rows that could not be read, so the true rate is higher.</summary>
    public bool IsLowerBound { get; private init; }

    /// <summary>Four whole weeks, so that each weekday weighs the same.</summary>
    public const int Window = 28;

    /// <summary>Fewer complete days than this tell no rate.</summary>
    public const int Fewest = 3;

    /// <summary>The rate of the last 28 days up to the newest complete day; null with too little history. Unknown days are left out, not counted as zero.</summary>
    public static BurnRate? Of(CostHistory history) => history.Derived.Once(() => new Rate(Compute(history))).Value;

    private static BurnRate? Compute(CostHistory history)
    {
        return Reckon(history, day => day.Quality == DayQuality.Complete) ?? Reckon(history, day => day.Quality != DayQuality.Partial) switch
        {
            { } bound => bound with { IsLowerBound = true },
            null => null,
        };
    }

    private static BurnRate? Reckon(CostHistory history, Func<DayCost, bool> counts)
    {
        if (history.Ascending.LastOrDefault(counts)?.Day is not { } to)
        {
            return null;
        }

        var from = to.AddDays(1 - Window);
        var days = history.Ascending.SkipWhile(day => day.Day < from).Where(counts).ToList();
        var monthly = MonthlySum.Of(history);
        return days.Count < Fewest
            ? null
            : new BurnRate(new Usd(Usd.Sum(days.Select(day => monthly.Aggregate(day.Amount, (amount, sum) => amount - sum.Days.GetValueOrDefault(day.Day)))).Amount / days.Count), days.Count, days[0].Day, to);
    }

    private sealed record Rate(BurnRate? Value);
}
