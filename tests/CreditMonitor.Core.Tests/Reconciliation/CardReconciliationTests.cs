using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Reconciliation;

public class CardReconciliationTests
{
    private static ReconciledRow Row(Reconciled reconciled, int row) => reconciled.Rows.Single(one => one.Movement.Row == row);

    private static string Said(Reconciled reconciled) => string.Join(" ", reconciled.Rows.Select(row => $"{row.Label}{(row.Explains.IsEmpty ? "" : $"={string.Join('+', row.Explains)}")}{(row.Of is { } of ? $"@{of}" : "")}"));

    [Fact]
    public void A_charge_of_a_purchases_total_on_its_day_is_that_purchase() =>
        Assert.Equal("Purchase=p1", Said(new ACard().Row("2026-03-02", 54.44m).Paid("p1", "2026-03-02T10:00:00Z", 54.44m).Reconcile()));

    [Fact]
    public void The_day_is_that_of_the_cards_zone()
    {
        Assert.Equal("Purchase=p1", Said(new ACard(offset: TimeSpan.FromHours(-8)).Row("2026-03-01", 50).Paid("p1", "2026-03-02T03:00:00Z", 50).Reconcile()));
        Assert.Equal("Unexplained", Said(new ACard(offset: TimeSpan.FromHours(9)).Row("2026-02-27", 50).Paid("p1", "2026-03-02T03:00:00Z", 50).Reconcile()));
    }

    [Theory]
    [InlineData("2026-03-09", "Purchase=p1")]
    [InlineData("2026-03-12", "Unexplained")]
    public void A_bank_that_gives_only_postings_may_take_eight_days(string posted, string expected) =>
        Assert.Equal(expected, Said(new ACard().Row(posted, 50, posted: posted).Paid("p1", "2026-03-02T10:00:00Z", 50).Reconcile()));

    [Fact]
    public void An_amount_that_differs_by_more_than_a_cent_is_unexplained_and_says_what_is_nearest()
    {
        var row = Row(new ACard().Row("2026-03-02", 60).Paid("p1", "2026-03-02T10:00:00Z", 50).Reconcile(), 1);

        Assert.True(row.IsAlert);
        Assert.Equal("p1 is the nearest, and its amount of 50.00 USD is another", row.Why.Reason);
    }

