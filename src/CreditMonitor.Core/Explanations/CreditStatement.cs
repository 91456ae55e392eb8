using System.Collections.Immutable;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Core.Explanations;

/// <summary>What became of one grant in the time of a statement.</summary>
public sealed record GrantMovement(string GrantId, Usd Granted, Usd Used, Usd Expired, Usd Voided, Usd Refunded);

/// <summary>Where the credit went between two instants. To the cent and beyond: <see cref="Opening"/> + <see cref="Granted"/> − <see cref="Covered"/> − <see cref="Owed"/> − <see cref="Expired"/> − <see cref="Voided"/> −
/// <see cref="Refunded"/> = <see cref="Closing"/>; a balance below zero is owed.</summary>
/// <param name="From">Inclusive, UTC.</param>
/// <param name="Until">Exclusive, UTC.</param>
/// <param name="Usage">All of it: covered, owed, and due on an invoice.</param>
/// <param name="Covered">Usage that credit of this time paid for at once.</param>
/// <param name="Owed">Usage that no credit covered; it is taken from the next grant.</param>
/// <param name="Due">Usage that falls due on the month's invoice, where the organization is billed in arrears: no credit pays for it.</param>
/// <param name="Grants">Those that moved, in the order in which they first did.</param>
public sealed record CreditStatement(
    DateTimeOffset From, DateTimeOffset Until, Usd Opening, Usd Granted, Usd Usage, Usd Covered, Usd Owed, Usd Due, Usd Expired, Usd Voided, Usd Refunded, Usd Closing, ImmutableArray<GrantMovement> Grants)
{
    public static CreditStatement Of(ImmutableArray<LedgerEntry> entries, DateTimeOffset from, DateTimeOffset until)
    {
        var within = entries.Where(entry => entry.At >= from && entry.At < until).ToImmutableArray();
        Usd Sum(LedgerEntryKind kind) => Usd.Sum(within.Where(entry => entry.Kind == kind).Select(entry => entry.Amount));
        var (owed, due) = (Usd.Sum(within.Select(entry => entry.Owed)), Usd.Sum(within.Select(entry => entry.Due)));
        var covered = Sum(LedgerEntryKind.Used);
        var opening = Usd.Sum(entries.Where(entry => entry.At < from).Select(ChangeOf));
        return new CreditStatement(
            from, until, opening, Sum(LedgerEntryKind.Granted), covered + owed + due, covered, owed, due, Sum(LedgerEntryKind.Expired), Sum(LedgerEntryKind.Voided), Sum(LedgerEntryKind.Refunded),
            opening + Usd.Sum(within.Select(ChangeOf)), Movements(within));
    }

    /// <summary>What an entry does to balance less overage. Taking what is owed from a new grant moves it from one to the other.</summary>
    private static Usd ChangeOf(LedgerEntry entry) => entry.Kind switch
    {
        LedgerEntryKind.Granted => entry.Amount,
        LedgerEntryKind.OwedTaken => Usd.Zero,
        _ => -(entry.Amount + entry.Owed),
    };

    private static ImmutableArray<GrantMovement> Movements(ImmutableArray<LedgerEntry> entries)
    {
        var parts = entries.SelectMany(entry => entry.Parts.Select(part => (entry.Kind, part.GrantId, Amount: part.Remaining))).GroupBy(part => part.GrantId, StringComparer.Ordinal);
        return [.. parts.Select(grant =>
        {
            Usd Sum(params LedgerEntryKind[] kinds) => Usd.Sum(grant.Where(part => kinds.Contains(part.Kind)).Select(part => part.Amount));
            return new GrantMovement(grant.Key, Sum(LedgerEntryKind.Granted), Sum(LedgerEntryKind.Used, LedgerEntryKind.OwedTaken), Sum(LedgerEntryKind.Expired), Sum(LedgerEntryKind.Voided), Sum(LedgerEntryKind.Refunded));
        })];
    }
}
