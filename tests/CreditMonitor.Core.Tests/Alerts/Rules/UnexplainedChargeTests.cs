using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class UnexplainedChargeTests
{
    [Fact]
    public void A_recharge_although_it_is_off_is_a_charge_that_nobody_ordered_and_one_alarm()
    {
        var life = Life().Tell(new AutoRechargeSetting("s", Start, "test", Start, false, null, null, null), Payment("R-1", Paid, 50, ReceiptKind.AutoRecharge), Credited("c", Paid, 50));

        Assert.Equal([AlertKind.UnexplainedCharge], life.Poll(Utc("2026-03-10T10:00:00Z")).Events.Select(e => e.Alert.Kind));
    }

    [Fact]
    public void Recharges_that_go_on_are_told_again_at_the_third_and_the_setting_ends_it()
    {
        var life = Life().Tell(AutoRechargeIs(enabled: false));
        for (var n = 0; n < 4; n++)
        {
            life.Tell(Recharge($"R-{n}", Paid.AddDays(n)), Credited($"c-{n}", Paid.AddDays(n), 50)).Poll(Ten.AddDays(n));
        }

        Assert.Equal([Ten, Ten.AddDays(2)], life.Events.Of(AlertKind.UnexplainedCharge).Select(e => e.At));
        Assert.All(life.Events.Of(AlertKind.UnexplainedCharge), e => Assert.Equal(Severity.Critical, e.Alert.Severity));

        life.Tell(AutoRechargeIs(enabled: true)).Poll(Ten.AddDays(3).AddHours(1));
        Assert.Equal("auto-recharge was told to be on", life.Alert(AlertKind.UnexplainedCharge).Ending);
    }

    [Theory]
    [InlineData(6, false)]    // the receipt came three days after the charge
    [InlineData(5, true)]
    public void A_receipt_that_came_up_to_three_days_late_explains_its_charge(int day, bool told)
    {
        var life = Life().Tell(Charge("c1", Ten, new DateOnly(2026, 3, day), 24, "OPENAI *CHATGPT SUBSCR"), Payment("S-1", Utc("2026-03-09T09:00:00Z"), 24, ReceiptKind.Subscription));

        life.Poll(Ten);

        Assert.Equal(told, life.Events.Of(AlertKind.UnexplainedCharge).Any());
    }

    [Fact]
    public void A_card_charge_is_explained_by_a_receipt_or_by_credit_with_tax_and_else_told()
    {
        CardCharge Charge(string id, int day, decimal amount, string text = "OPENAI *API HTTPSOPENAI.C CA") => Given.Charge(id, Paid, new DateOnly(2026, 3, day), amount, text);
        var life = Life().Tell(
            Payment("R-1", Utc("2026-03-03T09:00:00Z"), 54.44m, tax: 4.44m), Credited("g1", Utc("2026-03-03T09:05:00Z"), 50), Charge("c1", 5, 54.44m),
            Credited("g2", Utc("2026-03-07T09:00:00Z"), 100), Charge("c2", 8, 108.88m),
            Charge("c3", 9, 42m), Charge("c4", 9, 42m, "A BAKERY"), Charge("c5", 9, -41m));

        Assert.Equal(["c3"], life.Poll(Utc("2026-03-10T10:00:00Z")).Events.Where(e => e.Alert.Kind == AlertKind.UnexplainedCharge).Select(e => e.Alert.About));

        life.Tell(Payment("R-9", Utc("2026-03-09T09:00:00Z"), 42, ReceiptKind.Subscription)).Poll(Utc("2026-03-10T11:00:00Z"));
        Assert.Contains("resolved unexplained_charge", life.Said);
    }

    [Theory]
    [InlineData(44, true)]
    [InlineData(47, false)]
    public void A_statement_of_long_ago_is_history_and_no_news(int days, bool told)
    {
        var life = Life().Tell(Charge("c1", Paid, new DateOnly(2026, 3, 9), 42));

        life.Poll(Utc("2026-03-09T00:00:00Z").AddDays(days));

        Assert.Equal(told ? [("unexplained_charge.c1.20260309", Severity.Warning)] : [], life.Events.Of(AlertKind.UnexplainedCharge).Select(e => (e.Alert.Key, e.Alert.Severity)));
    }

    [Fact]
    public void A_receipt_that_only_came_by_mail_explains_nothing()
    {
        var charge = Charge("c1", Paid, new DateOnly(2026, 3, 9), 42);
        var life = Life().Tell(charge, Payment("R-1", Utc("2026-03-09T08:00:00Z"), 42, ReceiptKind.Subscription) with { Claimed = true });

        Assert.Equal([AlertKind.UnexplainedCharge], life.Poll(Utc("2026-03-10T10:00:00Z")).Events.Select(e => e.Alert.Kind));
    }
}
