using System.Collections.Immutable;

namespace CreditMonitor.Core.Ledger;

/// <summary>Which usable grant is spent first. See rule 2 of the ledger's README; a void never changes a grant's place.</summary>
public enum BurnOrder
{
    /// <summary>Promotional before paid, then soonest expiry, earliest effective, id. The provider's current help.</summary>
    PromotionalFirst,

    /// <summary>Soonest expiry, then promotional before paid, earliest effective, id. The provider's older help.</summary>
    SoonestExpiringFirst,
}

/// <summary>How usage that no credit covers is settled.</summary>
public enum BillingMode
{
    /// <summary>It is owed (overage) and taken, oldest first, from the next grant that becomes effective.</summary>
    Prepaid,

    /// <summary>It falls due on the month's invoice and is never taken from a later grant.</summary>
    Monthly,
}

/// <summary>From <paramref name="From"/> on (inclusive, UTC) the organization is billed in <paramref name="Mode"/>.</summary>
public sealed record BillingModeSpan(DateTimeOffset From, BillingMode Mode);

/// <summary>Usage that cost money at an instant.</summary>
/// <param name="At">When it is drawn. A whole UTC day is drawn at its last instant: use <see cref="OfDay"/>.</param>
/// <param name="Amount">Not negative: a refund is a fact of its own.</param>
public sealed record Usage(string? Id, DateTimeOffset At, Usd Amount)
{
    /// <summary>The usage of a whole UTC day, drawn at the day's last instant (rule 6).</summary>
    public static Usage OfDay(DateOnly day, Usd amount, string? id = null) =>
        new(id, new DateTimeOffset(day.ToDateTime(TimeOnly.MaxValue), TimeSpan.Zero), amount);
}

/// <summary>Money given back for a grant; takes at most what the grant has left while it is usable (rule 5).</summary>
public sealed record Refund(string? Id, DateTimeOffset At, string GrantId, Usd Amount);

/// <summary>All that a replay looks at. The result depends on these alone, never on their order (rule 7).</summary>
public sealed record LedgerFacts(
    ImmutableArray<CreditGrant> Grants,
    ImmutableArray<Usage> Usage,
    ImmutableArray<Refund> Refunds)
{
    public BurnOrder BurnOrder { get; init; } = BurnOrder.PromotionalFirst;

    /// <summary>Ascending by <see cref="BillingModeSpan.From"/>; before the first one the mode is prepaid. Empty: prepaid throughout.</summary>
    public ImmutableArray<BillingModeSpan> BillingModes { get; init; } = [];
}
