using System.Collections.Immutable;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Core.Records;

/// <summary>What is left of each grant by the table, beside what the ledger says.</summary>
public static class GrantRemains
{
    /// <summary>A day's spend may not be published yet.</summary>
    private const decimal LeastDifference = 1m;

    private const decimal Share = 0.02m;

    /// <returns>One sentence for people where the sums agree and the parts do not: the order in which credit is used is another one than assumed. Null when nothing contradicts.</returns>
    public static string? Contradiction(ImmutableArray<DashboardMatch> matches, LedgerState ledger, BurnOrder order)
    {
        var parts = matches.Where(match => match.Known is not null && match.Row.IsAvailable)
            .Select(match => (match.Row, match.Grant, Left: ledger.Grants.FirstOrDefault(balance => balance.Grant.Id == match.Grant.Id)?.Remaining)).Where(part => part.Left is not null)
            .Select(part => (part.Row, part.Grant, Left: part.Left!.Value, Off: part.Row.Remaining - part.Left!.Value)).ToList();
        var (more, less) = (parts.Where(part => part.Off >= Tolerance(part.Grant)).ToList(), parts.Where(part => -part.Off >= Tolerance(part.Grant)).ToList());
        var sum = Usd.Sum(parts.Select(part => part.Off));
        if (more.Count == 0 || less.Count == 0 || Math.Abs(sum.Amount) > Math.Max(LeastDifference, 0.25m * Usd.Sum(more.Select(part => part.Off)).Amount))
        {
            return null;
        }

        var shown = string.Join(" and ", more.Concat(less).Select(part => $"{part.Row.Remaining} left of {part.Grant.Id} where the ledger has {part.Left}"));
        var (untouched, used) = (more[0].Grant, less[0].Grant);
        var other = order == BurnOrder.PromotionalFirst ? "soonest_expiring_first" : "promotional_first";
        return $"The table shows {shown}. The sum agrees, so the likely cause is the order in which credit is used: {used.Id} is used before {untouched.Id}. "
            + $"Either set the organization's BurnOrder to {other}, or {untouched.Id} is not usable for what you call, and paid credit pays: ask OpenAI's support. Until then what runs out and what expires are wrong here.";
    }

    private static Usd Tolerance(CreditGrant grant) => new(Math.Max(LeastDifference, grant.Amount.Amount * Share));
}
