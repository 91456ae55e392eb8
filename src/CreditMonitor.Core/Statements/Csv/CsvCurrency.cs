using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Statements.Csv;

/// <summary>The currency of a whole file, from what stands above the table and in its header: <c>Währung:;CHF</c>, <c>Balance: £52.56</c>, <c>Amount in EUR</c>. Null when nothing says one, or several are named.</summary>
internal static partial class CsvCurrency
{
    public static string? Of(CsvTable table)
    {
        var above = table.Before.SelectMany(line => line.Cells).SelectMany(Named).Distinct().ToImmutableArray();
        var header = table.Header is { } names ? names.Currencies.Where((_, column) => !Foreign().IsMatch(names.Names[column])).OfType<string>().Distinct().ToImmutableArray() : [];
        return header.Length == 1 ? header[0] : above.Length == 1 ? above[0] : header.Length == 0 && above.Length == 0 ? InRows(table) : null;
    }

    /// <summary>Signs beside the balances; the merchant's amount may have another.</summary>
    private static string? InRows(CsvTable table) =>
        table.Rows.Take(50).SelectMany(row => row.Cells.Where((cell, column) => cell.Length is > 1 and < 30 && table.Header is { } header && column < header.Names.Length && Balance().IsMatch(header.Names[column])).Select(cell => StatementAmount.TryRead(cell, null, out var amount) && cell.Any(char.IsAsciiDigit) ? amount.Currency : null))
            .OfType<string>().Where(code => Currency.Of(code).IsListed).Distinct().ToList() is [var only] ? only : null;

    /// <summary>A column of the merchant's side.</summary>
    public static bool IsForeign(string name) => Foreign().IsMatch(name);

    private static IEnumerable<string> Named(string cell)
    {
        var text = WideText.Fold(cell).Trim();
        if (text.Length == 3 && Currency.TryRead(text, out var alone) && alone.IsListed)
        {
            yield return text;
        }

        foreach (Match match in Words().Matches(text))
        {
            if (Currency.TryRead(match.Groups["code"].Value, out var named) && named.IsListed)
            {
                yield return match.Groups["code"].Value;
            }
        }

        if (text.Length < 60 && StatementAmount.TryRead(Label().Replace(text, ""), null, out var amount) && amount.Currency is { } sign && Currency.Of(sign).IsListed)
        {
            yield return sign;
        }
    }

    [GeneratedRegex(@"(?i:currency|währung|waehrung|devise|moneda|moeda|divisa|valuta|waluta|munt|通貨|币种|幣別|account|konto|compte|cuenta|conta|conto)\W{0,4}(?i:code|in|der|du|de la)?\W{0,4}(?<code>[A-Z]{3})\b|(?<=\()(?<code>[A-Z]{3})(?=\))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Words();

    [GeneratedRegex("original|foreign|local|fremd|ursprung|origin|oorspr|rate|kurs|外|交易地", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Foreign();

    [GeneratedRegex("balance|saldo|solde|kontostand|zůstatek|egyenleg|余额|餘額|残高|잔액", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Balance();

    [GeneratedRegex(@"^[^:]{0,40}:\s*", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Label();
}
