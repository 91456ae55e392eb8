namespace CreditMonitor.Core.Ledger;

/// <summary>When credit ends, as closely as anybody can say: the provider names no time of day and its dashboard moves dates to month boundaries
///.</summary>
/// <param name="Earliest">First instant at which it may be gone (exclusive end, UTC): the first of the purchase month, one year on. Alerts go by it.</param>
/// <param name="Latest">First instant at which it is certainly gone (exclusive end, UTC): one year after the purchase. The ledger burns by it.</param>
/// <param name="IsExact">The date was given: both ends are that instant.</param>
/// <param name="PurchasedAt">The purchase instant that was reckoned with, UTC.</param>
/// <param name="BackDated">The purchase is known only from a start on the last day of a month, where the dashboard puts purchases of the month after as well.</param>
public sealed record ExpiryRange(DateTimeOffset Earliest, DateTimeOffset Latest, bool IsExact, DateTimeOffset PurchasedAt, bool BackDated)
{
    /// <summary>First day of the month that <see cref="PurchasedAt"/> lies in.</summary>
    public DateOnly PurchaseMonth => FirstOfMonth(PurchasedAt);

    /// <summary>First day of the month in which the purchase may as well have been made; null unless <see cref="BackDated"/>. Texts name both.</summary>
    public DateOnly? AlternativePurchaseMonth => BackDated ? PurchaseMonth.AddMonths(1) : null;

    /// <param name="receiptAt">The instant of a matched receipt; counts when the grant has no purchase instant of its own.</param>
    /// <returns>Null when the grant never expires.</returns>
    public static ExpiryRange? Of(CreditGrant grant, DateTimeOffset? receiptAt = null)
    {
        var known = grant.PurchasedAt ?? receiptAt;
        var purchasedAt = (known ?? grant.EffectiveAt).ToUniversalTime();
        if (grant.ExpiresAt is { } given)
        {
            return new ExpiryRange(given.ToUniversalTime(), given.ToUniversalTime(), IsExact: true, purchasedAt, BackDated: false);
        }

        if (grant.LapsesAt is null)
        {
            return null;
        }

        var monthBegan = new DateTimeOffset(FirstOfMonth(purchasedAt).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return new ExpiryRange(
            Anniversary.Of(monthBegan),
            Anniversary.Of(purchasedAt),
            IsExact: false,
            purchasedAt,
            BackDated: known is null && purchasedAt.Day == DateTime.DaysInMonth(purchasedAt.Year, purchasedAt.Month));
    }

    private static DateOnly FirstOfMonth(DateTimeOffset instant) => new(instant.UtcDateTime.Year, instant.UtcDateTime.Month, 1);
}

public static class LedgerEnd
{
    /// <summary>The grant with the range's latest instant as its expiry, so that the ledger never understates the balance; unchanged when it never expires.</summary>
    /// <remarks>Take the range first: afterwards the date looks given.</remarks>
    public static CreditGrant WithLedgerEnd(this CreditGrant grant, DateTimeOffset? receiptAt = null) =>
        ExpiryRange.Of(grant, receiptAt) is { } range ? grant with { ExpiresAt = range.Latest } : grant;
}
