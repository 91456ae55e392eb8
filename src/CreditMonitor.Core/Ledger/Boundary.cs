namespace CreditMonitor.Core.Ledger;

/// <summary>What may change which credit is there; the values are rule 3's order at one instant. Usage comes after all of them.</summary>
internal enum BoundaryKind
{
    GrantEnds,
    Refund,
    GrantStarts,
    OverageSettled,
}

/// <summary>A point at which time is cut: between two boundaries nothing but usage happens, so the burn order is walked, never rebuilt.</summary>
/// <param name="Lot">The grant concerned; null for a refund that names an unknown one.</param>
internal readonly record struct Boundary(DateTimeOffset At, BoundaryKind Kind, Lot? Lot, Refund? Refund = null) : IComparable<Boundary>
{
    public static Boundary[] Of(IReadOnlyCollection<Lot> lots, IReadOnlyDictionary<string, Lot> byId, IEnumerable<Refund> refunds)
    {
        var boundaries = lots.Where(lot => !lot.Grant.IsNeverEffective).SelectMany(OfLife)
            .Concat(refunds.Select(refund => new Boundary(refund.At, BoundaryKind.Refund, byId.GetValueOrDefault(refund.GrantId), refund)))
            .ToArray();
        Array.Sort(boundaries);
        return boundaries;
    }

    public int CompareTo(Boundary other)
    {
        var byInstant = At.CompareTo(other.At);
        var byKind = Kind.CompareTo(other.Kind);
        return byInstant != 0 ? byInstant
            : byKind != 0 ? byKind
            : Refund is { } refund && other.Refund is { } another ? FactOrder.Compare(refund, another)
            : 0;
    }

    private static IEnumerable<Boundary> OfLife(Lot lot)
    {
        yield return new Boundary(lot.Grant.EffectiveAt, BoundaryKind.GrantStarts, lot);
        yield return new Boundary(lot.Grant.EffectiveAt, BoundaryKind.OverageSettled, lot);
        if (lot.Grant.End is { } end)
        {
            yield return new Boundary(end, BoundaryKind.GrantEnds, lot);
        }
    }
}
