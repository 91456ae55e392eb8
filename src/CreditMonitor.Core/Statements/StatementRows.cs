using System.Collections.Immutable;

namespace CreditMonitor.Core.Statements;

/// <summary>Gathers what a reader makes of its file.</summary>
internal sealed class StatementRows
{
    /// <summary>More movements than any card makes in ten years.</summary>
    private const int MostRows = 100_000;

    private readonly ImmutableArray<CardRow>.Builder _rows = ImmutableArray.CreateBuilder<CardRow>();
    private readonly ImmutableArray<SkippedRow>.Builder _skipped = ImmutableArray.CreateBuilder<SkippedRow>();

    public void Add(CardRow row)
    {
        if (row.Amount.IsZero)
        {
            Skip(row.Line, "the amount is zero: a check of the card, or a hold that came to nothing");
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

    public StatementRead Read(string format, string dialect) =>
        _rows.Count == MostRows || _skipped.Count == MostRows
            ? new StatementRead.Invalid($"has {MostRows} movements or more; export a shorter time.")
            : new StatementRead.Ok(format, dialect, StatementIds.Number(_rows), _skipped.ToImmutable());

    public static StatementRead.Invalid NeedsCurrency() => new("does not say its currency; pass --currency, such as --currency USD.", OptionMissing: true);

    public static StatementRead.Invalid NeedsOrder(string date) =>
        new($"date {StatementText.Short(date)} can be read in two ways, and no other date in the file decides; pass --date-order mdy or --date-order dmy.", OptionMissing: true);
}
