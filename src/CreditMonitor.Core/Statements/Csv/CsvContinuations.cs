using System.Collections.Immutable;

namespace CreditMonitor.Core.Statements.Csv;

/// <summary>Descriptions of several lines that an export spread over several rows: those without a day and an amount belong to the row above them.</summary>
internal static class CsvContinuations
{
    private const int MostLines = 6;

    public static ImmutableArray<CsvLine> Joined(ImmutableArray<CsvLine> rows, CsvColumns columns)
    {
        var joined = ImmutableArray.CreateBuilder<CsvLine>(rows.Length);
        var lines = 0;
        foreach (var row in rows)
        {
            if (lines is > 0 and < MostLines && IsContinuation(row, columns))
            {
                var before = joined[^1];
                joined[^1] = before with { Cells = before.Cells.SetItem(columns.Description, $"{before[columns.Description]} {row[columns.Description]}") };
                lines++;
            }
            else
            {
                joined.Add(row);
                lines = row[columns.Date].Trim().Length > 0 && columns.Description < row.Cells.Length ? 1 : 0;
            }
        }

        return joined.ToImmutable();
    }

    private static bool IsContinuation(CsvLine row, CsvColumns columns) =>
        row[columns.Description].Trim() is { Length: > 0 } text && !text.StartsWith("Total", StringComparison.OrdinalIgnoreCase)
        && row.Cells.Index().All(cell => cell.Index == columns.Description || cell.Item.Trim().Length == 0);
}
