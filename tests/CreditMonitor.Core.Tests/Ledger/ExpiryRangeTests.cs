using CreditMonitor.Core.Ledger;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Ledger;

public class ExpiryRangeTests
{
    [Fact]
    public void A_given_date_is_exact()
    {
        var given = Moments.Utc("2027-01-05T08:00:00+02:00");

        var range = ExpiryRange.Of(AGrant.Of(1).ExpiringAt(given))!;

        Assert.Equal((given, given, true, false), (range.Earliest, range.Latest, range.IsExact, range.BackDated));
        Assert.Equal(TimeSpan.Zero, range.Latest.Offset);
    }

    [Fact]
    public void Without_a_date_credit_may_end_from_the_first_of_its_purchase_month_to_a_year_after_the_purchase()
    {
        var range = ExpiryRange.Of(AGrant.Of(1).PurchasedAt(Moments.Utc("2026-04-17T09:30:00Z")))!;

        Assert.Equal((Moments.Utc("2027-04-01T00:00:00Z"), Moments.Utc("2027-04-17T09:30:00Z"), false), (range.Earliest, range.Latest, range.IsExact));
    }

    [Fact]
    public void The_purchase_is_the_grants_own_instant_then_the_receipts_then_its_start()
    {
        var receipt = Moments.Utc("2026-04-02T00:00:00Z");
        var own = Moments.Utc("2026-04-03T00:00:00Z");

        Assert.Equal(own, ExpiryRange.Of(AGrant.Of(1).PurchasedAt(own), receipt)!.PurchasedAt);
        Assert.Equal(receipt, ExpiryRange.Of(AGrant.Of(1), receipt)!.PurchasedAt);
        Assert.Equal(Moments.Noon, ExpiryRange.Of(AGrant.Of(1))!.PurchasedAt);
    }

    [Fact]
    public void A_purchase_on_29_February_ends_by_28_February()
    {
        var range = ExpiryRange.Of(AGrant.Of(1).PurchasedAt(Moments.Utc("2024-02-29T10:00:00Z")))!;

        Assert.Equal((Moments.Utc("2025-02-01T00:00:00Z"), Moments.Utc("2025-02-28T10:00:00Z")), (range.Earliest, range.Latest));
    }

    [Theory]
    [InlineData("2026-01-31T00:00:00Z", true)]
    [InlineData("2026-02-28T23:59:59Z", true)]
    [InlineData("2024-02-28T12:00:00Z", false)]
    [InlineData("2026-01-30T12:00:00Z", false)]
    [InlineData("2026-02-01T00:30:00+01:00", true)]
    public void A_start_on_the_last_utc_day_of_a_month_may_be_a_back_dated_purchase_of_the_next(string effective, bool backDated)
    {
        var range = ExpiryRange.Of(AGrant.Of(1).EffectiveAt(Moments.Utc(effective)))!;

        Assert.Equal(backDated, range.BackDated);
        Assert.Equal(Moments.Utc(effective).AddYears(1), range.Latest);
        Assert.Equal(backDated ? range.PurchaseMonth.AddMonths(1) : null, range.AlternativePurchaseMonth);
    }

    [Fact]
    public void A_known_purchase_instant_is_never_taken_for_back_dated()
    {
        var lastDay = Moments.Utc("2026-01-31T10:00:00Z");

        Assert.False(ExpiryRange.Of(AGrant.Of(1).EffectiveAt(lastDay).PurchasedAt(lastDay))!.BackDated);
        Assert.False(ExpiryRange.Of(AGrant.Of(1).EffectiveAt(lastDay), lastDay)!.BackDated);
    }

    [Fact]
    public void Credit_that_never_expires_has_no_range_and_keeps_no_end()
    {
        Assert.Null(ExpiryRange.Of(AGrant.Of(1).Promotional()));
        Assert.Null(ExpiryRange.Of(AGrant.Of(1).NeverExpiring()));
        Assert.Null(AGrant.Of(1).Promotional().WithLedgerEnd().ExpiresAt);
    }

    [Fact]
    public void The_ledger_burns_by_the_latest_instant()
    {
        var grant = AGrant.Of(1).PurchasedAt(Moments.Utc("2026-03-20T00:00:00Z"));

        Assert.Equal(Moments.Utc("2027-03-20T00:00:00Z"), grant.WithLedgerEnd().ExpiresAt);
        Assert.Equal(Moments.Utc("2027-04-01T00:00:00Z"), AGrant.Of(1).WithLedgerEnd(Moments.Utc("2026-04-01T00:00:00Z")).ExpiresAt);
        Assert.Equal(grant.ExpiringAt(Moments.Noon), grant.ExpiringAt(Moments.Noon).WithLedgerEnd());
    }
}
