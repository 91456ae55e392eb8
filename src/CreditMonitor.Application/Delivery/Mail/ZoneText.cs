using System.Globalization;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Delivery.Mail;

/// <summary>Instants in a reader's zone, beside UTC.</summary>
internal static class ZoneText
{
    public static TimeZoneInfo Find(string? id, TimeZoneInfo otherwise) => id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : otherwise;

    /// <summary><c>Saturday 28 November 2026, 19:00 in New York</c>; null where UTC says the same.</summary>
    public static string? Local(DateTimeOffset instant, TimeZoneInfo zone) =>
        zone.GetUtcOffset(instant) == TimeSpan.Zero ? null
        : string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(instant, zone):dddd d MMMM yyyy, HH:mm} in {zone.Id[(zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ')}");

    /// <summary>With the local time behind the deadline, where the sentence names it; else in a sentence of its own.</summary>
    public static string WithLocal(string sentence, DateTimeOffset? deadline, TimeZoneInfo zone)
    {
        if (deadline is not { } instant || Local(instant, zone) is not { } local)
        {
            return sentence;
        }

        var named = When.Long(instant);
        var at = sentence.IndexOf(named, StringComparison.Ordinal);
        return at >= 0 ? sentence.Insert(at + named.Length, $" ({local})") : $"{sentence} The deadline is {named} ({local}).";
    }

    public static string Both(DateTimeOffset instant, TimeZoneInfo zone) => Local(instant, zone) is { } local ? $"{When.Long(instant)} ({local})" : When.Long(instant);
}
