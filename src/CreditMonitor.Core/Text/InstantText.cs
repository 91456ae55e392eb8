using System.Globalization;

namespace CreditMonitor.Core.Text;

/// <summary>Reads and writes instants (RFC 3339, UTC in output) and UTC days (<c>YYYY-MM-DD</c>).</summary>
public static class InstantText
{
    /// <summary>An offset is required: an instant without one would mean another moment on every machine.</summary>
    /// <remarks>Decimals of a second beyond the 7th are cut off, never rounded up into the next day. A leap second (<c>:60</c>) is refused.</remarks>
    public static bool TryRead(ReadOnlySpan<char> text, out DateTimeOffset instant)
    {
        instant = default;
        const int Offset = 19;
        if (text.Length is <= Offset or > 64
            || text[10] is not ('T' or 't')
            || !TryReadDay(text[..10], out var day)
            || !TimeOnly.TryParseExact(text[11..Offset], "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            || !TryReadFraction(text[Offset..], out var fraction, out var zone)
            || !TryReadOffset(zone, out var east))
        {
            return false;
        }

        var ticks = day.ToDateTime(time).Ticks + fraction - east;
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks)
        {
            return false;
        }

        instant = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    public static bool TryReadDay(ReadOnlySpan<char> text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary><c>2026-03-01T00:00:00Z</c>; decimals of a second only where there are any.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static string Format(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool TryReadFraction(ReadOnlySpan<char> text, out long ticks, out ReadOnlySpan<char> rest)
    {
        ticks = 0;
        rest = text;
        if (text[0] != '.')
        {
            return true;
        }

        var end = text[1..].IndexOfAnyExceptInRange('0', '9');
        if (end < 1)
        {
            return false;
        }

        rest = text[(1 + end)..];
        var weight = TimeSpan.TicksPerSecond / 10;
        foreach (var digit in text[1..(1 + end)])
        {
            ticks += (digit - '0') * weight;
            weight /= 10;
        }

        return true;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out long east)
    {
        east = 0;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || !TimeOnly.TryParseExact(text[1..], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var size))
        {
            return false;
        }

        east = text[0] == '-' ? -size.Ticks : size.Ticks;
        return true;
    }
}
