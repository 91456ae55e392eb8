using System.Globalization;

namespace CreditMonitor.Core;

/// <summary>Amounts in text, whatever their currency.</summary>
internal static class DecimalText
{
    /// <summary>Exact and without trailing zeros: <c>12.5</c>, <c>0.000001</c>.</summary>
    public static string Exact(decimal amount)
    {
        var text = amount.ToString(CultureInfo.InvariantCulture);    // never with an exponent, and many times as fast as a pattern
        text = text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
        return text is "-0" ? "0" : text;
    }

    /// <summary>What rounds to nothing and is not: <c>0.0031</c>; null below a ten-thousandth.</summary>
    /// <param name="size">Not negative.</param>
    public static string? Small(decimal size) =>
        Math.Round(size, 4, MidpointRounding.AwayFromZero) is var small and not 0m ? small.ToString("0.00##", CultureInfo.InvariantCulture) : null;
}
