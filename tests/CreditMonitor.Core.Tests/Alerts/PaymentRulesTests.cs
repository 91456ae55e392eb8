using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Facts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Tests.Builders;
using static CreditMonitor.Core.Tests.Builders.Moments;

namespace CreditMonitor.Core.Tests.Alerts;

/// <summary>What payments say beside grants and costs. Polled hourly.</summary>
public class PaymentRulesTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly DateTimeOffset Paid = Utc("2026-03-10T09:20:00Z");

    private static ALife Life() => new ALife(AGrant.Of(5_000).Named("g0").EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 4, 30)).PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-10T09:00:00Z"));

    private static Receipt Receipt(string id, DateTimeOffset at, decimal amount = 50, ReceiptKind kind = ReceiptKind.CreditPurchase, decimal? tax = null, decimal? credit = null) =>
        new(id, at, "test", at, kind, new Usd(amount), tax is { } t ? new Usd(t) : null, credit is { } c ? new Usd(c) : null);

    private static ToldGrant Credited(string id, DateTimeOffset at, decimal amount) => new(at, "test", new CreditGrant(id, GrantKind.Paid, new Usd(amount), at) { NeverExpires = true });

    [Fact]
    public void A_payment_without_credit_is_told_after_an_hour_again_after_a_day_and_ends_when_credited()
    {
        var life = Life().Tell(Receipt("R-1", Paid)).PollEvery(TimeSpan.FromHours(1), Utc("2026-03-10T10:00:00Z"), Utc("2026-03-11T12:00:00Z"));
        life.Tell(Credited("late", Utc("2026-03-11T11:30:00Z"), 50)).Poll(Utc("2026-03-11T12:00:00Z"));

        Assert.Equal(
            [("raised purchase_not_credited", Utc("2026-03-10T11:00:00Z")), ("reminded purchase_not_credited", Utc("2026-03-11T10:00:00Z")), ("resolved purchase_not_credited", Utc("2026-03-11T12:00:00Z"))],
            life.Said.Zip(life.Events.Select(e => e.At)));
        Assert.Contains("credited as grant late", life.Events[^1].Alert.Ending, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 50)]       // within the hour
    [InlineData(-90, 50)]      // declared a little before its receipt came
    [InlineData(60 * 24, 50)]  // days later, but before anybody looks
    public void Credit_of_the_amount_near_the_payment_answers_it(int minutesAfter, decimal amount)
    {
        var life = Life().Tell(Receipt("R-1", Paid, 54.44m, tax: 4.44m), Credited("g1", Paid.AddMinutes(minutesAfter), amount));

        life.Poll(Utc("2026-03-13T10:00:00Z"));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.PurchaseNotCredited);
    }

    [Fact]
    public void A_back_dated_row_of_the_dashboard_answers_the_purchase_of_the_month_after()
    {
        var life = Life().Tell(Receipt("R-1", Paid), Credited("dashboard", Utc("2026-02-28T00:00:00Z"), 50)).PollEvery(TimeSpan.FromHours(1), Utc("2026-03-10T10:00:00Z"), Utc("2026-03-10T14:00:00Z"));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.PurchaseNotCredited);
    }

    [Fact]
    public void One_grant_answers_one_payment_and_a_smaller_one_is_short()
    {
        var life = Life().Tell(Receipt("R-1", Paid), Receipt("R-2", Paid.AddHours(3)), Credited("g1", Paid.AddMinutes(5), 50), Credited("g2", Paid.AddHours(3).AddMinutes(5), 40));

        life.Poll(Utc("2026-03-10T16:00:00Z"));

        var alert = life.Events.Single(e => e.Alert.Kind == AlertKind.PurchaseNotCredited).Alert;
        Assert.Equal("R-2", alert.About);
        Assert.Contains("$10.00", alert.Text.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_equal_payments_within_minutes_are_told_as_a_double_one()
    {
        var life = Life().Tell(Receipt("R-1", Paid), Receipt("R-2", Paid.AddMinutes(8)), Credited("a", Paid.AddMinutes(2), 50), Credited("b", Paid.AddMinutes(9), 50));

        Assert.Equal(["raised duplicate_charge"], life.Poll(Utc("2026-03-10T10:00:00Z")).Events.Select(e => $"{SnakeCase.Of(e.Kind)} {SnakeCase.Of(e.Alert.Kind)}"));
    }

    [Theory]
    [InlineData(50, 20)]    // too far apart
    [InlineData(60, 8)]     // not equal
    public void Other_pairs_are_none(decimal second, int minutes)
    {
        var life = Life().Tell(Receipt("R-1", Paid), Receipt("R-2", Paid.AddMinutes(minutes), second), Credited("a", Paid, 50), Credited("b", Paid.AddMinutes(minutes), second));

        Assert.Empty(life.Poll(Utc("2026-03-10T10:00:00Z")).Events);
    }

    [Fact]
    public void Three_payments_within_ten_minutes_are_a_loop_and_not_two_double_ones()
    {
        var life = Life();
        for (var n = 0; n < 3; n++)
        {
            life.Tell(Receipt($"R-{n}", Paid.AddMinutes(n * 3), 50, ReceiptKind.AutoRecharge), Credited($"c-{n}", Paid.AddMinutes(n * 3), 50));
        }

        Assert.Contains(AlertKind.ChargeVelocity, life.Poll(Utc("2026-03-10T10:00:00Z")).Events.Select(e => e.Alert.Kind));
        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.DuplicateCharge);
        Assert.Equal(Severity.Critical, life.Events.Single(e => e.Alert.Kind == AlertKind.ChargeVelocity).Alert.Severity);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(60, false)]
    public void Recharges_within_a_day_are_told_unless_what_may_have_been_spent_between_them_explains_them(decimal perDay, bool told)
    {
        var life = new ALife(AGrant.Of(5_000).Named("g0").EffectiveAt(Start).NeverExpiring()).Spending(perDay, new(2026, 3, 1), new(2026, 4, 30)).PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-10T09:00:00Z"))
            .Tell(new AutoRechargeSetting("s", Start, "test", Start, true, new Usd(6_000), new Usd(6_050), null));
        foreach (var hours in new[] { 0, 8 })
        {
            life.Tell(Receipt($"R-{hours}", Paid.AddHours(hours), 50, ReceiptKind.AutoRecharge), Credited($"c-{hours}", Paid.AddHours(hours), 50));
        }

        life.Poll(Utc("2026-03-10T18:00:00Z"));

        Assert.Equal(told, life.Events.Any(e => e.Alert.Kind == AlertKind.ChargeVelocity));
    }

    [Fact]
    public void A_recharge_while_more_than_its_threshold_is_unused_is_told()
    {
        var life = Life().Tell(
            new AutoRechargeSetting("s", Start, "test", Start, true, new Usd(20), new Usd(70), null),
            Receipt("R-1", Paid, 50, ReceiptKind.AutoRecharge), Credited("c", Paid, 50));

        var alert = life.Poll(Utc("2026-03-10T10:00:00Z")).Events.Single(e => e.Alert.Kind == AlertKind.RechargeWhileCreditUnused).Alert;

        Assert.Contains("$20.00, as told", alert.Text.Facts.Single(fact => fact.Name == "threshold").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recharge_although_it_is_off_is_a_charge_that_nobody_ordered_and_one_alarm()
    {
        var life = Life().Tell(new AutoRechargeSetting("s", Start, "test", Start, false, null, null, null), Receipt("R-1", Paid, 50, ReceiptKind.AutoRecharge), Credited("c", Paid, 50));

        Assert.Equal([AlertKind.UnexplainedCharge], life.Poll(Utc("2026-03-10T10:00:00Z")).Events.Select(e => e.Alert.Kind));
    }

    [Fact]
    public void A_card_charge_is_explained_by_a_receipt_or_by_credit_with_tax_and_else_told()
    {
        CardCharge Charge(string id, int day, decimal amount, string text = "OPENAI *API HTTPSOPENAI.C CA") => new(id, Paid, "test", new DateOnly(2026, 3, day), new Usd(amount), "USD", text);
        var life = Life().Tell(
            Receipt("R-1", Utc("2026-03-03T09:00:00Z"), 54.44m, tax: 4.44m), Credited("g1", Utc("2026-03-03T09:05:00Z"), 50), Charge("c1", 5, 54.44m),
            Credited("g2", Utc("2026-03-07T09:00:00Z"), 100), Charge("c2", 8, 108.88m),
            Charge("c3", 9, 42m), Charge("c4", 9, 42m, "A BAKERY"), Charge("c5", 9, -42m));

        Assert.Equal(["c3"], life.Poll(Utc("2026-03-10T10:00:00Z")).Events.Where(e => e.Alert.Kind == AlertKind.UnexplainedCharge).Select(e => e.Alert.About));

        life.Tell(Receipt("R-9", Utc("2026-03-09T09:00:00Z"), 42, ReceiptKind.Subscription)).Poll(Utc("2026-03-10T11:00:00Z"));
        Assert.Contains("resolved unexplained_charge", life.Said);
    }

    [Fact]
    public void A_receipt_that_only_came_by_mail_explains_nothing()
    {
        var charge = new CardCharge("c1", Paid, "test", new DateOnly(2026, 3, 9), new Usd(42), "USD", "OPENAI");
        var life = Life().Tell(charge, Receipt("R-1", Utc("2026-03-09T08:00:00Z"), 42, ReceiptKind.Subscription) with { Claimed = true });

        Assert.Equal([AlertKind.UnexplainedCharge], life.Poll(Utc("2026-03-10T10:00:00Z")).Events.Select(e => e.Alert.Kind));
    }

    [Fact]
    public void A_gap_in_the_invoice_numbers_of_one_customer_is_told_and_closes_when_it_is_filled()
    {
        var life = Life().Tell(
            Receipt("W4NJAXQX-0002", Utc("2026-03-02T09:00:00Z"), 20, ReceiptKind.Subscription), Receipt("W4NJAXQX-0005", Utc("2026-03-09T09:00:00Z"), 20, ReceiptKind.Subscription),
            Receipt("FMGYQZJB-0009", Utc("2026-03-09T10:00:00Z"), 20, ReceiptKind.Subscription));

        var alert = Assert.Single(life.Poll(Utc("2026-03-10T10:00:00Z")).Events).Alert;
        Assert.Equal((AlertKind.MissingInvoice, "W4NJAXQX-0003 to W4NJAXQX-0004", Severity.Info), (alert.Kind, alert.About, alert.Severity));

        life.Tell(Receipt("W4NJAXQX-0003", Utc("2026-03-04T09:00:00Z"), 20, ReceiptKind.Subscription), Receipt("W4NJAXQX-0004", Utc("2026-03-05T09:00:00Z"), 20, ReceiptKind.Subscription)).Poll(Utc("2026-03-10T11:00:00Z"));
        Assert.Equal("resolved missing_invoice", life.Said.Last());
    }

    [Fact]
    public void A_receipt_whose_credit_and_tax_do_not_make_its_total_is_told() =>
        Assert.Equal([AlertKind.InvoiceMismatch], Life().Tell(Receipt("R-1", Paid, 60, tax: 4.44m, credit: 50), Credited("c", Paid, 50)).Poll(Utc("2026-03-10T10:00:00Z")).Events.Select(e => e.Alert.Kind));

    [Fact]
    public void A_declined_payment_is_told_until_one_succeeds()
    {
        var life = Life().Tell(Receipt("F-1", Paid, 50, ReceiptKind.PaymentFailed));
        life.Poll(Utc("2026-03-10T10:00:00Z"));
        life.Tell(Receipt("R-1", Paid.AddHours(1)), Credited("c", Paid.AddHours(1), 50)).Poll(Utc("2026-03-10T11:00:00Z"));

        Assert.Equal(["raised payment_failed", "resolved payment_failed"], life.Said);
        Assert.Contains("lasts", life.Events[0].Alert.Text.Consequence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_invoice_after_a_cancellation_is_owed_and_the_next_one_is_not()
    {
        var life = Life().Tell(new PlanChange("p", Start, "test", Paid.AddDays(-9), true), Receipt("I-1", Paid, 20, ReceiptKind.Invoice));
        life.Poll(Utc("2026-03-10T10:00:00Z"));
        Assert.Equal(["raised low_balance"], life.Said);    // until when the credit is usable, which every cancellation is answered with

        life.Tell(Receipt("I-2", Paid.AddDays(1), 20, ReceiptKind.Invoice)).Poll(Utc("2026-03-11T10:00:00Z"));
        Assert.Equal(["raised low_balance", "raised cancelled_plan_charged"], life.Said);
    }

    [Fact]
    public void A_charge_after_the_plan_was_cancelled_is_told() =>
        Assert.Equal(
            [AlertKind.CancelledPlanCharged, AlertKind.LowBalance],
            Life().Tell(new PlanChange("p", Start, "test", Paid.AddDays(-1), true), Receipt("R-1", Paid, 20, ReceiptKind.Subscription)).Poll(Utc("2026-03-10T10:00:00Z")).Events.Select(e => e.Alert.Kind));

    [Theory]
    [InlineData(true, null, null, false)]      // works as told
    [InlineData(false, null, null, true)]      // is off
    [InlineData(true, 60, null, true)]         // its cap is used up
    [InlineData(true, null, "declined", true)]
    public void Auto_recharge_that_works_as_told_is_not_low_balance(bool enabled, int? cap, string? last, bool low)
    {
        var life = new ALife(AGrant.Of(60).Named("g0").EffectiveAt(Start).NeverExpiring()).Spending(4, new(2026, 3, 1), new(2026, 4, 30))
            .Tell(new AutoRechargeSetting("s", Start, "test", Start, enabled, new Usd(20), new Usd(70), cap is { } most ? new Usd(most) : null));
        if (cap is not null)
        {
            life.Tell(Receipt("R-1", Utc("2026-03-02T09:00:00Z"), 20, ReceiptKind.AutoRecharge, credit: 20), Credited("c", Utc("2026-03-02T09:00:00Z"), 20));
        }

        if (last is not null)
        {
            life.Tell(Receipt("F-1", Utc("2026-03-05T09:00:00Z"), 50, ReceiptKind.PaymentFailed));
        }

        life.PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-09T00:00:00Z"));

        Assert.Equal(low, life.Events.Any(e => e.Alert.Kind == AlertKind.LowBalance));
    }
}
