using CreditMonitor.Core.Observations;

namespace CreditMonitor.Core.Forecasting;

/// <summary>Dollars a day, the mean over complete days.</summary>
/// <param name="Days">How many complete days it rests on, at most <see cref="Window"/>.</param>
/// <param name="From">First of them (inclusive).</param>
/// <param name="To">Last of them (inclusive).</param>
public sealed record BurnRate(Usd PerDay, int Days, DateOnly From, DateOnly To)
{
    /// <summary>Four whole weeks, so that each weekday weighs the same.</summary>
    public const int Window = 28;

    /// <summary>Fewer complete days than this tell no rate.</summary>
    public const int Fewest = 3;

    /// <summary>The rate of the last 28 days up to the newest complete day; null with too little history. Unknown days are left out, not counted as zero.</summary>
    public static BurnRate? Of(CostHistory history) => history.Derived.Once(() => new Rate(Compute(history))).Value;

    private static BurnRate? Compute(CostHistory history)
    {
        if (history.Ascending.LastOrDefault(day => day.Quality == DayQuality.Complete)?.Day is not { } to)
        {
            return null;
        }

        var from = to.AddDays(1 - Window);
        var days = history.Ascending.SkipWhile(day => day.Day < from).Where(day => day.Quality == DayQuality.Complete).ToList();
        return days.Count < Fewest
            ? null
            : new BurnRate(new Usd(Usd.Sum(days.Select(day => day.Amount)).Amount / days.Count), days.Count, days[0].Day, to);
    }

    private sealed record Rate(BurnRate? Value);
}
