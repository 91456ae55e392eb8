namespace CreditMonitor.Core.Forecasting;

/// <summary>The one range of days in which credit runs out: as it is foreseen, and sooner where every day since some day cost so much
/// that the middle of it would be missed.</summary>
public static class FlooredRunway
{
    /// <param name="floor">The level that every day since some day has held; null: none was found.</param>
    /// <param name="knownUntil">Until when costs are known.</param>
    /// <returns>Null where nothing is foreseen.</returns>
    public static RunwayRange? Of(RunwayRange? range, DailyFloor? floor, Usd balance, DateTimeOffset? knownUntil, DateTimeOffset now)
    {
        if (range is null || GoneAt(floor, balance, knownUntil, now) is not { } at)
        {
            return range;
        }

        var (today, gone) = (DateOnly.FromDateTime(now.UtcDateTime), DateOnly.FromDateTime(at.UtcDateTime));
        return range.P50 is { } middle && middle <= gone ? range : Moved(range, today, gone);
    }

    /// <summary>When a balance is gone at the floor; null without a floor, or beyond <see cref="BalanceOutlook.Horizon"/>.</summary>
    public static DateTimeOffset? GoneAt(DailyFloor? floor, Usd balance, DateTimeOffset? knownUntil, DateTimeOffset now)
    {
        if (floor is not { PerDay.IsPositive: true } || knownUntil is not { } known)
        {
            return null;
        }

        var lasts = balance.Amount / floor.PerDay.Amount;
        if (lasts > (decimal)BalanceOutlook.Horizon.TotalDays)
        {
            return null;
        }

        var end = known + TimeSpan.FromTicks((long)(lasts * TimeSpan.TicksPerDay));
        return end < now ? now : end;
    }

    /// <summary>The middle is moved to the day at the floor, and the range shrinks with the time that is left. What the forecast does not
    /// reach ends there too.</summary>
    private static RunwayRange Moved(RunwayRange range, DateOnly today, DateOnly gone)
    {
        var left = gone.DayNumber - today.DayNumber;
        DateOnly Scaled(DateOnly day, DateOnly middle) =>
            today.AddDays((int)Math.Round((decimal)(day.DayNumber - today.DayNumber) * left / (middle.DayNumber - today.DayNumber)));
        return range.P50 is { } middle && middle > today
            ? range with
            {
                P10 = range.P10 is { } early ? Scaled(early, middle) : gone,
                P50 = gone,
                P90 = range.P90 is { } late ? Scaled(late, middle) : gone,
            }
            : range with { P10 = range.P10 is { } first && first < gone ? first : gone, P50 = gone, P90 = gone };
    }
}
