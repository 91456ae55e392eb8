using CreditMonitor.Core;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Testing;

/// <summary>Facts put together one by one: <c>ALedger.With(grant).Using(5, at).Refunding("grant-100", 3, at)</c>.</summary>
internal static class ALedger
{
    public static LedgerFacts With(params CreditGrant[] grants) => new([.. grants], [], []);

    public static LedgerFacts Using(this LedgerFacts facts, decimal amount, DateTimeOffset at, string? id = null) =>
        facts with { Usage = facts.Usage.Add(new Usage(id, at, new Usd(amount))) };

    public static LedgerFacts UsingOn(this LedgerFacts facts, DateOnly day, decimal amount) =>
        facts with { Usage = facts.Usage.Add(Usage.OfDay(day, new Usd(amount))) };

    public static LedgerFacts Refunding(this LedgerFacts facts, string grantId, decimal amount, DateTimeOffset at, string? id = null) =>
        facts with { Refunds = facts.Refunds.Add(new Refund(id, at, grantId, new Usd(amount))) };

    public static LedgerFacts SoonestExpiringFirst(this LedgerFacts facts) => facts with { BurnOrder = BurnOrder.SoonestExpiringFirst };

    public static LedgerFacts BilledMonthlyFrom(this LedgerFacts facts, DateTimeOffset from) =>
        facts with { BillingModes = facts.BillingModes.Add(new BillingModeSpan(from, BillingMode.Monthly)) };

    public static LedgerFacts PrepaidFrom(this LedgerFacts facts, DateTimeOffset from) =>
        facts with { BillingModes = facts.BillingModes.Add(new BillingModeSpan(from, BillingMode.Prepaid)) };

    public static decimal RemainingOf(this LedgerState state, string id) => state.Of(id).Remaining.Amount;

    public static GrantBalance Of(this LedgerState state, string id) => state.Grants.Single(balance => balance.Grant.Id == id);
}
