namespace CreditMonitor.Core.Ledger;

/// <summary>Where a grant's credit came from. The provider's help names both kinds (<c>facts/openai-billing.md</c> d).</summary>
public enum GrantKind
{
    /// <summary>Bought. Lapses one year after the purchase unless another date was given.</summary>
    Paid,

    /// <summary>Given: sign-up, event or compensation credit. Never lapses unless a date was given.</summary>
    Promotional,
}

/// <summary>Prepaid credit with a start and, mostly, an end. Never edited: burn-down yields balances, a void is a new fact.</summary>
/// <param name="Id">Unique in its organization; compared by ordinal.</param>
/// <param name="Amount">What was granted, not negative. Tax never becomes credit.</param>
/// <param name="EffectiveAt">First instant at which it can be spent (inclusive).</param>
/// <param name="ExpiresAt">First instant at which it no longer can (exclusive), as given by the owner or the provider; null when no date was given.</param>
/// <param name="VoidedAt">First instant at which it is withdrawn (exclusive end, like an expiry); null when it never was.</param>
/// <param name="PurchasedAt">The instant of payment where known; the dashboard back-dates <paramref name="EffectiveAt"/>.</param>
public sealed record CreditGrant(
    string Id,
    GrantKind Kind,
    Usd Amount,
    DateTimeOffset EffectiveAt,
    DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? VoidedAt = null,
    DateTimeOffset? PurchasedAt = null);
