namespace CreditMonitor.Core.Text;

/// <summary>What a card paid, for people: dollars as <c>$54.44</c>, any other currency as <c>54.44 EUR</c>.</summary>
internal static class CurrencyText
{
    /// <param name="amount">In <paramref name="currency"/>, whatever its type's name says.</param>
    public static string Of(Usd amount, string currency) => currency == "USD" ? amount.ToString() : $"{amount.ToString().Replace("$", "", StringComparison.Ordinal)} {currency}";
}
