namespace CreditMonitor.Core.Statements;

/// <summary>How numbers are ordered in dates such as 03/04/2026.</summary>
public enum DateOrder
{
    YearFirst,
    MonthFirst,
    DayFirst,
}

/// <summary>Reads days as statements write them. A time behind the day is left away: the day is the statement's own, never shifted to UTC.</summary>
internal static class StatementDates
{
    /// <param name="order">Of the whole file; null: a date that needs it is not read.</param>
    public static bool TryRead(string text, DateOrder? order, out DateOnly day)
    {
        day = default;
        return Parts(text) is { } parts && Day(parts, order, out day);
    }

    /// <summary>True when the text is a date that means different days in different orders.</summary>
    public static bool NeedsOrder(string text) => Parts(text) is { } parts && !Day(parts, null, out _) && (Day(parts, DateOrder.MonthFirst, out _) || Day(parts, DateOrder.DayFirst, out _));

    /// <summary>The order that a file's dates prove: the only one in which all of them are dates.</summary>
    public static DateOrder? Shown(IEnumerable<string> texts)
    {
        var open = texts.Where(NeedsOrder).Take(100_000).ToList();
        var month = open.TrueForAll(text => TryRead(text, DateOrder.MonthFirst, out _));
        var day = open.TrueForAll(text => TryRead(text, DateOrder.DayFirst, out _));
        return open.Count == 0 || month == day ? null : month ? DateOrder.MonthFirst : DateOrder.DayFirst;
    }

    private static bool Day((string First, string Second, string Third, bool Dotted) parts, DateOrder? order, out DateOnly day)
    {
        day = default;
        var (a, b, c, dotted) = parts;
        var (year, month, date) =
            a.Length == 4 && Digits(a) ? (a, Month(b), c)
            : !Digits(b) ? (c, Month(b), a)
            : !Digits(a) ? (c, Month(a), b)
            : dotted && order is not DateOrder.YearFirst ? (c, Month(b), a)
            : order switch { DateOrder.YearFirst => (a, Month(b), c), DateOrder.MonthFirst => (c, Month(a), b), DateOrder.DayFirst => (c, Month(b), a), _ => ("", 0, "") };
        if (month == 0 || !Digits(year) || !Digits(date) || date.Length > 2 || year.Length is not (2 or 4))
        {
            return false;
        }

        var full = Number(year) + (year.Length == 4 ? 0 : Number(year) < 80 ? 2000 : 1900);
        if (full is < 1980 or > 2200 || Number(date) is var number && (number < 1 || number > DateTime.DaysInMonth(full, month)))
        {
            return false;
        }

        day = new DateOnly(full, month, Number(date));
        return true;
    }

    private static int Month(string text) =>
        Digits(text) ? (text.Length <= 2 && Number(text) is >= 1 and <= 12 and var number ? number : 0)
        : text.Length >= 3 ? MonthNames.NumberOf(text) : 0;

    private static (string, string, string, bool)? Parts(string text)
    {
        text = text.Trim().Trim('\'', '"');
        if (text.Length is < 6 or > 40 || text[0] is '-' or '+')
        {
            return null;
        }

        if (text.Length >= 8 && Digits(text[..8]) && (text.Length == 8 || !char.IsAsciiDigit(text[8])))
        {
            return Number(text[..4]) is >= 1980 and <= 2200 ? (text[..4], text[4..6], text[6..8], false) : (text[..2], text[2..4], text[4..8], false);
        }

        var tokens = Tokens(text);
        return tokens.Count >= 3 && tokens.Skip(3).All(IsOfTime) ? (tokens[0], tokens[1], tokens[2], text.IndexOf('.', StringComparison.Ordinal) == tokens[0].Length) : null;
    }

    private static bool IsOfTime(string token) => Digits(token) || token.ToUpperInvariant() is "T" or "Z" or "AM" or "PM" or "UTC" or "GMT" or "UHR";

    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var (from, digit, letter) = (at, char.IsAsciiDigit(text[at]), char.IsLetter(text[at]));
            while (at < text.Length && (digit ? char.IsAsciiDigit(text[at]) : letter && char.IsLetter(text[at])))
            {
                at++;
            }

            if (at > from)
            {
                tokens.Add(text[from..at]);
            }
            else if (!char.IsWhiteSpace(text[at]) && !"-/.,':+".Contains(text[at], StringComparison.Ordinal))
            {
                return [];
            }
            else
            {
                at++;
            }
        }

        return tokens;
    }

    private static bool Digits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static int Number(string digits) => int.Parse(digits.AsSpan(0, Math.Min(digits.Length, 4)), System.Globalization.CultureInfo.InvariantCulture);
}
