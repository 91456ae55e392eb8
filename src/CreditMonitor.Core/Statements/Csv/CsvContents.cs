using System.Collections.Immutable;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Statements.Csv;

/// <summary>Tells columns by what stands in them, for files without a header.</summary>
internal static class CsvContents
{
    private const int Looked = 200;

    /// <param name="hasWords">Words that are not understood stand above: then nothing is guessed between two figures, since one may be a balance.</param>
    public static CsvColumns? Columns(ImmutableArray<CsvLine> all, bool hasWords)
    {
        var rows = all.Where(row => !row.IsBlank).Take(Looked).ToList();
        if (rows.Count == 0)
        {
            return null;
        }

        var columns = Enumerable.Range(0, rows.Max(row => row.Cells.Length)).ToList();
        var dates = columns.Where(column => Every(rows, column, IsDate)).ToList();
        var amounts = columns.Where(column => !dates.Contains(column) && Every(rows, column, IsAmount)).ToList();
        var currency = columns.FirstOrDefault(column => Every(rows, column, cell => cell.Length == 3 && StatementAmount.CurrencyOf(cell) is not null), -1);
        var text = columns.Except(dates).Except(amounts).Where(column => column != currency).OrderByDescending(column => rows.Sum(row => row[column].Count(char.IsLetter))).Cast<int?>().FirstOrDefault();
        var (debit, credit) = Pair(rows, columns.Except(dates).Where(column => column != text).ToList());
        var amount = amounts.Where(column => rows.Any(row => HasDecimals(row[column]))).Concat(amounts).Cast<int?>().FirstOrDefault();
        var open = hasWords && debit < 0 && amounts.Count(column => rows.Exists(row => HasDecimals(row[column]))) > 1;
        return open || dates.Count == 0 || text is null || (amount is null && debit < 0) ? null : new CsvColumns
        {
            Date = dates[0],
            Posted = dates.Count > 1 ? dates[1] : -1,
            Description = text.Value,
            Debit = debit,
            Credit = credit,
            Amount = debit >= 0 ? -1 : amount!.Value,
            Currency = currency,
        };
    }

    /// <summary>Two columns of amounts of which each row fills exactly one: out, then in.</summary>
    private static (int Debit, int Credit) Pair(List<CsvLine> rows, List<int> columns)
    {
        bool Filled(CsvLine row, int column) => row[column].Trim().Length > 0;
        var some = columns.Where(column => rows.Any(row => Filled(row, column)) && rows.All(row => !Filled(row, column) || (IsAmount(row[column]) && HasDecimals(row[column])))).ToList();
        var pairs = some.Zip(some.Skip(1)).Where(pair => rows.TrueForAll(row => Filled(row, pair.First) != Filled(row, pair.Second))).ToList();
        return pairs.Count == 0 ? (-1, -1) : pairs[0];
    }

    private static bool Every(List<CsvLine> rows, int column, Func<string, bool> holds) => rows.TrueForAll(row => holds(row[column].Trim()));

    private static bool IsDate(string cell) => StatementDates.TryRead(cell, DateOrder.DayFirst, out _) || StatementDates.TryRead(cell, DateOrder.MonthFirst, out _);

    private static bool IsAmount(string cell) => cell.Length > 0 && StatementAmount.TryRead(cell, null, out _);

    private static bool HasDecimals(string cell) => StatementAmount.MarkShown(cell) is not null;
}
