using System.Collections.Immutable;
using System.Text;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Statements.Csv;

/// <summary>Header cells as names to compare: lower case, without punctuation, and with the currency taken out of <c>Amount (EUR)</c> and <c>Umsatz in EUR</c>.</summary>
internal sealed class CsvHeader
{
    public CsvHeader(CsvLine line)
    {
        Line = line;
        var cells = line.Cells.Select(NameOf).ToList();
        Names = [.. cells.Select(cell => cell.Name)];
        Currencies = [.. cells.Select(cell => cell.Currency)];
    }

    public CsvLine Line { get; }

    public ImmutableArray<string> Names { get; }

    public ImmutableArray<string?> Currencies { get; }

    public int Find(string name) => name.Length == 0 ? -1 : Names.IndexOf(name);

    /// <summary>The first column whose name holds one of the words and none of those that mean another thing; words in the order of their worth.</summary>
    public int FindHolding(ImmutableArray<string> words, ImmutableArray<string> not) =>
        words.Select(word => Names.IndexOf(Names.FirstOrDefault(name => Holds(name, word) && !not.Any(other => Holds(name, other))) ?? "\n")).FirstOrDefault(column => column >= 0, -1);

    /// <summary>Languages without spaces hold words anywhere; others as words or their beginnings and ends.</summary>
    private static bool Holds(string name, string word) =>
        name.IndexOf(word, StringComparison.Ordinal) is >= 0 and var at && (word[0] >= '\u2E80' || word.Length > 4 || ((at == 0 || name[at - 1] == ' ') && (at + word.Length == name.Length || name[at + word.Length] == ' ')));

    /// <summary>Several bear one name where a bank repeats it, such as the currency behind each amount: the one behind <paramref name="column"/>.</summary>
    public int FindNear(ImmutableArray<string> names, int column) =>
        column >= 0 && column + 1 < Names.Length && names.Contains(Names[column + 1]) && Names.Count(name => name == Names[column + 1]) > 1 ? column + 1 : Find(names);

    /// <summary>The first column that bears one of the names, the earlier name first.</summary>
    public int Find(ImmutableArray<string> names) => names.Select(name => Find(name)).FirstOrDefault(column => column >= 0, -1);

    public static (string Name, string? Currency) NameOf(string cell)
    {
        string? currency = null;
        var text = WideText.Fold(cell).Trim().Trim('"').TrimStart('#').Trim();
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open >= 0 && text.IndexOf(')', open) is > 0 and var close && StatementAmount.CurrencyOf(text[(open + 1)..close].Trim().ToUpperInvariant()) is { } named && (named != "UTC"))
        {
            (text, currency) = (text[..open] + text[(close + 1)..], named);
        }

        var name = Plain(text);
        var last = name[(name.LastIndexOf(' ') + 1)..];
        if (currency is null && last.Length == 3 && last.Length < name.Length && text.TrimEnd().EndsWith(last.ToUpperInvariant(), StringComparison.Ordinal) && IsWidelyUsed(last.ToUpperInvariant()))
        {
            (name, currency) = (name[..^4].EndsWith(" in", StringComparison.Ordinal) ? name[..^7] : name[..^4], last.ToUpperInvariant());
        }

        if (currency is null && Spelled(last) is { } spelled && last.Length < name.Length)
        {
            (name, currency) = (name[..^(last.Length + 1)], spelled);
        }

        return (name, currency);
    }

    /// <summary><c>Débit euros</c></summary>
    private static string? Spelled(string word) => word switch { "euro" or "euros" => "EUR", "pounds" => "GBP", "yen" => "JPY", "rupees" => "INR", _ => null };

    private static bool IsWidelyUsed(string currency) => currency is "USD" or "EUR" or "GBP" or "CHF" or "CAD" or "AUD" or "NZD" or "JPY" or "SEK" or "NOK" or "DKK" or "PLN" or "CZK" or "HUF" or "BRL" or "INR" or "SGD" or "HKD" or "MXN" or "ZAR";

    private static string Plain(string text)
    {
        var built = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c) || c is '#' or '$')
            {
                built.Append(char.ToLowerInvariant(c));
            }
            else if (built is [.., not ' '])
            {
                built.Append(' ');
            }
        }

        return built.ToString().TrimEnd();
    }
}
