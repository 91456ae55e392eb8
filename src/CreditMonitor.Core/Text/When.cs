using System.Globalization;

namespace CreditMonitor.Core.Text;

/// <summary>Dates in words. All in UTC and always absolute: "in 7 days" alone is wrong by the time it is read.</summary>
public static class When
{
    /// <summary><c>Sunday 29 November 2026, 00:00 UTC</c></summary>
    public static string Long(DateTimeOffset instant) => instant.UtcDateTime.ToString("dddd d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary><c>Sun 29 Nov 2026 00:00 UTC</c></summary>
    public static string Short(DateTimeOffset instant) => instant.UtcDateTime.ToString("ddd d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary><c>29 Nov 2026</c></summary>
    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>How far off, in the largest unit that says enough: <c>7 days</c>, <c>1 day</c>, <c>20 hours</c>, <c>5 minutes</c>. Rounded down.</summary>
    public static string Span(TimeSpan span)
    {
        span = span.Duration();
        return span.TotalDays >= 2 ? Count((int)span.TotalDays, "day")
            : span.TotalHours >= 2 ? Count((int)span.TotalHours, "hour")
            : Count((int)span.TotalMinutes, "minute");
    }

    public static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}s");
}
