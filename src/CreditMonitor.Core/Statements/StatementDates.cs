using System.Globalization;
using CreditMonitor.Core.Text;

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
    /// <summary>Days of posting lie a little ahead of the end of a period.</summary>
    private const int Ahead = 5;

    /// <param name="order">Of the whole file; null: a date that needs it is not read.</param>
    public static bool TryRead(string text, DateOrder? order, out DateOnly day) => TryRead(text, order, null, out day);

    /// <param name="latest">For dates without a year: the latest that does not lie after it; null: such a date is not read.</param>
    public static bool TryRead(string text, DateOrder? order, DateOnly? latest, out DateOnly day)
    {
        day = default;
        return Parts(text) is { } parts ? Day(parts, order, out day) : latest is { } end && Pair(text) is { } pair && Nearest(pair, order, end, out day);
    }

    /// <summary>A date with its year, in whichever order.</summary>
    public static bool IsDate(string text) => Parts(text) is { } parts && (Day(parts, null, out _) || Day(parts, DateOrder.MonthFirst, out _) || Day(parts, DateOrder.DayFirst, out _));

    /// <summary>A day and a month alone: <c>03/02</c>, <c>2 Mar</c>, <c>3月2日</c>.</summary>
    public static bool IsYearless(string text) => Pair(text) is { } pair && (MonthDay(pair, DateOrder.MonthFirst) ?? MonthDay(pair, DateOrder.DayFirst)) is not null;

    /// <summary>True when the text is a date that means different days in different orders.</summary>
    public static bool NeedsOrder(string text) =>
        Parts(text) is { } parts ? !Day(parts, null, out _) && (Day(parts, DateOrder.MonthFirst, out _) || Day(parts, DateOrder.DayFirst, out _))
        : Pair(text) is { } pair && MonthDay(pair, null) is null && (MonthDay(pair, DateOrder.MonthFirst) ?? MonthDay(pair, DateOrder.DayFirst)) is not null;

    /// <summary>The order that a file's dates prove: the only one in which all of them are dates.</summary>
    public static DateOrder? Shown(IEnumerable<string> texts)
    {
        var open = texts.Where(NeedsOrder).Take(100_000).ToList();
        var month = open.TrueForAll(text => TryRead(text, DateOrder.MonthFirst, DateOnly.MaxValue, out _));
        var day = open.TrueForAll(text => TryRead(text, DateOrder.DayFirst, DateOnly.MaxValue, out _));
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

    private static bool Nearest((string First, string Second, DateOrder? Own) pair, DateOrder? order, DateOnly latest, out DateOnly day)
    {
        day = default;
        if (MonthDay(pair, order) is not var (month, date))
        {
            return false;
        }

        var until = latest.DayNumber > DateOnly.MaxValue.DayNumber - Ahead ? latest : latest.AddDays(Ahead);
        for (var year = until.Year; year > until.Year - 9; year--)
        {
            if (date <= DateTime.DaysInMonth(year, month) && new DateOnly(year, month, date) is var found && found <= until)
            {
                day = found;
                return true;
            }
        }

        return false;
    }

    private static (int Month, int Day)? MonthDay((string First, string Second, DateOrder? Own) pair, DateOrder? order)
    {
        var (a, b) = (pair.First, pair.Second);
        var (month, date) = !Digits(a) ? (Month(a), b) : !Digits(b) ? (Month(b), a)
            : (pair.Own ?? order) switch { DateOrder.MonthFirst or DateOrder.YearFirst => (Month(a), b), DateOrder.DayFirst => (Month(b), a), _ => (0, "") };
        return month > 0 && Digits(date) && date.Length <= 2 && Number(date) is >= 1 and <= 31 and var day && day <= DateTime.DaysInMonth(2024, month) ? (month, day) : null;
    }

    private static int Month(string text) =>
        Digits(text) ? (text.Length <= 2 && Number(text) is >= 1 and <= 12 and var number ? number : 0) : text.Length >= 3 ? MonthNames.NumberOf(text) : 0;

    private static (string, string, string, bool)? Parts(string text)
    {
        text = Plain(text);
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

    /// <summary>Two parts with a mark between them that no amount has; a point alone would be an amount's.</summary>
    private static (string First, string Second, DateOrder? Own)? Pair(string text)
    {
        var isMonthFirst = text.Contains('月', StringComparison.Ordinal) || text.Contains('월', StringComparison.Ordinal);
        text = Plain(text);
        var tokens = text.Length is >= 3 and <= 14 && text[0] is not ('-' or '+') ? Tokens(text) : [];
        var hasMark = text.Contains('/', StringComparison.Ordinal) || text.Contains('-', StringComparison.Ordinal) || text.EndsWith('.') || isMonthFirst;
        return tokens is [var a, var b] && (hasMark ? Digits(a) || Digits(b) : Digits(a) != Digits(b)) && a.Length <= 12 && b.Length <= 12 && !(Digits(a) && a.Length > 2) && !(Digits(b) && b.Length > 2)
            ? (a, b, isMonthFirst ? DateOrder.MonthFirst : text.EndsWith('.') && !text.Contains('/', StringComparison.Ordinal) ? DateOrder.DayFirst : null)
            : null;
    }

    /// <summary>With marks in place of the words for year, month and day, and without a weekday before them.</summary>
    private static string Plain(string text)
    {
        var plain = WideText.Fold(text).Trim().Trim('\'', '"').Replace('年', '-').Replace('月', '-').Replace('년', '-').Replace('월', '-').Replace("日", " ", StringComparison.Ordinal).Replace("일", " ", StringComparison.Ordinal).Trim();
        var space = plain.IndexOf(' ', StringComparison.Ordinal);
        return space > 1 && plain[..space].TrimEnd(',', '.') is var first && first.All(char.IsLetter) && MonthNames.NumberOf(first) == 0 ? plain[(space + 1)..].TrimStart() : plain;
    }

    /// <summary>Digits, marks of time, and names of zones.</summary>
    private static bool IsOfTime(string token) => Digits(token) || token.ToUpperInvariant() is "T" or "Z" or "AM" or "PM" or "UHR" or "H" || (token.Length is >= 2 and <= 5 && token.All(char.IsAsciiLetterUpper));

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

    private static int Number(string digits) => int.Parse(digits.AsSpan(0, Math.Min(digits.Length, 4)), CultureInfo.InvariantCulture);
}
