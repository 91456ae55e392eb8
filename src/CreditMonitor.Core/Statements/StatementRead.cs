using System.Collections.Immutable;

namespace CreditMonitor.Core.Statements;

/// <param name="Format">A format or a CSV dialect by name; null: found out from the content.</param>
/// <param name="Currency">For files that name none; ISO 4217.</param>
/// <param name="DateOrder">For dates such as 03/04/2026; null: the dialect's, or what the file's other dates show.</param>
public sealed record StatementOptions(string? Format = null, string? Currency = null, DateOrder? DateOrder = null)
{
    /// <summary>Names of columns by what they hold (<c>date</c>, <c>posted</c>, <c>amount</c>, <c>debit</c>, <c>credit</c>, <c>currency</c>, <c>description</c>, <c>id</c>, <c>status</c>), for a CSV whose header says it otherwise.</summary>
    public ImmutableDictionary<string, string> Columns { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The day of the import: nothing was posted later. Null: unknown, so that nothing is decided by it.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>Whether a charge is positive in the file; null: the dialect's way, or what the file's rows show.</summary>
    public bool? ChargesArePositive { get; init; }
}

/// <summary>What came of reading a statement.</summary>
public abstract record StatementRead
{
    private StatementRead()
    {
    }

    /// <param name="Format"><c>csv</c>, <c>ofx1</c>, <c>ofx2</c>, <c>qfx</c>, <c>qif</c>, <c>camt053</c> or <c>mt940</c>.</param>
    /// <param name="Dialect">Whose CSV it is, or the message's version.</param>
    public sealed record Ok(string Format, string Dialect, ImmutableArray<CardRow> Rows, ImmutableArray<SkippedRow> Skipped) : StatementRead
    {
        /// <summary>What was taken for granted to read it, a sentence each.</summary>
        public ImmutableArray<string> Remarks { get; init; } = [];
    }

    /// <param name="Problem">What is wrong and what to do, as a sentence that the file's name and a colon begin.</param>
    /// <param name="OptionMissing">The file is well, but it cannot be told what it means without an option.</param>
    public sealed record Invalid(string Problem, bool OptionMissing = false) : StatementRead;
}
