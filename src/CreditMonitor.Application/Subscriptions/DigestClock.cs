using CreditMonitor.Core.Notifications;

namespace CreditMonitor.Subscriptions;

/// <summary>When digests are due: at 08:00 by the reader's own clock, weekly ones on Monday.</summary>
internal static class DigestClock
{
    private static readonly TimeOnly Morning = new(8, 0);

    /// <summary>The newest instant at which a digest was due. One for each local day or week, whatever clocks do at a change of summer time.</summary>
    public static DateTimeOffset Latest(Cadence cadence, TimeZoneInfo zone, DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        day = cadence == Cadence.Weekly ? day.AddDays(-(((int)day.DayOfWeek + 6) % 7)) : day;
        var due = At(day, zone);
        return due <= now ? due : At(day.AddDays(cadence == Cadence.Weekly ? -7 : -1), zone);
    }

    /// <summary>The day's 08:00; where clocks skip it, the first instant after the gap, and where they show it twice, the first of both.</summary>
    private static DateTimeOffset At(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(Morning);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
