using System.Collections.Immutable;

namespace CreditMonitor.Core.Statements.Csv;

/// <summary>CSV of any bank, once it is split into cells: the dialect by its header, else the columns by their words, else by what stands in them.</summary>
internal static class CsvStatement
{
    private static readonly string[] PendingWords = ["pending", "vorgemerkt", "authorised", "authorized", "authorization", "processing", "in process", "hold", "temporary hold", "ausstehend", "en attente", "pendiente", "pendente", "in sospeso"];

    private static readonly string[] VoidWords = ["failed", "cancelled", "canceled", "reverted", "declined", "reversed", "voided", "void", "denied", "expired", "rejected", "blocked", "storniert", "abgelehnt"];

    public static StatementRead Read(ImmutableArray<CsvLine> lines, StatementOptions options)
    {
        var filled = lines.Where(line => !line.IsBlank).ToImmutableArray();
        if (CsvTable.Find(filled, options) is not { } table)
        {
            return NoTable(filled, options);
        }

        var dates = table.Rows.SelectMany(row => new[] { row[table.Columns.Date], row[table.Columns.Posted] }).ToList();
        var order = options.DateOrder ?? StatementDates.Shown(dates) ?? table.Dialect.Order;
        if (order is null && dates.Find(StatementDates.NeedsOrder) is { } open)
        {
            return StatementRows.NeedsOrder(open);
        }

        var reading = new Reading(table, options, order);
        foreach (var line in table.Before)
        {
            reading.Rows.Skip(line.Number, "stands above the table");
        }

        foreach (var row in table.Rows)
        {
            reading.Take(row);
        }

        return reading.CurrencyMissing ? StatementRows.NeedsCurrency() : reading.Rows.Read("csv", table.Dialect.Name);
    }

    private static StatementRead.Invalid NoTable(ImmutableArray<CsvLine> lines, StatementOptions options)
    {
        const string Advice = "pass --columns, such as --columns date=Day,amount=Total,description=Text";
        return lines.IsEmpty ? new StatementRead.Invalid("holds no rows.")
            : options.Columns.IsEmpty && options.Format is { } only && CsvDialects.Has(only) ? new StatementRead.Invalid($"has no header of the dialect {only}; leave --format out, or name the columns with --columns.", OptionMissing: true)
            : CsvTable.Nearest(lines) is var (line, columns) ? new StatementRead.Invalid($"line {line.Number}: looks like a header, but which column holds the {columns.Missing} is not told by {StatementText.Collapse(string.Join(", ", line.Cells))}; {Advice}.", OptionMissing: true)
            : new StatementRead.Invalid($"has no header with a date, an amount and a description; {Advice}.", OptionMissing: true);
    }

    private sealed class Reading
    {
        private readonly CsvTable _table;
        private readonly CsvColumns _columns;
        private readonly StatementOptions _options;
        private readonly DateOrder? _order;
        private readonly char? _mark;
        private readonly bool _positive;
        private readonly (int Amount, int Currency, int Description)? _incoming;

        public Reading(CsvTable table, StatementOptions options, DateOrder? order)
        {
            (_table, _columns, _options, _order) = (table, table.Columns, options, order);
            _mark = Mark();
            _positive = options.ChargesArePositive ?? table.Dialect.Sign switch { ChargeSign.Positive => true, ChargeSign.Negative => false, _ => CsvSigns.ArePositive(Figures()) };
            _incoming = table.Header is { } header && table.Dialect.Incoming is var (amount, currency, description) ? (header.Find(amount), header.Find(currency), header.Find(description)) : null;
        }

        public StatementRows Rows { get; } = new();

        public bool CurrencyMissing { get; private set; }

        public void Take(CsvLine row)
        {
            var status = row[_columns.Status].Trim().ToLowerInvariant();
            var direction = CsvDirection.Of(row[_columns.Direction]);
            var dateCell = row[_columns.Date].Trim() is { Length: > 0 } own ? own : row[_columns.Posted].Trim();
            var waits = PendingWords.Contains(dateCell.ToLowerInvariant());
            var day = StatementDates.TryRead(dateCell, _order, out var read) ? read : (DateOnly?)null;
            if (VoidWords.Contains(status) || (status == "refunded" && direction == 1))
            {
                Rows.Skip(row.Number, $"status {StatementText.Short(row[_columns.Status])}: no money moved");
            }
            else if (direction == 0)
            {
                Rows.Skip(row.Number, "moves money between one's own accounts");
            }
            else if (day is null && !waits)
            {
                Rows.Skip(row.Number, dateCell.Length == 0 ? "has no date" : $"{StatementText.Short(dateCell)} is no date");
            }
            else if (Amount(row, direction) is not { } amount)
            {
                Rows.Skip(row.Number, $"{StatementText.Short(row[_columns.Amount >= 0 ? _columns.Amount : _columns.Debit])} is no amount".TrimStart());
            }
            else
            {
                Add(row, day, amount, direction, waits || PendingWords.Contains(status));
            }
        }

