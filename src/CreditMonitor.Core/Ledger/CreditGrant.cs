namespace CreditMonitor.Core.Ledger;

/// <summary>Where a grant's credit came from. The provider's help names both kinds.</summary>
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
/// <param name="ExpiresAt">First instant at which it no longer can (exclusive), as given by the owner or the provider; null when no date was given
/// (see <see cref="NeverExpires"/> for one that was said to have none).</param>
/// <param name="VoidedAt">First instant at which it is withdrawn (exclusive end, like an expiry); null when it never was.</param>
/// <param name="PurchasedAt">The instant of payment where known; the dashboard back-dates <paramref name="EffectiveAt"/>.</param>
public sealed record CreditGrant(
    string Id,
    GrantKind Kind,
    Usd Amount,
    DateTimeOffset EffectiveAt,
    DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? VoidedAt = null,
    DateTimeOffset? PurchasedAt = null)
{
    /// <summary>Whoever told of the grant said outright that it has no expiry. Without this a paid grant without a date ends after a year.
    /// A given <see cref="ExpiresAt"/> goes before it.</summary>
    public bool NeverExpires { get; init; }

    /// <summary>The expiry by which the ledger burns (exclusive): the given one, else one year after <see cref="EffectiveAt"/> for paid credit
    /// (29 February: 28 February, in UTC); null is never.</summary>
    public DateTimeOffset? LapsesAt => ExpiresAt ?? (NeverExpires || Kind == GrantKind.Promotional ? null : Anniversary.Of(EffectiveAt));

    /// <summary>The earlier of <see cref="LapsesAt"/> and <see cref="VoidedAt"/> (exclusive); null is never.</summary>
    public DateTimeOffset? End => (LapsesAt, VoidedAt) switch
    {
        ({ } lapse, { } voided) => lapse <= voided ? lapse : voided,
        var (lapse, voided) => lapse ?? voided,
    };

    /// <summary>True when the end is the withdrawal. An expiry at the same instant goes first and leaves a void nothing to take.</summary>
    public bool EndsByVoid => VoidedAt is { } voided && (LapsesAt is not { } lapse || voided < lapse);

    /// <summary>True when its end is not after its start, so that no instant can spend it.</summary>
    public bool IsNeverEffective => End <= EffectiveAt;

    /// <summary>Start inclusive, end exclusive (rule 1); says nothing about whether anything is left.</summary>
    public bool IsUsableAt(DateTimeOffset instant) => EffectiveAt <= instant && !(End <= instant);
}
