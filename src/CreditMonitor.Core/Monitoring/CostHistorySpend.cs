using System.Collections.Immutable;
using CreditMonitor.Core.Forecasting;

namespace CreditMonitor.Core.Monitoring;

/// <summary>What the forecaster is told of a cost history.</summary>
public static class CostHistorySpend
{
    /// <summary>The days up to the newest complete one. What is known of later days is spent already; it is not yet what they cost.</summary>
    public static DailySpend ToDailySpend(this CostHistory history)
    {
        if (history.Days.Values.LastOrDefault(day => day.Quality == DayQuality.Complete)?.Day is not { } last)
        {
            return DailySpend.None;
        }

        var complete = history.Days.Values.TakeWhile(day => day.Day <= last).ToImmutableSortedDictionary(day => day.Day, day => day.Amount);
        return DailySpend.Of(complete) with { PublishedSince = Usd.Sum(history.Days.Values.SkipWhile(day => day.Day <= last).Select(day => day.Amount)) };
    }
}