        private void Add(CsvLine row, DateOnly? day, StatementAmount amount, int? direction, bool pending)
        {
            var incoming = direction == -1 ? _incoming : null;
            var column = incoming?.Amount ?? (_columns.Amount >= 0 ? _columns.Amount : _columns.Debit);
            var written = row[incoming?.Currency ?? _columns.Currency].Trim().ToUpperInvariant();
            var currency = (written.Length > 0 ? StatementAmount.CurrencyOf(written) : null) ?? amount.Currency ?? _table.Header?.Currencies[column] ?? _options.Currency ?? _table.Dialect.Currency;
            if (currency is null)
            {
                CurrencyMissing = true;
                return;
            }

            var descriptor = StatementText.Collapse(row[_columns.Descriptor]);
            var description = StatementText.Collapse(row[incoming?.Description ?? _columns.Description]);
            Rows.Add(new CardRow(day, StatementDates.TryRead(row[_columns.Posted], _order, out var posted) ? posted : null, Money.Of(amount.Value, currency), description.Length > 0 ? description : descriptor)
            {
                Line = row.Number,
                SourceId = row[_columns.Id].Trim().Trim('\'') is { Length: > 0 } id ? StatementText.Collapse(id) : null,
                Descriptor = descriptor.Length > 0 && descriptor != description ? descriptor : null,
                Pending = pending,
                Account = row[_columns.Account].Trim(),
            });
        }

        private StatementAmount? Amount(CsvLine row, int? direction)
        {
            if (_columns.Amount < 0)
            {
                return Split(row);
            }

            if (!StatementAmount.TryRead(row[direction == -1 && _incoming is { } incoming ? incoming.Amount : _columns.Amount], _mark, out var amount))
            {
                return null;
            }

            var fee = StatementAmount.TryRead(row[_columns.Fee], _mark, out var beside) ? beside.Value : 0m;
            var size = Math.Abs(amount.Value);
            var credit = amount.Credit ?? MarkedBeside(row);
            var charge = direction is { } way ? (way > 0 ? size : -size) : credit is { } isCredit ? (isCredit ? -size : size) : _positive ? amount.Value : -amount.Value;
            return amount with { Value = direction == -1 ? charge : charge + fee };
        }

        /// <summary>CR or DR in a column without a name.</summary>
        private bool? MarkedBeside(CsvLine row)
        {
            for (var column = 0; _table.Header is { } header && column < row.Cells.Length; column++)
            {
                if ((column >= header.Names.Length || header.Names[column].Length == 0) && row[column].Trim() is "CR" or "DR")
                {
                    return row[column].Trim() == "CR";
                }
            }

            return null;
        }

        /// <summary>Out and in as two columns; some banks write what is out with a minus all the same.</summary>
        private StatementAmount? Split(CsvLine row)
        {
            var isOut = StatementAmount.TryRead(row[_columns.Debit], _mark, out var debit);
            var isIn = StatementAmount.TryRead(row[_columns.Credit], _mark, out var credit);
            return isOut && (!isIn || credit.Value == 0m) ? debit with { Value = Math.Abs(debit.Value) }
                : isIn && (!isOut || debit.Value == 0m) ? credit with { Value = -Math.Abs(credit.Value) }
                : null;
        }

        private char? Mark()
        {
            var shown = _table.Rows.SelectMany(row => new[] { row[_columns.Amount], row[_columns.Debit], row[_columns.Credit] }).Select(StatementAmount.MarkShown).Where(mark => mark is not null).ToList();
            return shown.Count == 0 ? null : shown.Count(mark => mark == ',') > shown.Count(mark => mark == '.') ? ',' : '.';
        }

        private List<(string, decimal)> Figures() =>
            [.. _table.Rows.Select(row => (row[_columns.Description], StatementAmount.TryRead(row[_columns.Amount], _mark, out var amount) ? amount.Value : 0m))];
    }
}
