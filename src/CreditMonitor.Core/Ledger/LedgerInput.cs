using System.Collections.Immutable;
using CreditMonitor.Core.Ledger.Documents;

namespace CreditMonitor.Core.Ledger;

/// <summary>What came of reading a ledger document: facts that a replay accepts, or everything that is wrong with it.</summary>
public abstract record LedgerInput
{
    private LedgerInput()
    {
    }

    /// <param name="Remarks">Sentences on what was read but not as written: decimals dropped. At most <see cref="LedgerDocument.MaxFaults"/>.</param>
    public sealed record Ok(LedgerFacts Facts, ImmutableArray<string> Remarks) : LedgerInput;

    /// <param name="Errors">One sentence each, beginning with the JSON path; the first <see cref="LedgerDocument.MaxFaults"/> of them.</param>
    /// <param name="Total">How many there were in all.</param>
    public sealed record Invalid(ImmutableArray<string> Errors, int Total) : LedgerInput;
}
