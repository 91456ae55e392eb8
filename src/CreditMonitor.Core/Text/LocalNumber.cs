namespace CreditMonitor.Core.Text;

/// <summary>Reads the digits of an amount as people of any country write them: which mark is the decimal one, the figure itself and its currency say.</summary>
public static class LocalNumber
{
    /// <param name="text">Digits with marks between them, no sign and no currency: <c>1.234,50</c>, <c>1 234.5</c>, <c>1,00,000.00</c>, <c>3'300</c>.</param>
    /// <param name="decimals">Of the currency: three digits behind a lone mark are decimals for dinars alone.</param>
    /// <param name="mark">The decimal mark that something else of the same text shows; null: nothing does.</param>
    public static bool TryRead(string text, int decimals, char? mark, out decimal number)
    {
        number = 0m;
        var body = string.Concat(text.Where(c => c is not (' ' or '\'' or '\u2019' or '\u00A0' or '\u202F')));
        return Plain(body, decimals, mark) is { } plain && AmountText.TryReadNumber(plain, out number, out var dropped, out _) && !dropped;
    }

    private static string? Plain(string body, int decimals, char? mark)
    {
        var (dot, comma) = (body.LastIndexOf('.'), body.LastIndexOf(','));
        var last = Math.Max(dot, comma);
        if (last < 0)
        {
            return body;
        }

        var shown = body[last];
        var isMixed = dot >= 0 && comma >= 0;
        var isRepeated = body.IndexOf(shown, StringComparison.Ordinal) != last;
        var behind = body.Length - last - 1;
        var isGrouping = isRepeated || (!isMixed && behind == 3 && body[..last] is not ("0" or "") && (mark is { } known ? known != shown : decimals != 3));
        return isGrouping ? (isMixed ? null : IsGrouped(body, shown) ? Digits(body) : null)
            : !isMixed || IsGrouped(body[..last], shown == '.' ? ',' : '.') ? $"{(last == 0 ? "0" : Digits(body[..last]))}.{body[(last + 1)..]}0"
            : null;
    }

    /// <summary>Groups of three, or of two before the last three as in India.</summary>
    private static bool IsGrouped(string body, char mark)
    {
        var groups = body.Split(mark);
        return groups.Length == 1 || (groups[0].Length is >= 1 and <= 3 && groups[^1].Length == 3 && groups[1..].All(group => group.Length is 2 or 3));
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
