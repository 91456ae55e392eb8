using System.Collections.Immutable;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Core.Facts;

/// <summary>A payment for credit, and the grant that came of it.</summary>
/// <param name="Grant">Null: none is known yet.</param>
/// <param name="Short">The grant is worth so much less than was promised; zero otherwise.</param>
public sealed record PurchaseMatch(Receipt Receipt, CreditGrant? Grant, Usd Short)
{
    /// <summary>A grant may be declared a little before its receipt arrives.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromHours(2);

    /// <summary>Reports of hours and rarely days until credit is there (<c>facts/openai-billing.md</c> d).</summary>
    private static readonly TimeSpan After = TimeSpan.FromDays(14);

    /// <summary>The dashboard dates a purchase back to the last day of the month before (<c>facts/openai-billing.md</c> d).</summary>
    private static readonly TimeSpan BackDated = TimeSpan.FromDays(32);

    /// <summary>Payments and grants find each other by amount and time, each once: payments in their order, the nearest grant first. A grant that is worth less than promised
    /// is taken when none is worth as much.</summary>
    public static ImmutableArray<PurchaseMatch> All(IEnumerable<Receipt> receipts, ImmutableArray<CreditGrant> grants)
    {
        var free = grants.Where(grant => grant.Kind == GrantKind.Paid).ToList();
        var purchases = receipts.Where(receipt => receipt is { IsPurchase: true, Claimed: false }).OrderBy(receipt => receipt.At).ThenBy(receipt => receipt.Id, StringComparer.Ordinal).ToList();
        var whole = purchases.ToDictionary(receipt => receipt.Id, receipt => Take(free, receipt, grant => receipt.Promised is not { } promised || IsWorth(grant, promised)), StringComparer.Ordinal);
        return
        [
            .. purchases.Select(receipt =>
            {
                if (whole[receipt.Id] is { } grant)
                {
                    return new PurchaseMatch(receipt, grant, Usd.Zero);
                }

                var less = receipt.Promised is { } promised ? Take(free, receipt, candidate => candidate.Amount < promised && candidate.Amount.Amount >= promised.Amount / 2m) : null;
                return new PurchaseMatch(receipt, less, less is null ? Usd.Zero : receipt.Promised!.Value - less.Amount);
            }),
        ];
    }

    private static bool IsWorth(CreditGrant grant, Usd promised) => Math.Abs(grant.Amount.Amount - promised.Amount) <= 0.01m;

    private static CreditGrant? Take(List<CreditGrant> free, Receipt receipt, Func<CreditGrant, bool> fits)
    {
        var found = free.Where(grant => IsNear(grant, receipt) && fits(grant)).MinBy(grant => ((grant.PurchasedAt ?? grant.EffectiveAt) - receipt.At).Duration());
        if (found is not null)
        {
            free.Remove(found);
        }

        return found;
    }

    private static bool IsNear(CreditGrant grant, Receipt receipt)
    {
        var at = grant.PurchasedAt ?? grant.EffectiveAt;
        return (at >= receipt.At - Before && at <= receipt.At + After) || (IsBackDated(at) && at <= receipt.At && receipt.At - at <= BackDated);
    }

    /// <summary>Midnight of a month's last day: what the dashboard shows, and no instant of a payment.</summary>
    private static bool IsBackDated(DateTimeOffset at) => at.UtcDateTime.TimeOfDay == TimeSpan.Zero && at.UtcDateTime.AddDays(1).Day == 1;
}
