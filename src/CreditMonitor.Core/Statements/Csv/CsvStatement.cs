using System.Collections.Immutable;
using CreditMonitor.Core.Text;

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

        var own = table.Rows.Select(row => row[table.Columns.Date]).ToList();
        var (dates, ask) = FileDates.Of(own, table.Rows.Select(row => row[table.Columns.Posted]), table.Above, table.Beside, options, table.Dialect.Order ?? table.OwnOrder);
        if (dates is null)
        {
            return ask!;
        }

        var reading = new Reading(table, options, dates);
        foreach (var line in table.Before)
        {
            reading.Rows.Skip(line.Number, "stands above the table");
        }

        foreach (var row in table.Rows)
        {
            reading.Take(row);
        }

        if (dates.Latest is { } latest)
        {
            reading.Rows.Remark($"The dates have no year; each is taken as the latest such day up to {When.Day(latest)}.");
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
        private readonly FileDates _dates;
        private readonly string? _currency;
        private readonly int _decimals;
        private readonly bool _onlyCreditsMarked;
        private readonly char? _mark;
        private readonly bool _positive;
        private readonly (int Amount, int Currency, int Description)? _incoming;

        public Reading(CsvTable table, StatementOptions options, FileDates dates)
        {
            (_table, _columns, _options, _dates) = (table, table.Columns, options, dates);
            _currency = CsvCurrency.Of(table);
            _decimals = Currency.TryRead(_currency ?? options.Currency ?? table.Dialect.Currency, out var known) ? known.Decimals : 2;
            _mark = Mark();
            _onlyCreditsMarked = _columns.Direction >= 0 && table.Rows.All(row => CsvDirection.Of(row[_columns.Direction]) is null or -1);
            var shown = options.ChargesArePositive ?? table.Dialect.Sign switch { ChargeSign.Positive => true, ChargeSign.Negative => false, _ => CsvSigns.ArePositive(Figures()) };
            _positive = shown ?? false;
            if (shown is null && _columns.Amount >= 0 && _columns.Direction < 0)
            {
                Rows.Remark("Nothing shows which sign a charge has; negative amounts are taken to be charges, as with most banks. Say --charges positive where they are not.");
            }

            _incoming = table.Header is { } header && table.Dialect.Incoming is var (amount, currency, description) ? (header.Find(amount), header.Find(currency), header.Find(description)) : null;
        }

        public StatementRows Rows { get; } = new();

        public bool CurrencyMissing { get; private set; }

        public void Take(CsvLine row)
        {
            var status = row[_columns.Status].Trim().ToLowerInvariant();
            var direction = CsvDirection.Of(row[_columns.Direction]) ?? (_onlyCreditsMarked ? 1 : null);
            var dateCell = row[_columns.Date].Trim() is { Length: > 0 } own ? own : row[_columns.Posted].Trim();
            var waits = PendingWords.Contains(dateCell.ToLowerInvariant());
            var day = _dates.TryRead(dateCell, out var read) ? read : (DateOnly?)null;
            if (VoidWords.Contains(status) || (status == "refunded" && direction == 1))
            {
                Rows.Skip(row.Number, $"status {StatementText.Short(row[_columns.Status])}: no money moved");
            }
            else if (CsvMoves.WhyNone(row[_columns.Type].Trim()) is { } noPayment)
            {
                Rows.Skip(row.Number, noPayment);
            }
            else if (direction == 0)
            {
                Rows.Skip(row.Number, "moves money between one's own accounts");
            }
            else if (day is null && !waits)
            {
                SkipUndated(row.Number, dateCell);
            }
            else if (Amount(row, direction) is not { } amount)
            {
                Rows.SkipUnread(row.Number, $"{StatementText.Short(row[_columns.Amount >= 0 ? _columns.Amount : _columns.Debit])} is no amount".TrimStart());
            }
            else
            {
                Add(row, day, amount, direction, waits || PendingWords.Contains(status));
            }
        }

        private void SkipUndated(int line, string cell)
        {
            if (cell.Length == 0)
            {
                Rows.Skip(line, "has no date");
            }
            else
            {
                Rows.SkipUnread(line, $"{StatementText.Short(cell)} is no date");
            }
        }

        private void Add(CsvLine row, DateOnly? day, StatementAmount amount, int? direction, bool pending)
        {
            var incoming = direction == -1 ? _incoming : null;
            var column = incoming?.Amount ?? (_columns.Amount >= 0 ? _columns.Amount : _columns.Debit);
            var written = row[incoming?.Currency ?? _columns.Currency].Trim().ToUpperInvariant();
            var currency = (written.Length > 0 ? StatementAmount.CurrencyOf(written) : null) ?? Beside(amount) ?? _table.Header?.Currencies[column] ?? _currency ?? _options.Currency ?? _table.Dialect.Currency;
            if (currency is null)
            {
                CurrencyMissing = true;
                return;
            }

            var descriptor = StatementText.Collapse(row[_columns.Descriptor]);
            var description = Named(row, StatementText.Collapse(row[incoming?.Description ?? _columns.Description]), descriptor);
            Rows.Add(new CardRow(day, _dates.TryRead(row[_columns.Posted], out var posted) ? posted : null, Money.Of(amount.Value, currency), description.Length > 0 ? description : descriptor)
            {
                Line = row.Number,
                SourceId = row[_columns.Id].Trim().Trim('\'') is { Length: > 0 } id ? StatementText.Collapse(id) : null,
                Descriptor = descriptor.Length > 0 && descriptor != description ? descriptor : null,
                Pending = pending,
                Account = row[_columns.Account].Trim(),
            });
        }

        /// <summary>What stands beside the figure. The sign of yen is that of yuan too: what the file says elsewhere decides, and yen have no decimals.</summary>
        private string? Beside(StatementAmount amount) =>
            amount.Currency is not "JPY" || (_currency ?? _options.Currency) is not { } other ? (amount is { Currency: "JPY" } && amount.Value != Math.Truncate(amount.Value) ? "CNY" : amount.Currency) : other is "CNY" ? "CNY" : amount.Currency;

        /// <summary>The merchant may stand in another column than the first text: what names OpenAI is never left out.</summary>
        private string Named(CsvLine row, string description, string descriptor)
        {
            if (Statements.Descriptor.ConcernsOpenAI(description) || (descriptor.Length > 0 && Statements.Descriptor.ConcernsOpenAI(descriptor)))
            {
                return description;
            }

            var named = row.Cells.Where((cell, column) => column != _columns.Account && MayName(cell) && Statements.Descriptor.ConcernsOpenAI(cell)).FirstOrDefault();
            return named is null ? description : StatementText.Join(description, named);
        }

        /// <summary>Cheap, since most cells of most rows name nothing of the kind.</summary>
        private static bool MayName(string cell) =>
            cell.Length > 3 && WideText.Fold(cell) is var plain && (plain.Contains("pen", StringComparison.OrdinalIgnoreCase) || plain.Contains("chat", StringComparison.OrdinalIgnoreCase));

        private bool TryAmount(string cell, out StatementAmount amount) => StatementAmount.TryRead(cell, _mark, out amount, _decimals, _table.OwnOrder == DateOrder.DayFirst ? ',' : '.');

        private StatementAmount? Amount(CsvLine row, int? direction)
        {
            if (_columns.Amount < 0)
            {
                return Split(row);
            }

            if (!TryAmount(row[direction == -1 && _incoming is { } incoming ? incoming.Amount : _columns.Amount], out var amount))
            {
                return null;
            }

            var fee = TryAmount(row[_columns.Fee], out var beside) ? beside.Value : 0m;
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
            var isOut = TryAmount(row[_columns.Debit], out var debit);
            var isIn = TryAmount(row[_columns.Credit], out var credit);
            return isOut && (!isIn || credit.Value == 0m) ? debit with { Value = Math.Abs(debit.Value) }
                : isIn && (!isOut || debit.Value == 0m) ? credit with { Value = -Math.Abs(credit.Value) }
                : null;
        }

        private char? Mark()
        {
            var shown = _table.Rows.SelectMany(row => new[] { row[_columns.Amount], row[_columns.Debit], row[_columns.Credit] }).Select(StatementAmount.MarkShown).Where(mark => mark is not null).ToList();
            return shown.Count == 0 ? null : shown.Count(mark => mark == ',') > shown.Count(mark => mark == '.') ? ',' : '.';
        }

        private List<(string, string, decimal)> Figures() =>
            [.. _table.Rows.Select(row => (row[_columns.Description], string.Join(' ', row.Cells), TryAmount(row[_columns.Amount], out var amount) ? amount.Value : 0m))];
    }
}