    [Fact]
    public void Of_two_equal_charges_for_one_purchase_one_was_charged_twice()
    {
        var reconciled = new ACard().Row("2026-03-02", 50).Row("2026-03-02", 50).Paid("p1", "2026-03-02T10:00:00Z", 50).Reconcile();

        var twice = Assert.Single(reconciled.Rows, row => row.IsAlert);
        Assert.Contains("perhaps charged twice", twice.Why.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Overlapping_exports_repeat_rows_and_two_real_equal_charges_stay_two() =>
        Assert.Equal(
            "Purchase=p1 Purchase=p2 ImportDuplicate=p1@1 ImportDuplicate=p2@2 Purchase=p3",
            Said(new ACard().Row("2026-03-02", 50).Row("2026-03-02", 50).Row("2026-03-02", 50, "OpenAI", export: "two").Row("2026-03-02", 50, "OpenAI", export: "two").Row("2026-03-05", 50, "OpenAI", export: "two")
                .Paid("p1", "2026-03-02T10:00:00Z", 50).Paid("p2", "2026-03-02T11:00:00Z", 50).Paid("p3", "2026-03-05T11:00:00Z", 50).Reconcile()).Replace("Unexplained", "?", StringComparison.Ordinal),
            ignoreCase: true);

    [Fact]
    public void A_foreign_charge_fits_by_the_days_rate_and_the_included_fee()
    {
        var card = new ACard("EUR").Rate("2026-03-01", 0.90m).Rate("2026-03-08", 0.94m).Fee(2m, included: true).Row("2026-03-05", 94.1m).Row("2026-03-05", 99m).Paid("p1", "2026-03-05T10:00:00Z", 100).Paid("p2", "2026-03-05T12:00:00Z", 100);
        var reconciled = card.Reconcile();

        Assert.Equal("Purchase=p1", Said(reconciled).Split(' ')[0]);
        Assert.Equal(94.13m, Row(reconciled, 1).Why.Expected);
        Assert.Equal(RowLabel.Unexplained, Row(reconciled, 2).Label);
    }

    [Fact]
    public void The_merchants_own_amount_decides_where_the_bank_gives_it() =>
        Assert.Equal("Purchase=p2 Unexplained", Said(new ACard("EUR").Rate("2026-03-01", 0.9m).Row("2026-03-05", 47m, original: 50).Row("2026-03-05", 46m, original: 51).Paid("p2", "2026-03-05T10:00:00Z", 50).Reconcile()));

    [Fact]
    public void A_fee_and_a_tax_belong_to_their_charge() =>
        Assert.Equal("FxFee=p1@2 Purchase=p1 BankTax=p1@2", Said(new ACard("BRL").Rate("2026-03-01", 5m).Fee(2m, included: false).Row("2026-03-04", 10m, "FOREIGN TRANSACTION FEE").Row("2026-03-02", 500m).Row("2026-03-02", 17.5m, "IOF COMPRA INTERNACIONAL").Paid("p1", "2026-03-02T10:00:00Z", 100).Reconcile()));

    [Fact]
    public void Two_rows_of_a_day_that_make_up_one_payment_are_its_parts() =>
        Assert.Equal("Purchase=p1 Purchase=p1", Said(new ACard().Row("2026-03-02", 40).Row("2026-03-02", 60).Paid("p1", "2026-03-02T10:00:00Z", 100).Reconcile()));

    [Fact]
    public void A_grant_without_a_receipt_explains_its_charge() =>
        Assert.Equal("Purchase=g1", Said(new ACard().Row("2026-03-02", 50).Granted("g1", "2026-03-02T10:00:00Z", 50).Reconcile()));

    [Fact]
    public void A_pending_row_is_its_posted_version_and_one_that_never_posts_is_a_hold() =>
        Assert.Equal("Pending=p1@3 Hold=p2 Purchase=p1", Said(new ACard().Row("2026-03-02", 50, pending: true).Row("2026-03-01", 20, pending: true).Row("2026-03-02", 50, posted: "2026-03-03")
            .Paid("p1", "2026-03-02T10:00:00Z", 50).Paid("p2", "2026-03-01T10:00:00Z", 20, failed: true).Reconcile()));

    [Fact]
    public void A_refund_names_its_record_and_its_charge_and_one_that_does_not_come_is_missing()
    {
        var reconciled = new ACard().Row("2026-03-02", 50).Row("2026-03-12", -50).Row("2026-03-20", 30).Paid("p1", "2026-03-02T10:00:00Z", 50).Paid("p2", "2026-03-20T10:00:00Z", 30).Paid("p3", "2026-03-21T10:00:00Z", 70)
            .Refunded("r1", "2026-03-05T00:00:00Z", 50, "p1").Refunded("r2", "2026-03-22T00:00:00Z", 30, "p2").Refunded("r3", "2026-03-22T00:00:00Z", 70, "p3").Reconcile();

        Assert.Equal("Purchase=p1 Refund=r1@1 Purchase=p2", Said(reconciled));
        Assert.Equal("r2", Assert.Single(reconciled.RefundsMissing).Id);
    }

    [Fact]
    public void Credit_is_missed_after_a_day_and_only_for_what_the_card_paid()
    {
        var reconciled = new ACard().Row("2026-03-02", 50).Row("2026-03-05", 50).Row("2026-03-09", 50)
            .Paid("in-time", "2026-03-02T10:00:00Z", 50).Granted("g1", "2026-02-28T23:59:59Z", 50, seen: "2026-03-02T10:04:00Z")
            .Paid("late", "2026-03-05T10:00:00Z", 50).Granted("g2", "2026-03-07T09:00:00Z", 50)
            .Paid("never", "2026-03-09T10:00:00Z", 50).Paid("not-charged", "2026-03-15T10:00:00Z", 50).Reconcile();

        Assert.Equal(["late", "never"], reconciled.NotCredited.Select(purchase => purchase.Purchase.Id));
    }

    [Fact]
    public void One_odd_charge_a_month_is_told_from_purchases_of_the_same_amount()
    {
        var card = new ACard();
        for (var month = 1; month <= 9; month++)
        {
            card.Row($"2026-0{month}-23", 20, "OpenAI", posted: $"2026-0{month}-23").Row($"2026-0{month}-25", 20, "OpenAI", posted: $"2026-0{month}-25").Paid($"p{month}", $"2026-0{month}-2{(month == 5 ? 3 : 4)}T10:00:00Z", 20);
        }

        Assert.All(card.Reconcile().Rows.Where(row => row.IsAlert), row => Assert.Equal(23, row.Movement.Day.Day));
    }

    [Fact]
    public void What_a_person_confirmed_or_rejected_stays()
    {
        ACard Card() => new ACard().Row("2026-03-02", 50).Row("2026-03-02", 75).Paid("p1", "2026-03-02T10:00:00Z", 50);

        Assert.Equal("Unexplained Purchase=p1", Said(Card().Decided(2, "p1").Reconcile()));
        Assert.Equal("Unexplained Unexplained", Said(Card().Decided(1, "p1", confirmed: false).Reconcile()));
        Assert.False(Row(Card().Decided(2, null).Reconcile(), 2).IsAlert);
    }
}
