using System.Collections.Immutable;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Statements;

/// <summary>Gathers what a reader makes of its file.</summary>
internal sealed class StatementRows
{
    /// <summary>More movements than any card makes in ten years.</summary>
    private const int MostRows = 100_000;

    private readonly ImmutableArray<CardRow>.Builder _rows = ImmutableArray.CreateBuilder<CardRow>();
    private readonly ImmutableArray<SkippedRow>.Builder _skipped = ImmutableArray.CreateBuilder<SkippedRow>();

    private readonly ImmutableArray<string>.Builder _remarks = ImmutableArray.CreateBuilder<string>();
    private (int Line, string Reason)? _unread;
    private int _unreadRows;

    public void Add(CardRow row)
    {
        if (row.Amount.IsZero)
        {
            Skip(row.Line, "the amount is zero: a check of the card, or a hold that came to nothing");
        }
        else if (BalanceRows.IsOne(row.Description) && !row.IsOpenAI)
        {
            Skip(row.Line, "tells a balance and is no movement");
        }
        else if (_rows.Count < MostRows)
        {
            _rows.Add(row);
        }
    }

    public void Skip(int line, string reason)
    {
        if (_skipped.Count < MostRows)
        {
            _skipped.Add(new SkippedRow(line, reason));
        }
    }

    /// <summary>It was to be a movement, and cannot be read as one.</summary>
    public void SkipUnread(int line, string reason)
    {
        _unread ??= (line, reason);
        _unreadRows++;
        Skip(line, reason);
    }

    /// <summary>What was taken for granted, as a sentence.</summary>
    public void Remark(string sentence) => _remarks.Add(sentence);

    public StatementRead Read(string format, string dialect) =>
        _rows.Count == MostRows || _skipped.Count == MostRows ? new StatementRead.Invalid($"has {MostRows} movements or more; export a shorter time.")
        : _rows.Count == 0 && _unread is var (line, reason) ? new StatementRead.Invalid($"none of its rows can be read ({When.Count(_unreadRows, "row")}); line {line}: {reason}; pass --columns, such as --columns date=Day,amount=Total,description=Text, or export it in another format.", OptionMissing: true)
        : new StatementRead.Ok(format, dialect, StatementIds.Number(_rows), _skipped.ToImmutable()) { Remarks = _remarks.ToImmutable() };

    public static StatementRead.Invalid NeedsYear(string date) =>
        new($"date {StatementText.Short(date)} has no year, and the day of the import is not known to go by; add the year to the dates.", OptionMissing: true);

    public static StatementRead.Invalid NeedsCurrency() => new("does not say its currency; pass --currency, such as --currency USD.", OptionMissing: true);

    public static StatementRead.Invalid NeedsOrder(string date) =>
        new($"date {StatementText.Short(date)} can be read in two ways, and no other date in the file decides; pass --date-order mdy or --date-order dmy.", OptionMissing: true);
}
