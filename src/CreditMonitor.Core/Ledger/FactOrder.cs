namespace CreditMonitor.Core.Ledger;

/// <summary>Puts facts into the order in which they happened, whatever order they were written in (rule 7): by instant, then id by ordinal
/// (none first), then amount. Facts that are still equal are interchangeable.</summary>
internal static class FactOrder
{
    private static readonly Comparer<Usage> OfOneInstant = Comparer<Usage>.Create(CompareAtOneInstant);

    public static int Compare(Refund left, Refund right)
    {
        var byInstant = left.At.CompareTo(right.At);
        var byId = byInstant != 0 ? byInstant : string.CompareOrdinal(left.Id, right.Id);
        var byGrant = byId != 0 ? byId : string.CompareOrdinal(left.GrantId, right.GrantId);
        return byGrant != 0 ? byGrant : left.Amount.CompareTo(right.Amount);
    }

    /// <summary>Sorts by ticks first, which costs a fraction of comparing ids, and settles ties after; sorted input is only looked at.</summary>
    public static Usage[] Sorted(IReadOnlyList<Usage> usage)
    {
        var sorted = usage.ToArray();
        if (!IsSorted(sorted))
        {
            var ticks = Array.ConvertAll(sorted, one => one.At.UtcTicks);
            Array.Sort(ticks, sorted);
            SettleTies(ticks, sorted);
        }

        return sorted;
    }

    private static bool IsSorted(Usage[] usage)
    {
        for (var i = 1; i < usage.Length; i++)
        {
            var byInstant = usage[i - 1].At.CompareTo(usage[i].At);
            if (byInstant > 0 || (byInstant == 0 && CompareAtOneInstant(usage[i - 1], usage[i]) > 0))
            {
                return false;
            }
        }

        return true;
    }

    private static void SettleTies(long[] ticks, Usage[] usage)
    {
        for (int start = 0, end; start < ticks.Length; start = end)
        {
            for (end = start + 1; end < ticks.Length && ticks[end] == ticks[start]; end++)
            {
            }

            Array.Sort(usage, start, end - start, OfOneInstant);
        }
    }

    private static int CompareAtOneInstant(Usage left, Usage right) =>
        string.CompareOrdinal(left.Id, right.Id) is var byId and not 0 ? byId : left.Amount.CompareTo(right.Amount);
}
