namespace CreditMonitor.Core.Ledger;

/// <summary>The one place that knows which grant is spent before which (rule 2). A total order: ids are unique.</summary>
/// <remarks>Compares the expiry and not the end: a void does not change a grant's place.</remarks>
internal sealed class GrantBurnOrder(BurnOrder order) : IComparer<CreditGrant>
{
    public int Compare(CreditGrant? x, CreditGrant? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var byKind = PaidLast(x).CompareTo(PaidLast(y));
        var byExpiry = NeverLast(x).CompareTo(NeverLast(y));
        var (first, second) = order == BurnOrder.PromotionalFirst ? (byKind, byExpiry) : (byExpiry, byKind);
        return first != 0 ? first
            : second != 0 ? second
            : x.EffectiveAt.CompareTo(y.EffectiveAt) is var byStart and not 0 ? byStart
            : string.CompareOrdinal(x.Id, y.Id);
    }

    private static bool PaidLast(CreditGrant grant) => grant.Kind == GrantKind.Paid;

    private static (bool Never, DateTimeOffset? At) NeverLast(CreditGrant grant) => (grant.LapsesAt is null, grant.LapsesAt);
}
