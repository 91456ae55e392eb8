namespace CreditMonitor.Core.Ledger;

/// <summary>What may change which credit is there; the values are rule 3's order at one instant. Usage comes after all of them.</summary>
internal enum CutKind
{
    GrantEnds,
    Refund,
    GrantStarts,
    OwedIsTaken,
}

/// <summary>A point at which time is cut: between two cuts nothing but usage happens, so the burn order is walked, never rebuilt.</summary>
/// <param name="Lot">The grant concerned; null for a refund that names an unknown one.</param>
internal readonly record struct Cut(DateTimeOffset At, CutKind Kind, Lot? Lot, Refund? Refund = null) : IComparable<Cut>
{
    public static Cut[] Of(IReadOnlyCollection<Lot> lots, IReadOnlyDictionary<string, Lot> byId, IEnumerable<Refund> refunds)
    {
        var cuts = lots.Where(lot => !lot.Grant.IsNeverEffective).SelectMany(OfLife)
            .Concat(refunds.Select(refund => new Cut(refund.At, CutKind.Refund, byId.GetValueOrDefault(refund.GrantId), refund)))
            .ToArray();
        Array.Sort(cuts);
        return cuts;
    }

    public int CompareTo(Cut other)
    {
        var byInstant = At.CompareTo(other.At);
        var byKind = Kind.CompareTo(other.Kind);
        return byInstant != 0 ? byInstant
            : byKind != 0 ? byKind
            : Refund is { } refund && other.Refund is { } another ? FactOrder.Compare(refund, another)
            : 0;
    }

    private static IEnumerable<Cut> OfLife(Lot lot)
    {
        yield return new Cut(lot.Grant.EffectiveAt, CutKind.GrantStarts, lot);
        yield return new Cut(lot.Grant.EffectiveAt, CutKind.OwedIsTaken, lot);
        if (lot.Grant.End is { } end)
        {
            yield return new Cut(end, CutKind.GrantEnds, lot);
        }
    }
}
