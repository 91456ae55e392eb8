using System.Globalization;

namespace CreditMonitor.Core.Alerts;

/// <summary>Names an occurrence by its instant.</summary>
internal static class Episode
{
    public static string At(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    public static string On(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
