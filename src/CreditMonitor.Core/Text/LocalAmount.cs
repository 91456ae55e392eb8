using System.Text.RegularExpressions;

namespace CreditMonitor.Core.Text;

/// <summary>An amount within a text, with its currency before it, behind it, or both: <c>$36.00</c>, <c>59,50 $</c>, <c>S$28.70</c>, <c>₹5,000.00</c>, <c>12.500 KWD</c>, <c>$28.70 CAD</c>.</summary>
/// <param name="Money">Null: the currency's sign is one of several, such as <c>kr</c>.</param>
/// <param name="Sign">As it was written.</param>
internal readonly partial record struct LocalAmount(Money? Money, string Sign, int Index, int Length)
{
    private const string Signs = @"\$ ?US\b|\$ ?CA\b|US\$|U\$S|CA\$|CN¥|C\$|AU\$|A\$|NZ\$|HK\$|NT\$|SG\$|S\$|MX\$|R\$|JP¥|\$|€|£|¥|₹|₩|₪|₫|₱|฿|₺|₴|₽|zł|Kč|Ft|kr\.?|Rs\.?|RM|Rp|円|元|원";
    private const string Number = @"\d{1,3}(?:[.,'’ ]\d{2,3})*(?:[.,]\d{1,4})?(?!\d)|\d{1,12}(?:[.,]\d{1,4})?";
    private const string Pattern = $@"(?<![\p{{L}}\d.,])(?<code>[A-Z]{{3}})?[ ]?(?<sign>{Signs})?[ ]?(?<minus>-)?(?<number>{Number})(?![\d%])(?:[ ]?(?<behind>{Signs})(?!\p{{L}}|[ ]?\d))?(?:[ ]?(?<after>[A-Z]{{3}})\b)?";

    /// <summary>The first from <paramref name="from"/> on that bears a currency.</summary>
    /// <param name="dollars">What a bare <c>$</c> means here.</param>
    public static LocalAmount? In(string text, int from = 0, string dollars = "USD")
    {
        foreach (Match match in Shape().Matches(text, from))
        {
            if (Of(match, dollars) is { } amount)
            {
                return amount;
            }
        }

        return null;
    }

    /// <summary>The one that begins right at <paramref name="at"/>.</summary>
    public static LocalAmount? At(string text, int at, string dollars = "USD")
    {
        var match = Shape().Match(text, at);
        return match.Success && match.Index == at ? Of(match, dollars) : null;
    }

    private static LocalAmount? Of(Match match, string dollars)
    {
        var sign = match.Groups["sign"].Success ? match.Groups["sign"].Value : match.Groups["behind"].Value;
        var code = Listed(match.Groups["after"].Value) ?? Listed(match.Groups["code"].Value);
        if (match.Groups["minus"].Success || (code is null && sign.Length == 0))
        {
            return null;
        }

        var currency = code ?? (sign == "$" ? dollars : CurrencySigns.CodeOf(sign));
        var decimals = currency is null ? 2 : Currency.Of(currency).Decimals;
        return !LocalNumber.TryRead(match.Groups["number"].Value, decimals, null, out var number) ? null
            : new LocalAmount(currency is null ? null : Core.Money.Of(number, currency), sign.Length > 0 ? sign : code!, match.Index, match.Length);
    }

    private static string? Listed(string code) => Currency.TryRead(code, out var currency) && currency.IsListed ? code : null;

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Shape();
}
