using System.Text;

namespace CreditMonitor.Core.Text;

/// <param name="Currency">As written beside the figure; null for none, and for a bare $ that many currencies use.</param>
/// <param name="Credit">True for CR beside it, false for DR.</param>
internal readonly record struct StatementAmount(decimal Value, string? Currency, bool? Credit)
{
    /// <summary>Reads figures as people's programs write them: <c>-1.234,56 €</c>, <c>(54.36)</c>, <c>+ £1,100.00</c>, <c>1'000.-</c>, <c>12.50CR</c>.</summary>
    /// <param name="decimalMark">Of the whole file; null when nothing in it shows which.</param>
    /// <param name="decimals">Of the file's currency, where it is known: three digits behind a lone mark are decimals for dinars alone.</param>
    /// <param name="usualMark">The decimal mark to go by when a lone mark has three digits behind it and nothing in the file shows which it is.</param>
    public static bool TryRead(string text, char? decimalMark, out StatementAmount amount, int decimals = 2, char usualMark = '.')
    {
        amount = default;
        text = WideText.Fold(text);
        if (text.Length > 60 || !TrySplit(text, out var body, out var word, out var negative))
        {
            return false;
        }

        var credit = word is "CR" ? true : word is "DR" ? false : (bool?)null;
        var currency = credit is null && word.Length > 0 ? CurrencyOf(word) : null;
        if (credit is null && word.Length > 0 && currency is null && word is not ("$" or "KR" or "KR."))
        {
            return false;
        }

        if (!AmountText.TryReadNumber(Plain(body, decimalMark, decimals, usualMark), out var value, out var dropped, out _) || dropped)
        {
            return false;
        }

        amount = new StatementAmount(negative ? -value : value, currency, credit);
        return true;
    }

    /// <summary>The decimal mark that this figure proves, if it proves one.</summary>
    public static char? MarkShown(string text)
    {
        text = WideText.Fold(text);
        if (text.Length > 60 || !TrySplit(text, out var body, out _, out _))
        {
            return null;
        }

        var (dot, comma) = (body.LastIndexOf('.'), body.LastIndexOf(','));
        var (last, mark, other) = dot > comma ? (dot, '.', ',') : (comma, ',', '.');
        return last < 0 ? null
            : body.Contains(other, StringComparison.Ordinal) ? mark
            : body.IndexOf(mark, StringComparison.Ordinal) != last ? other
            : body.Length - last - 1 != 3 ? mark : null;
    }

    public static string? CurrencyOf(string word) =>
        CurrencySigns.CodeOf(word) ?? (word.Length == 3 && word.All(char.IsAsciiLetterUpper) ? word : null);

    private static bool TrySplit(string text, out string body, out string word, out bool negative)
    {
        var (figures, letters) = (new StringBuilder(), new StringBuilder());
        negative = false;
        foreach (var c in text.Trim().TrimEnd('-') is { Length: > 0 } start && text.Trim().EndsWith(".-", StringComparison.Ordinal) ? start : text)
        {
            switch (c)
            {
                case >= '0' and <= '9' or '.' or ',' when !(c is '.' && letters.Length > 0 && figures.Length == 0):
                    figures.Append(c);
                    break;
                case '-' or '\u2212' or '\u2013' or '(':
                    negative = true;
                    break;
                case '+' or ')' or '\'' or '\u2019' or '*':
                    break;
                default:
                    if (!char.IsWhiteSpace(c))
                    {
                        letters.Append(char.ToUpperInvariant(c));
                    }

                    break;
            }
        }

        (body, word) = (figures.ToString(), letters.ToString());
        return body.Any(char.IsAsciiDigit) && word.Length <= 4;
    }

    private static string Plain(string body, char? mark, int decimals, char usualMark)
    {
        var last = Math.Max(body.LastIndexOf('.'), body.LastIndexOf(','));
        if (last < 0)
        {
            return body;
        }

        var shown = body[last];
        var mixed = body.Contains(shown == '.' ? ',' : '.', StringComparison.Ordinal);
        var repeated = body.IndexOf(shown, StringComparison.Ordinal) != last;
        var grouping = !mixed && (repeated || (body.Length - last - 1 == 3 && body[..last] is not ("0" or "") && (mark is { } known ? known != shown : decimals == 0 || (decimals != 3 && shown != usualMark))));
        var whole = Digits(grouping ? body : body[..last]);
        return grouping ? whole : $"{(whole.Length == 0 ? "0" : whole)}.{Digits(body[(last + 1)..])}0";
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
