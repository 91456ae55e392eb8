using CreditMonitor.Core.Observations;

namespace CreditMonitor.Core.Forecasting;

/// <summary>What the forecaster is told of a cost history.</summary>
public static class CostHistorySpend
{
    /// <summary>As <see cref="ToDailySpend"/>, with what comes once a month taken out and named for itself.</summary>
    public static DailySpend ToForeseeable(this CostHistory history)
    {
        var (spend, monthly) = (history.ToDailySpend(), MonthlySum.Of(history));
        if (monthly.IsEmpty || spend.Days == 0)
        {
            return spend;
        }

        var amounts = spend.Amounts.ToBuilder();
        foreach (var (day, amount) in monthly.SelectMany(sum => sum.Days).Where(paid => paid.Key >= spend.First && paid.Key <= spend.Last))
        {
            amounts[day.DayNumber - spend.First.DayNumber] -= amount;
        }

        // What was paid of it since the newest complete day is published already; it is neither to come nor part of what a day costs.
        var ahead = new List<KeyValuePair<DateOnly, Usd>>();
        var paid = Usd.Sum(monthly.SelectMany(sum => sum.Days).Where(day => day.Key > spend.Last).Select(day => day.Value));
        foreach (var (day, amount) in monthly.SelectMany(sum => sum.Next().TakeWhile(day => day <= spend.Last.AddDays(SpendForecaster.Horizon)).Where(day => day > spend.Last).Select(day => KeyValuePair.Create(day, sum.Amount))))
        {
            if (history.Days.GetValueOrDefault(day) is { } partial && partial.Amount.Amount >= 0.8m * amount.Amount)
            {
                paid += amount;
            }
            else
            {
                ahead.Add(KeyValuePair.Create(day, amount));
            }
        }

        return spend with { Amounts = amounts.ToImmutable(), PublishedSince = spend.PublishedSince - paid, Monthly = [.. ahead] };
    }

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
