namespace CreditMonitor.Core.Text;

/// <summary>What a currency's sign stands for. A bare <c>$</c> and <c>kr</c> are signs of several currencies and stand for none here.</summary>
internal static class CurrencySigns
{
    /// <param name="sign">In any case, with or without the full stop of an abbreviation: <c>Rs.</c>.</param>
    /// <returns>ISO 4217; null for a sign that is not known, or of several currencies.</returns>
    public static string? CodeOf(string sign) => sign.TrimEnd('.').ToUpperInvariant() switch
    {
        "US$" or "U$S" or "$US" or "$ US" => "USD",
        "CA$" or "C$" or "$CA" or "$ CA" => "CAD",
        "AU$" or "A$" => "AUD",
        "NZ$" => "NZD",
        "HK$" => "HKD",
        "NT$" => "TWD",
        "SG$" or "S$" => "SGD",
        "MX$" => "MXN",
        "R$" => "BRL",
        "€" => "EUR",
        "£" => "GBP",
        "¥" or "JP¥" or "円" => "JPY",
        "CN¥" or "元" => "CNY",
        "₹" or "RS" => "INR",
        "₩" or "원" => "KRW",
        "₪" => "ILS",
        "₫" => "VND",
        "₱" => "PHP",
        "฿" => "THB",
        "₺" => "TRY",
        "₴" => "UAH",
        "₽" => "RUB",
        "ZŁ" => "PLN",
        "KČ" => "CZK",
        "FT" => "HUF",
        "RM" => "MYR",
        "RP" => "IDR",
        _ => null,
    };
}
