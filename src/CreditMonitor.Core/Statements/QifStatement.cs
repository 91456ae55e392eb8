using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Statements;

/// <summary>QIF: a letter and its value on each line, ^ ends a record. It names no currency, and dates are ordered as in the country of the bank.</summary>
internal static class QifStatement
{
    public static StatementRead Read(string text, StatementOptions options)
    {
        if (options.Currency is not { } currency)
        {
            return StatementRows.NeedsCurrency();
        }

        var rows = new StatementRows();
        var records = Records(text, rows);
        var dates = records.Select(record => record.Date).ToList();
        var (read, ask) = FileDates.Of(dates, [], [], [], options, null);
        if (read is null)
        {
            return ask!;
        }

        var mark = records.Select(record => StatementAmount.MarkShown(record.Amount)).FirstOrDefault(shown => shown is not null);
        foreach (var record in records)
        {
            if (!read.TryRead(record.Date, out var day))
            {
                rows.SkipUnread(record.Line, $"D {StatementText.Short(record.Date)} is no date");
            }
            else if (!StatementAmount.TryRead(record.Amount, mark, out var amount))
            {
                rows.SkipUnread(record.Line, $"T {StatementText.Short(record.Amount)} is no amount");
            }
            else
            {
                rows.Add(new CardRow(day, null, Money.Of(-amount.Value, currency), record.Description) { Line = record.Line });
            }
        }

        return rows.Read("qif", "qif");
    }

    private static List<Record> Records(string text, StatementRows rows)
    {
        var records = new List<Record>();
        var (kind, line, record) = ("", 0, new Record(0));
        foreach (var whole in text.Split('\n'))
        {
            line++;
            var value = whole.Trim().TrimStart('\uFEFF');
            if (value.StartsWith('!'))
            {
                kind = value.StartsWith("!Type:", StringComparison.OrdinalIgnoreCase) ? value[6..].Trim().ToUpperInvariant() : value.StartsWith("!Account", StringComparison.OrdinalIgnoreCase) ? "ACCOUNT" : kind;
            }
            else if (value.StartsWith('^'))
            {
                End(record, kind, records, rows);
                record = new Record(0);
            }
            else if (value.Length > 0)
            {
                record = record.With(line, value[0], value[1..].Trim());
            }
        }

        End(record, kind, records, rows);
        return records;
    }

    private static void End(Record record, string kind, List<Record> records, StatementRows rows)
    {
        if (record.Line > 0 && kind is "BANK" or "CCARD" or "CASH" or "OTH A" or "OTH L" or "")
        {
            records.Add(record);
        }
        else if (record.Line > 0 && kind is not "ACCOUNT")
        {
            rows.Skip(record.Line, $"the list {StatementText.Short(kind)} holds no movements of a card or account");
        }
    }

    private sealed record Record(int Line, string Date = "", string Amount = "", string Payee = "", string Memo = "")
    {
        public string Description => StatementText.Join(Payee, Memo);

        /// <summary>Splits (S, E, $) are parts of T, and clearing marks say nothing here.</summary>
        public Record With(int line, char letter, string value)
        {
            var begun = this with { Line = Line == 0 ? line : Line };
            return letter switch
            {
                'D' => begun with { Date = value },
                'T' => begun with { Amount = value },
                'U' when Amount.Length == 0 => begun with { Amount = value },
                'P' => begun with { Payee = value },
                'M' => begun with { Memo = value },
                _ => begun,
            };
        }
    }
}
