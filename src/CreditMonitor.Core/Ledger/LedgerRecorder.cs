using System.Collections.Immutable;

namespace CreditMonitor.Core.Ledger;

/// <summary>Writes down what a run moves. What moves nothing is not written.</summary>
internal sealed class LedgerRecorder
{
    private readonly ImmutableArray<LedgerEntry>.Builder entries = ImmutableArray.CreateBuilder<LedgerEntry>();

    public ImmutableArray<LedgerEntry> Entries => entries.ToImmutable();

    public void Started(DateTimeOffset at, Lot lot) => Add(at, LedgerEntryKind.Granted, null, [new GrantRemaining(lot.Grant.Id, lot.Grant.Amount)]);

    /// <summary>Told before the lot is stopped, while it still has what it loses.</summary>
    public void Ended(DateTimeOffset at, Lot lot) =>
        Add(at, lot.Grant.EndsByVoid ? LedgerEntryKind.Voided : LedgerEntryKind.Expired, null, [new GrantRemaining(lot.Grant.Id, lot.Left)]);

    public void GivenBack(Refund refund, Usd given) => Add(refund.At, LedgerEntryKind.Refunded, refund.Id, [new GrantRemaining(refund.GrantId, given)]);

    public void OwedTaken(DateTimeOffset at, ImmutableArray<Draw>.Builder draws, int from) => Add(at, LedgerEntryKind.OwedTaken, null, Parts(draws, from));

    public void Used(Usage used, ImmutableArray<Draw>.Builder draws, int from, Usd owed, Usd due) => Add(used.At, LedgerEntryKind.Used, used.Id, Parts(draws, from), owed, due);

    private void Add(DateTimeOffset at, LedgerEntryKind kind, string? factId, ImmutableArray<GrantRemaining> parts, Usd owed = default, Usd due = default)
    {
        if (parts.Any(part => part.Remaining.IsPositive) || owed.IsPositive || due.IsPositive)
        {
            entries.Add(new LedgerEntry(at.ToUniversalTime(), kind, factId, parts, owed, due));
        }
    }

    private static ImmutableArray<GrantRemaining> Parts(ImmutableArray<Draw>.Builder draws, int from)
    {
        var parts = ImmutableArray.CreateBuilder<GrantRemaining>(draws.Count - from);
        for (var i = from; i < draws.Count; i++)
        {
            parts.Add(new GrantRemaining(draws[i].GrantId, draws[i].Amount));
        }

        return parts.MoveToImmutable();
    }
}
