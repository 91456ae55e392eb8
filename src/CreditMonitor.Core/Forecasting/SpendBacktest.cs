using System.Collections.Immutable;

namespace CreditMonitor.Core.Forecasting;

/// <summary>How forecasts of one horizon would have fared.</summary>
/// <param name="Origins">Evenings on which a forecast was made whose outcome is known.</param>
/// <param name="Coverage">Share of outcomes inside the 10 % to 90 % range; 0.8 is honest.</param>
/// <param name="Below">Share below the range.</param>
/// <param name="Above">Share above the range.</param>
/// <param name="Error">Mean absolute error of the median over the mean outcome; null when nothing was spent.</param>
/// <param name="ErrorOfMean">The same of the plain 28-day mean, for comparison.</param>
/// <param name="Width">Mean width of the range over the mean outcome.</param>
public sealed record BacktestRow(int Days, int Origins, decimal Coverage, decimal Below, decimal Above, decimal? Error, decimal? ErrorOfMean, decimal? Width);

/// <summary>Forecasts made on past evenings from what was complete then, beside what came. Later restatements are in the days themselves: the past is a little better known than it was.</summary>
/// <param name="Rows">By horizon; a horizon without any outcome yet is absent.</param>
public sealed record SpendBacktest(DateOnly From, DateOnly To, ImmutableArray<BacktestRow> Rows)
{
    /// <summary>Days of history before the first forecast.</summary>
    public const int FirstOrigin = 28;

    public static ImmutableArray<int> Horizons { get; } = [7, 30, 90];

    /// <summary>Forecasts once a week, from <see cref="FirstOrigin"/> days on.</summary>
    /// <returns>Null when the history is too short for one outcome.</returns>
    public static SpendBacktest? Of(DailySpend history, SpendMethod? method = null)
    {
        var x = Dollars.Of(history.Amounts, history.Days);
        var outcomes = new List<Outcome>();
        for (var origin = FirstOrigin; origin + Horizons[0] <= x.Length; origin += 7)
        {
            var model = new SpendModel(x.AsSpan(0, origin), history.First.AddDays(origin - 1), Horizons[^1], method ?? SpendMethod.Standard);
            var mean = x.AsSpan(origin - 28, 28).ToArray().Average();
            outcomes.AddRange(Horizons.Where(days => origin + days <= x.Length).Select(days => new Outcome(
                days, x.Skip(origin).Take(days).Sum(), model.Middle(days) * model.Factor(days, -1), model.Middle(days), model.Middle(days) * model.Factor(days, 1), mean * days)));
        }

        return outcomes.Count == 0 ? null : new SpendBacktest(history.First, history.Last, [.. outcomes.GroupBy(outcome => outcome.Days).OrderBy(rows => rows.Key).Select(RowOf)]);
    }

    private static BacktestRow RowOf(IGrouping<int, Outcome> outcomes)
    {
        var actual = outcomes.Average(outcome => outcome.Actual);
        return new BacktestRow(
            outcomes.Key,
            outcomes.Count(),
            Share(outcomes.Count(outcome => outcome.Low <= outcome.Actual && outcome.Actual <= outcome.High)),
            Share(outcomes.Count(outcome => outcome.Actual < outcome.Low)),
            Share(outcomes.Count(outcome => outcome.Actual > outcome.High)),
            OverActual(outcomes.Average(outcome => Math.Abs(outcome.Actual - outcome.Middle))),
            OverActual(outcomes.Average(outcome => Math.Abs(outcome.Actual - outcome.Mean))),
            OverActual(outcomes.Average(outcome => outcome.High - outcome.Low)));

        decimal Share(int count) => Math.Round(count / (decimal)outcomes.Count(), 3);

        decimal? OverActual(double value) => actual > 0 ? Math.Round((decimal)Math.Min(1e9, value / actual), 3) : null;
    }

    private readonly record struct Outcome(int Days, double Actual, double Low, double Middle, double High, double Mean);
}
