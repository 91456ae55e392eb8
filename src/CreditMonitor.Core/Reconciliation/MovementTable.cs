using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Statements;
using CreditMonitor.Core.Statements.Csv;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>Card movements out of statements, and out of the table that tools for reconciliation exchange (<c>samples/recon/README.md</c>).</summary>
public static class MovementTable
{
    private static readonly string[] Required = ["row", "export", "charge_id", "date", "amount", "currency", "description", "status"];

    private static readonly string[] Optional = ["posted", "original_amount", "original_currency", "type"];

    /// <summary>The first line names the columns of that table.</summary>
    public static bool IsIts(ImmutableArray<CsvLine> lines) => !lines.IsEmpty && Required.All(name => lines[0].Cells.Contains(name));

    /// <returns>The movements, and a sentence for each line that is none, which begins with its number.</returns>
    public static (ImmutableArray<CardMovement> Movements, ImmutableArray<string> Faults) Read(ImmutableArray<CsvLine> lines)
    {
        if (Twice(lines[0]) is { } twice)
        {
            return ([], [$"line {lines[0].Number}: the column {twice} is there twice; which of them counts cannot be known."]);
        }

        var columns = Columns(lines[0]);
        var movements = ImmutableArray.CreateBuilder<CardMovement>();
        var faults = ImmutableArray.CreateBuilder<string>();
        var rows = new HashSet<int>();
        foreach (var line in lines.Skip(1).Where(line => !line.IsBlank))
        {
            string Cell(string name) => columns.TryGetValue(name, out var index) && index < line.Cells.Length ? line.Cells[index].Trim() : "";
            if (Movement(Cell) is { } movement && rows.Add(movement.Row))
            {
                movements.Add(movement);
            }
            else
            {
                faults.Add($"line {line.Number}: expected a row number that is not used twice, a date such as 2026-03-01, an amount such as 12.50, and a currency such as USD.");
            }
        }

        return (movements.ToImmutable(), faults.ToImmutable());
    }

    /// <summary>A column that nobody asks for may be there as often as it likes.</summary>
    private static string? Twice(CsvLine header) =>
        Required.Concat(Optional).FirstOrDefault(name => header.Cells.Count(cell => cell == name) > 1);

    private static Dictionary<string, int> Columns(CsvLine header) =>
        Required.Concat(Optional).Select(name => (Name: name, Index: header.Cells.IndexOf(name))).Where(column => column.Index >= 0)
            .ToDictionary(column => column.Name, column => column.Index, StringComparer.Ordinal);

    /// <summary>Rows are numbered in the order given, from 1; a pending row without a day cannot be compared and is left out.</summary>
    /// <param name="statements">One file each.</param>
    public static ImmutableArray<CardMovement> Of(IEnumerable<(string File, ImmutableArray<CardRow> Rows)> statements)
    {
        var number = 0;
        return
        [
            .. statements.SelectMany(statement => statement.Rows.Where(row => row.Day is not null).Select(row => new CardMovement(++number, statement.File, row))),
        ];
    }

    private static CardMovement? Movement(Func<string, string> cell)
    {
        if (!int.TryParse(cell("row"), NumberStyles.None, CultureInfo.InvariantCulture, out var row) || !InstantText.TryReadDay(cell("date"), out var day) || Amount(cell("amount"), cell("currency")) is not { } amount)
        {
            return null;
        }

        return new CardMovement(row, cell("export"), new CardRow(day, InstantText.TryReadDay(cell("posted"), out var posted) ? posted : null, amount, cell("description"))
        {
            Line = row,
            SourceId = cell("charge_id"),
            Original = Amount(cell("original_amount"), cell("original_currency"))?.Size,
            Type = cell("type"),
            Pending = cell("status") == "pending",
        });
    }

    private static Money? Amount(string text, string code) =>
        Currency.TryRead(code, out var currency) && decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount) && Math.Abs(amount) < 1_000_000_000_000m
            ? new Money(amount, currency) : null;
}
