using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Core.Monitoring;

/// <summary>What the ledger replays for an organization.</summary>
public static class OrganizationLedger
{
    /// <summary>The state at an instant, what happens at that very instant included: a grant that ends now is over now.</summary>
    public static LedgerState At(LedgerFacts facts, DateTimeOffset instant) => CreditLedger.Replay(facts, instant.AddTicks(1));

    /// <summary>Past days are drawn at their last instant; the running day's partial figure at the instant it was read, so that it counts now.
    /// Days before the first declared grant were paid for by something nobody declared, and are no debt of this credit's.</summary>
    /// <param name="organization">With the grants that were told of merged in.</param>
    public static LedgerFacts Facts(WatchedOrganization organization, CostHistory history, DateTimeOffset now)
    {
        var first = organization.Grants.IsEmpty ? DateOnly.MinValue : DateOnly.FromDateTime(organization.Grants.Min(grant => grant.EffectiveAt).UtcDateTime);
        var usage = history.Days.Values.Where(day => day.Day >= first).Select(day => CostHistory.DayEnd(day.Day) <= now
            ? Usage.OfDay(day.Day, day.Amount)
            : new Usage(null, (day.AsOf < now ? day.AsOf : now) - TimeSpan.FromTicks(1), day.Amount));    // an answer comes a moment after the poll that asked began
        return new LedgerFacts([.. organization.Grants.Select(grant => grant.WithLedgerEnd())], [.. usage], [])
        {
            BurnOrder = organization.BurnOrder,
            BillingModes = organization.BillingModes,
        };
    }
}
