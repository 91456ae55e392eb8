namespace CreditMonitor.Core.Ledger;

/// <summary>Facts are checked where they are read; what still arrives wrong here is a bug, hence exceptions.</summary>
internal static class FactCheck
{
    public static void ThrowIfContradictory(LedgerFacts facts)
    {
        ThrowIfRepeated(facts.Grants.Select(grant => grant.Id), "grants have the id");
        ThrowIfRepeated(facts.BillingModes.Select(span => span.From), "billing modes begin at");
        var total = Usd.Zero;
        foreach (var used in facts.Usage)
        {
            total += NotNegative(used.Amount, nameof(facts.Usage));
        }

        total += Usd.Sum(facts.Grants.Select(grant => NotNegative(grant.Amount, nameof(facts.Grants))));
        total += Usd.Sum(facts.Refunds.Select(refund => NotNegative(refund.Amount, nameof(facts.Refunds))));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(total, Usd.LargestExactSum, nameof(facts));
    }

    private static void ThrowIfRepeated<T>(IEnumerable<T> keys, string what)
    {
        var seen = new HashSet<T>();
        foreach (var key in keys)
        {
            if (!seen.Add(key))
            {
                throw new ArgumentException($"Two {what} {key}.", nameof(keys));
            }
        }
    }

    private static Usd NotNegative(Usd amount, string where) => amount >= Usd.Zero
        ? amount
        : throw new ArgumentOutOfRangeException(where, amount.ToExactString(), "An amount is negative.");
}
