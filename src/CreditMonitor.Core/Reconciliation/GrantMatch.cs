using System.Collections.Immutable;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>A payment for credit, and the grant that came of it.</summary>
/// <param name="Grant">Null: none.</param>
/// <param name="IsShort">The grant is worth less than was bought.</param>
public sealed record CreditedPurchase(BillingRecord Purchase, GrantRecord? Grant, bool IsShort)
{
    /// <summary>The normal delay is minutes, a day at the most.</summary>
    public static readonly TimeSpan Normal = TimeSpan.FromHours(24);

    /// <summary>Whether credit was seen within a day of the payment.</summary>
    public bool InTime => Grant is not null && Grant.ObservedAt - Purchase.PaidAt <= Normal;
}

/// <summary>Purchases and grants find each other: by the page's link, else by amount and the time at which the grant was seen. A grant may be late by weeks; the page's own dates are no help.</summary>
internal static class GrantMatch
{
    private const int Abstain = 1_000;

    /// <summary>Late credit is rare: where all can have come within a day, they have.</summary>
    private const int Late = 200;

    /// <summary>The dashboard dates a purchase back to the last day of the month before.</summary>
    private static readonly TimeSpan BackDated = TimeSpan.FromDays(32);

    /// <summary>A receipt may be dated when it arrived, a day or two after; a grant may be declared by its day alone.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromHours(48);
    private static readonly TimeSpan Latest = TimeSpan.FromDays(14);

    /// <summary>One grant is worth at least so much of what was bought, or it is another's.</summary>
    private const decimal LeastShare = 0.5m;

    public static ImmutableArray<CreditedPurchase> All(IEnumerable<BillingRecord> records, ImmutableArray<GrantRecord> grants)
    {
        var purchases = records.Where(record => record is { BuysCredit: true, Failed: false }).OrderBy(record => record.PaidAt).ThenBy(record => record.Id, StringComparer.Ordinal).ToImmutableArray();
        var free = grants.Where(grant => grant.IsPaid).OrderBy(grant => grant.ObservedAt).ThenBy(grant => grant.Id, StringComparer.Ordinal).ToList();
        var found = new Dictionary<string, GrantRecord>(StringComparer.Ordinal);
        foreach (var purchase in purchases)
        {
            if (free.Find(grant => grant.PurchaseId == purchase.Id) is { } linked)
            {
                found[purchase.Id] = linked;
                free.Remove(linked);
            }
        }

        free.RemoveAll(grant => grant.PurchaseId is not null);
        Pair(purchases, free, found, (grant, credits) => credits is { } worth && worth.Currency == grant.Amount.Currency && (grant.Amount - worth).Size.Amount <= 0.01m);
        Pair(purchases, free, found, (_, credits) => credits is null);
        Pair(purchases, free, found, (grant, credits) => credits is { } worth && worth.Currency == grant.Amount.Currency && grant.Amount < worth && grant.Amount.Amount >= worth.Amount * LeastShare);
        return [.. purchases.Select(purchase => new CreditedPurchase(purchase, found.GetValueOrDefault(purchase.Id), found.TryGetValue(purchase.Id, out var grant) && purchase.Credits is { } credits && credits.Currency == grant.Amount.Currency && (credits - grant.Amount).Amount > 0.01m && !(purchase.IsTaxUnknown && UsualTax.Explains(credits, grant.Amount))))];
    }

    private static void Pair(ImmutableArray<BillingRecord> purchases, List<GrantRecord> free, Dictionary<string, GrantRecord> found, Func<GrantRecord, Money?, bool> fits)
    {
        var open = purchases.Where(purchase => !found.ContainsKey(purchase.Id)).ToList();
        var pairings = open.SelectMany((purchase, left) => free.Select((grant, right) => (grant, right))
            .Where(one => fits(one.grant, purchase.Credits))
            .Select(one => (one.right, Price: DelayPrice(one.grant, purchase)))
            .Where(one => one.Price is not null)
            .Select(one => new Pairing(left, one.right, one.Price!.Value)));
        var partners = Assignment.Solve(open.Count, free.Count, pairings, Abstain);
        for (var left = 0; left < open.Count; left++)
        {
            if (partners[left] >= 0)
            {
                found[open[left].Id] = free[partners[left]];
            }
        }

        free.RemoveAll(found.ContainsValue);
    }

    /// <summary>Grows ever more slowly: nearly all credit comes within minutes, and what does not may come at any time; so one late grant is likelier than two that are a little late.</summary>
    private static int? DelayPrice(GrantRecord grant, BillingRecord purchase)
    {
        var delay = Seen(grant, purchase) - purchase.PaidAt;
        if (grant.IsBackDated && delay <= TimeSpan.Zero && -delay <= BackDated)
        {
            return Late;
        }

        if (delay < -Before || delay > Latest)
        {
            return null;
        }

        var minutes = (int)Math.Abs(delay.TotalMinutes) + 4;
        var doublings = 0;
        for (var left = minutes; left > 1; left /= 2)
        {
            doublings++;
        }

        // Between the powers of two in a straight line, in fiftieths.
        var rest = (minutes * 50 / (1 << doublings)) - 50;
        return (((doublings * 50) + rest) * (delay < TimeSpan.Zero ? 2 : 1) / 2) + (grant.ObservedAt - purchase.PaidAt > CreditedPurchase.Normal ? Late : 0);
    }

    private static DateTimeOffset Seen(GrantRecord grant, BillingRecord purchase) =>
        grant.EffectiveAt >= purchase.PaidAt && grant.EffectiveAt <= grant.ObservedAt ? grant.EffectiveAt : grant.ObservedAt;
}
