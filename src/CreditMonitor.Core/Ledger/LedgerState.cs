using System.Collections.Immutable;

namespace CreditMonitor.Core.Ledger;

/// <summary>Where a grant is in its life at an instant.</summary>
public enum GrantState
{
    /// <summary>Not yet effective.</summary>
    Pending,

    /// <summary>Usable, with something left.</summary>
    Active,

    /// <summary>Ended by use or refund before its end: nothing is left.</summary>
    Exhausted,

    /// <summary>Its expiry passed.</summary>
    Expired,

    /// <summary>It was withdrawn.</summary>
    Voided,

    /// <summary>Its end is not after its start, so that it never could be used.</summary>
    NeverEffective,
}

/// <summary>Where every cent of one grant is. Amount = the sum of all seven (rule 8).</summary>
/// <param name="End">The earlier of expiry and void, exclusive; null is never.</param>
public sealed record GrantBalance(
    CreditGrant Grant,
    DateTimeOffset? End,
    GrantState State,
    Usd Consumed,
    Usd Expired,
    Usd Voided,
    Usd Refunded,
    Usd NeverEffective,
    Usd Pending,
    Usd Remaining);

/// <summary>Usage, or what was owed, taken from a grant.</summary>
/// <param name="At">When it was taken: the usage's instant, or for what was owed the instant the grant became effective.</param>
public sealed record Draw(DateTimeOffset At, string GrantId, Usd Amount);

/// <summary>A fact that the ledger could not honour in full.</summary>
/// <param name="Kind"><c>refund_unmet</c>.</param>
/// <param name="Id">The fact's id, or for a refund without one the grant's.</param>
/// <param name="Amount">The part that was not honoured.</param>
public sealed record LedgerAnomaly(string Kind, string Id, Usd Amount);

/// <summary>The state just before <paramref name="AsOf"/>: facts before it count, facts at it do not.</summary>
/// <param name="Balance">What all usable grants have left together.</param>
/// <param name="Overage">Usage owed because no usable grant covered it; never beside a positive balance (rule 4).</param>
/// <param name="DueOnInvoice">Usage left uncovered while billed monthly: due on invoices, never taken from a grant. Total since the first fact.</param>
/// <param name="TotalUsage">All usage before <paramref name="AsOf"/> = consumed + overage + due on invoice.</param>
/// <param name="Grants">In burn order.</param>
/// <param name="Draws">In the order in which they were taken.</param>
public sealed record LedgerState(
    DateTimeOffset AsOf,
    Usd Balance,
    Usd Overage,
    Usd DueOnInvoice,
    Usd TotalUsage,
    ImmutableArray<GrantBalance> Grants,
    ImmutableArray<Draw> Draws,
    ImmutableArray<LedgerAnomaly> Anomalies)
{
    /// <summary>The parts of <see cref="DueOnInvoice"/> by the UTC month whose invoice they are on, ascending; empty while billed prepaid.</summary>
    public ImmutableArray<MonthDue> DueByMonth { get; init; } = [];
}

/// <summary>Usage of a UTC month that no credit covered while billed monthly.</summary>
/// <param name="Month">Its first day.</param>
public sealed record MonthDue(DateOnly Month, Usd Amount);
