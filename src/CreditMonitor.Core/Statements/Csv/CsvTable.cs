using System.Collections.Immutable;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Statements.Csv;

/// <summary>Where the rows begin and which column holds what.</summary>
internal sealed record CsvTable(CsvDialect Dialect, CsvHeader? Header, CsvColumns Columns, ImmutableArray<CsvLine> Rows, ImmutableArray<CsvLine> Before)
{
    /// <summary>Preambles are shorter.</summary>
    private const int HeaderWithin = 60;

    private static readonly CsvDialect Generic = new("generic", []);

    /// <returns>Null when neither header words nor contents tell date, amount and description.</returns>
    public static CsvTable? Find(ImmutableArray<CsvLine> lines, StatementOptions options)
    {
        var only = options.Format is { } format && CsvDialects.Has(format) ? format : null;
        for (var at = 0; at < Math.Min(lines.Length, HeaderWithin); at++)
        {
            var header = new CsvHeader(lines[at]);
            var dialect = CsvDialects.Match(header, only) ?? (only is null ? Generic : null);
            var columns = dialect?.Columns(header).Named(header, options.Columns);
            if (columns is { IsComplete: true } && !StatementDates.TryRead(lines[at][columns.Date], DateOrder.DayFirst, out _))
            {
                var rows = lines[(at + 1)..];
                return new CsvTable(dialect!, header, WithDirection(WithCurrency(columns, rows), rows), rows, lines[..at]);
            }
        }

        return only is null && options.Columns.IsEmpty ? Headerless(lines) : null;
    }

    /// <summary>The line that looks most like a header, for saying what it lacks.</summary>
    public static (CsvLine Line, CsvColumns Columns)? Nearest(ImmutableArray<CsvLine> lines) => lines.Take(HeaderWithin)
        .Select(line => (line, CsvColumns.Of(new CsvHeader(line)))).Where(one => one.Item2.Known > 0).OrderByDescending(one => one.Item2.Known).Select(one => ((CsvLine, CsvColumns)?)one).FirstOrDefault();

    private static CsvTable? Headerless(ImmutableArray<CsvLine> lines)
    {
        var first = lines.TakeWhile(line => !line.Cells.Any(IsDate)).Count();
        var rows = lines[first..];
        if (first >= HeaderWithin || rows.IsEmpty || CsvContents.Columns(rows, hasWords: first > 0) is not { } columns)
        {
            return null;
        }

        var dialect = rows.All(row => row[2] == "*" && row.Cells.Length == 5) ? new CsvDialect("wellsfargo", [], ChargeSign.Negative, DateOrder.MonthFirst, "USD")
            : rows.All(row => row.Cells.Length == 6 && IsDate(row[2]) && IsDate(row[3])) ? new CsvDialect("easybank", [], ChargeSign.Negative, DateOrder.DayFirst)
            : new CsvDialect("headerless", []);
        return new CsvTable(dialect, null, WithDirection(columns, rows), rows, lines[..first]);
    }

    private static bool IsDate(string cell) => StatementDates.TryRead(cell, DateOrder.DayFirst, out _) || StatementDates.TryRead(cell, DateOrder.MonthFirst, out _);

    /// <summary><c>Valuta</c> is a date in some languages and a currency in others.</summary>
    private static CsvColumns WithCurrency(CsvColumns columns, ImmutableArray<CsvLine> rows) =>
        columns is { Currency: < 0, Posted: >= 0 } && !rows.IsEmpty && rows.All(row => row[columns.Posted].Trim() is { Length: 3 } code && StatementAmount.CurrencyOf(code) is not null) ? columns with { Currency = columns.Posted, Posted = -1 } : columns;

    /// <summary>A column that says nothing but debit and credit, whatever its name.</summary>
    private static CsvColumns WithDirection(CsvColumns columns, ImmutableArray<CsvLine> rows)
    {
        if (columns.Direction >= 0 || columns.Amount < 0)
        {
            return columns;
        }

        var width = rows.IsEmpty ? 0 : rows.Max(row => row.Cells.Length);
        var direction = Enumerable.Range(0, width).FirstOrDefault(
            column => rows.Any(row => CsvDirection.Of(row[column]) is not null) && rows.All(row => row[column].Trim().Length == 0 || CsvDirection.Of(row[column]) is not null), -1);
        return direction == columns.Description ? columns : columns with { Direction = direction };
    }
}

/// <summary>Words for the way money goes.</summary>
internal static class CsvDirection
{
    /// <returns>1: out; -1: in; 0: neither, between one's own accounts; null: no such word.</returns>
    public static int? Of(string cell) => cell.Trim().ToUpperInvariant() switch
    {
        "DEBIT" or "DR" or "D" or "DBIT" or "OUT" or "AF" or "SOLL" or "S" or "CHARGE" or "DÉBIT" or "DÉBITO" or "DEBITO" => 1,
        "CREDIT" or "CR" or "C" or "CRDT" or "IN" or "BIJ" or "HABEN" or "H" or "CRÉDIT" or "CRÉDITO" or "CREDITO" => -1,
        "NEUTRAL" => 0,
        _ => null,
    };
}
