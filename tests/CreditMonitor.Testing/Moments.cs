using System.Globalization;

namespace CreditMonitor.Testing;

internal static class Moments
{
    public static readonly DateTimeOffset Noon = Utc("2026-03-10T12:00:00Z");

    public static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public static DateTimeOffset NextTick(this DateTimeOffset instant) => instant.AddTicks(1);
}
