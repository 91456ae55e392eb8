using System.Collections.Immutable;

namespace CreditMonitor.Core.Statements.Csv;

/// <summary>Whether a charge is positive in a file whose dialect is not known: payments and refunds go the other way, fees and OpenAI's rows are mostly charges, and so are most of all rows; undecided, a charge is negative, as with most banks.</summary>
internal static class CsvSigns
{
    private static readonly ImmutableArray<string> MoneyIn = ["THANK YOU", "AUTOPAY", "PAYMENT RECEIVED", "PAYMENT RECV", "REFUND", "AUTOMATIC PAYMENT", "ONLINE PAYMENT", "INTERNET PAYMENT", "EINZAHLUNG", "GUTSCHRIFT", "PAYROLL", "SALARY", "ERSTATTUNG", "REMBOURSEMENT", "PAGAMENTO RECEBIDO"];

    /// <param name="rows">Each row's text, all that its other cells say, and its figure as written.</param>
    /// <returns>Null when nothing decides.</returns>
    public static bool? ArePositive(IReadOnlyCollection<(string Text, string All, decimal Amount)> rows)
    {
        var votes = rows.Sum(row => Vote(row.Text, row.Amount)) is not 0 and var own ? own : rows.Sum(row => Vote(row.All, row.Amount));
        var (positive, negative) = (rows.Count(row => row.Amount > 0m), rows.Count(row => row.Amount < 0m));
        return votes != 0 ? votes > 0 : positive != negative ? positive > negative : null;
    }

    private static int Vote(string text, decimal amount)
    {
        var upper = text.ToUpperInvariant();
        var sign = Math.Sign(amount);
        return MoneyIn.Any(words => upper.Contains(words, StringComparison.Ordinal)) ? -sign : upper.Contains("FEE", StringComparison.Ordinal) || upper.Contains("OPENAI", StringComparison.Ordinal) ? sign : 0;
    }
}
