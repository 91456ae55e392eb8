using System.Collections.Immutable;

namespace CreditMonitor.Core.Statements.Csv;

/// <param name="Number">Of the line where the record begins, from 1; a quoted cell may hold line breaks.</param>
public sealed record CsvLine(int Number, ImmutableArray<string> Cells)
{
    /// <summary>Rows may be shorter than the header.</summary>
    public string this[int column] => column >= 0 && column < Cells.Length ? Cells[column] : "";

    public bool IsBlank => Cells.All(string.IsNullOrWhiteSpace);
}
