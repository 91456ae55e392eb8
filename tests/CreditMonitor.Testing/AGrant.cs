using CreditMonitor.Core;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Testing;

/// <summary>A paid grant named after its amount, effective from <see cref="Moments.Noon"/>, without a date of its own.</summary>
internal static class AGrant
{
    public static CreditGrant Of(decimal amount) =>
        new($"grant-{new Usd(amount).ToExactString()}", GrantKind.Paid, new Usd(amount), Moments.Noon);

    public static CreditGrant Named(this CreditGrant grant, string id) => grant with { Id = id };

    public static CreditGrant Promotional(this CreditGrant grant) => grant with { Kind = GrantKind.Promotional };

    public static CreditGrant EffectiveAt(this CreditGrant grant, DateTimeOffset instant) => grant with { EffectiveAt = instant };

    public static CreditGrant ExpiringAt(this CreditGrant grant, DateTimeOffset instant) => grant with { ExpiresAt = instant };

    public static CreditGrant NeverExpiring(this CreditGrant grant) => grant with { NeverExpires = true };

    public static CreditGrant VoidedAt(this CreditGrant grant, DateTimeOffset instant) => grant with { VoidedAt = instant };

    public static CreditGrant PurchasedAt(this CreditGrant grant, DateTimeOffset instant) => grant with { PurchasedAt = instant };
}
