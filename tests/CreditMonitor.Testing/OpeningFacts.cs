using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Testing;

/// <summary>A closing state written again as the opening facts of a new ledger: each grant with what it had left, in the same place of the burn order, and
/// what was owed as one usage just before.</summary>
internal static class OpeningFacts
{
    public static LedgerFacts Of(LedgerState state, LedgerFacts facts) => facts with
    {
        Grants = [.. state.Grants.Select(balance => balance.Grant with { Amount = balance.Remaining + balance.Pending + balance.NeverEffective })],
        Usage =
        [
            new Usage("owed", state.AsOf.AddTicks(-1), state.Overage),
            .. facts.Usage.Where(used => used.At >= state.AsOf),
        ],
        Refunds = [.. facts.Refunds.Where(refund => refund.At >= state.AsOf)],
        BillingModes = [.. facts.BillingModes.Where(span => span.From < state.AsOf).OrderBy(span => span.From).TakeLast(1)
            .Select(span => span with { From = state.AsOf }).Where(span => !facts.BillingModes.Any(other => other.From == state.AsOf)),
            .. facts.BillingModes.Where(span => span.From >= state.AsOf)],
    };
}
