using CreditMonitor.Core.Observations;

namespace CreditMonitor.Core.Forecasting;

/// <summary>What the forecaster is told of a cost history.</summary>
public static class CostHistorySpend
{
    /// <summary>The days up to the newest complete one. What is known of later days is spent already; it is not yet what they cost.</summary>
    public static DailySpend ToDailySpend(this CostHistory history)
    {
        var days = history.Ascending.ToArray();
        var complete = Array.FindLastIndex(days, day => day.Quality == DayQuality.Complete) + 1;
        return complete == 0
            ? DailySpend.None
            : DailySpend.Of([.. days.Take(complete).Select(day => KeyValuePair.Create(day.Day, day.Amount))]) with { PublishedSince = Usd.Sum(days.Skip(complete).Select(day => day.Amount)) };
    }
}
