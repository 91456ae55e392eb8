using System.Collections.Immutable;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Statements.Csv;

/// <summary>Where the rows begin and which column holds what.</summary>
internal sealed record CsvTable(CsvDialect Dialect, CsvHeader? Header, CsvColumns Columns, ImmutableArray<CsvLine> Rows, ImmutableArray<CsvLine> Before)
{
    /// <summary>Preambles are shorter.</summary>
    private const int HeaderWithin = 60;

    /// <summary>Lines of words above a table without a header may hold a day, such as that of the balance.</summary>
    private const int MostDatedWords = 5;

    private static readonly CsvDialect Generic = new("generic", []);

    public IEnumerable<string> Above => Before.SelectMany(line => line.Cells);

    /// <summary>Everything in the rows but their own days.</summary>
    public IEnumerable<string> Beside => Rows.Take(200).SelectMany(row => row.Cells.Where((_, column) => column != Columns.Date && column != Columns.Posted));

    /// <summary>The order of days where the header is in a language whose countries all write the day first; of the East, the month.</summary>
    public DateOrder? OwnOrder => Header is null || Columns.Date < 0 ? null : Header.Names[Columns.Date] is var name && name.Any(c => c >= '\u2E80') ? DateOrder.MonthFirst
        : name == "data" || DayFirstWords.Any(word => name.Contains(word, StringComparison.Ordinal)) || Header.Names.Any(other => OfTheirLanguages.Any(word => other.StartsWith(word, StringComparison.Ordinal))) ? DateOrder.DayFirst : null;

    private static readonly ImmutableArray<string> OfTheirLanguages =
        ["libell", "débit", "crédit", "montant", "concepto", "importe", "importo", "descriz", "descripción", "descrição", "betrag", "verwendungszweck", "buchungstext", "beschreibung", "omschrijving", "bedrag", "belopp", "beløb", "beløp", "kwota", "opis", "histórico", "lançamento", "tekst", "causale", "částka", "összeg"];

    private static readonly ImmutableArray<string> DayFirstWords = ["datum", "fecha", "data ", "dato", "tag", "opération", "operazione", "lançamento", "transakcji", "operacji", "buchung", "valuta", "dateop", "kirjaus", "päivä", "dag"];

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
                var rows = CsvContinuations.Joined(lines[(at + 1)..], columns);
                return new CsvTable(dialect!, header, WithDirection(WithSplit(WithCurrency(columns, header, rows), rows), rows), rows, lines[..at]);
            }
        }

        return only is null && options.Columns.IsEmpty ? Headerless(lines) : null;
    }

    /// <summary>The line that looks most like a header, for saying what it lacks.</summary>
    public static (CsvLine Line, CsvColumns Columns)? Nearest(ImmutableArray<CsvLine> lines) => lines.Take(HeaderWithin)
        .Select(line => (line, CsvColumns.Of(new CsvHeader(line)))).Where(one => one.Item2.Known > 0).OrderByDescending(one => one.Item2.Known).Select(one => ((CsvLine, CsvColumns)?)one).FirstOrDefault();

    private static CsvTable? Headerless(ImmutableArray<CsvLine> lines)
    {
        var dated = lines.TakeWhile(line => !line.Cells.Any(IsDate)).Count();
        for (var first = dated; first <= Math.Min(dated + MostDatedWords, HeaderWithin - 1) && first < lines.Length; first++)
        {
            if (CsvContents.Columns([.. lines[first..].Where(row => row.Cells.Any(IsDate))], hasWords: first > 0) is { } columns)
            {
                return Headerless(lines, first, columns);
            }
        }

        return null;
    }

    private static CsvTable Headerless(ImmutableArray<CsvLine> lines, int first, CsvColumns columns)
    {
        var rows = lines[first..];
        var dialect = rows.All(row => row[2] == "*" && row.Cells.Length == 5) ? new CsvDialect("wellsfargo", [], ChargeSign.Negative, DateOrder.MonthFirst, "USD")
            : rows.All(row => row.Cells.Length == 6 && IsDate(row[2]) && IsDate(row[3])) ? new CsvDialect("easybank", [], ChargeSign.Negative, DateOrder.DayFirst)
            : new CsvDialect("headerless", []);
        return new CsvTable(dialect, null, WithDirection(columns, rows), rows, lines[..first]);
    }

    private static bool IsDate(string cell) => StatementDates.TryRead(cell, DateOrder.DayFirst, out _) || StatementDates.TryRead(cell, DateOrder.MonthFirst, out _);

    /// <summary>A column of codes is the currency whatever its name, such as <c>Valuta</c>, which is a date in other languages; not the merchant's own, and only where there is one.</summary>
    private static CsvColumns WithCurrency(CsvColumns columns, CsvHeader header, ImmutableArray<CsvLine> rows)
    {
        if (columns.Currency >= 0 || rows.IsEmpty)
        {
            return columns;
        }

        var codes = Enumerable.Range(0, header.Names.Length).Where(column => column != columns.Description && !CsvCurrency.IsForeign(header.Names[column])
            && rows.Any(row => row[column].Trim().Length == 3) && rows.All(row => row[column].Trim() is "" || (Currency.TryRead(row[column].Trim(), out var code) && code.IsListed))).ToList();
        return codes is [var only] ? columns with { Currency = only, Posted = columns.Posted == only ? -1 : columns.Posted } : columns;
    }

    /// <summary>Each row fills debit or credit, and an amount beside them: that one is the merchant's, or the same again.</summary>
    private static CsvColumns WithSplit(CsvColumns columns, ImmutableArray<CsvLine> rows)
    {
        if (columns.Beside is not var (debit, credit) || debit == columns.Amount || credit == columns.Amount)
        {
            return columns;
        }

        bool IsFigure(CsvLine row, int column) => StatementAmount.TryRead(row[column], null, out var amount) && amount.Value != 0m;
        var dated = rows.Where(row => row[columns.Date].Trim().Length > 0).ToList();
        return dated.Count > 0 && dated.TrueForAll(row => IsFigure(row, debit) != IsFigure(row, credit)) ? columns with { Amount = -1, Debit = debit, Credit = credit } : columns;
    }

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
        "DEBIT" or "DR" or "D" or "DBIT" or "OUT" or "AF" or "SOLL" or "S" or "CHARGE" or "DÉBIT" or "DÉBITO" or "DEBITO" or "DEBET" or "UIT" or "WITHDRAWAL" or "EXPENSE" or "PURCHASE" or "SALE" or "DÉPENSE" or "SALIDA" or "SAÍDA" or "SORTIE" or "USCITA" or "GASTO" or "WYDATEK" or "OBCIĄŻENIE" or "支出" or "支払" or "出金" or "借" or "출금" => 1,
        "CREDIT" or "CR" or "C" or "CRDT" or "IN" or "BIJ" or "HABEN" or "H" or "CRÉDIT" or "CRÉDITO" or "CREDITO" or "KREDIT" or "DEPOSIT" or "INCOME" or "REFUND" or "RETURN" or "ENTRADA" or "ENTRÉE" or "ENTRATA" or "INGRESO" or "RECETTE" or "UZNANIE" or "WPŁYW" or "收入" or "入金" or "貸" or "贷" or "입금" => -1,
        "NEUTRAL" or "不计收支" => 0,
        _ => null,
    };
}
