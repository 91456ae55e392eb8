using System.Globalization;

namespace CreditMonitor.Core.Text;

/// <summary>Reads amounts as text once, at the edge: exact to 12 decimals, below 10^12, whatever the notation.</summary>
/// <remarks>Works on the digits and not through a number type, because <c>decimal.Parse</c> rounds at 28 digits first, so that an amount
/// a hair above a half would be rounded twice. Forms seen from the provider: <c>12.5</c>, <c>7.3E-8</c>, <c>0E-6176</c>, and hundreds of
/// digits.</remarks>
public static class AmountText
{
    public const int Decimals = 12;

    /// <summary>Longest text that is looked at; no honest amount needs more.</summary>
    public const int MaxLength = 2_000;

    private const int MaxWholeDigits = 12;

    /// <summary>Reads <c>[+-]digits[.digits][e[+-]digits]</c>, ASCII digits only, no grouping and no currency.</summary>
    /// <param name="digitsDropped">True when decimals beyond the 12th were not all zero: they were rounded half to even.</param>
    /// <param name="error">What is wrong, as the end of a sentence that begins with the amount's place; empty on success.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out Usd amount, out bool digitsDropped, out string error)
    {
        var isAmount = TryReadNumber(text, out var number, out digitsDropped, out error);
        amount = new Usd(number);
        return isAmount;
    }

    /// <summary>The same for an amount whose currency stands elsewhere, and for a number that is no money.</summary>
    public static bool TryReadNumber(ReadOnlySpan<char> text, out decimal amount, out bool digitsDropped, out string error)
    {
        amount = 0m;
        digitsDropped = false;
        if (!TrySplit(text, out var negative, out var digits, out var scale))
        {
            error = "is not a decimal number";
            return false;
        }

        digits = digits.TrimStart('0');
        if (digits.Length == 0)
        {
            error = "";
            return true;
        }

        if (digits.Length - scale > MaxWholeDigits)
        {
            error = "is 10^12 or more, which no amount may be";
            return false;
        }

        var units = ToTrillionths(digits, scale, out digitsDropped);
        var value = (decimal)units / 1_000_000_000_000m;
        if (value >= 1_000_000_000_000m)
        {
            error = "is 10^12 or more, which no amount may be";
            return false;
        }

        amount = negative ? -value : value;
        error = "";
        return true;
    }

    /// <summary>Splits the text into its digits and the number of them that stand behind the decimal point (negative: zeros to append).</summary>
    private static bool TrySplit(ReadOnlySpan<char> text, out bool negative, out string digits, out long scale)
    {
        negative = false;
        digits = "";
        scale = 0;
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        if (text[0] is '+' or '-')
        {
            negative = text[0] == '-';
            text = text[1..];
        }

        var exponentAt = text.IndexOfAny('e', 'E');
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var exponent = 0;
        if (exponentAt >= 0 && !(text.Length - exponentAt <= 8 && int.TryParse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)))
        {
            return false;
        }

        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? [] : mantissa[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        digits = string.Concat(whole, fraction);
        scale = fraction.Length - exponent;
        return true;
    }

    private static Int128 ToTrillionths(string digits, long scale, out bool dropped)
    {
        dropped = false;
        if (scale <= Decimals)
        {
            return Int128.Parse(digits + new string('0', (int)(Decimals - scale)), CultureInfo.InvariantCulture);
        }

        var surplus = scale - Decimals;
        if (surplus > digits.Length)
        {
            dropped = true;
            return 0;
        }

        var kept = digits[..^(int)surplus];
        var rest = digits.AsSpan(kept.Length);
        dropped = rest.ContainsAnyExcept('0');
        var units = kept.Length == 0 ? 0 : Int128.Parse(kept, CultureInfo.InvariantCulture);
        var aboveHalf = rest[0] > '5' || (rest[0] == '5' && rest[1..].ContainsAnyExcept('0'));
        var half = rest[0] == '5' && !aboveHalf;
        return aboveHalf || (half && Int128.IsOddInteger(units)) ? units + 1 : units;
    }
}
