using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class RechargeWhileCreditUnusedTests
{
    [Fact]
    public void A_recharge_while_more_than_its_threshold_is_unused_is_told()
    {
        var life = Life().Tell(
            new AutoRechargeSetting("s", Start, "test", Start, true, new Usd(20), new Usd(70), null),
            Payment("R-1", Paid, 50, ReceiptKind.AutoRecharge), Credited("c", Paid, 50));

        var alert = life.Poll(Utc("2026-03-10T10:00:00Z")).Events.Single(e => e.Alert.Kind == AlertKind.RechargeWhileCreditUnused).Alert;

        Assert.Contains("$20.00, as told", alert.Text.Facts.Single(fact => fact.Name == "threshold").Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, 52, false)]     // a quarter and a dollar above the threshold, and three usual days, are no matter
    [InlineData(20, 53, true)]
    [InlineData(null, 80, false)]   // never told: thirty usual days stand in for it
    [InlineData(null, 81, true)]
    public void What_was_left_is_held_against_the_threshold_or_a_months_burn(int? threshold, decimal credit, bool told)
    {
        var life = Life(credit);    // less 18 published, and 2.33 that the morning may have cost
        if (threshold is { } known)
        {
            life.Tell(AutoRechargeIs(enabled: true, known));
        }

        life.Tell(Recharge("R-1", Paid), Credited("c", Paid, 50)).Poll(Ten);

        Assert.Equal(told ? ["recharge_while_credit_unused.auto_recharge.20260310T092000"] : [], life.Events.Of(AlertKind.RechargeWhileCreditUnused).Select(e => e.Alert.Key));
    }

    [Fact]
    public void A_purchase_by_hand_is_nobodys_mistake()
    {
        var life = Life().Tell(Payment("R-1", Paid), Credited("c", Paid, 50));

        life.Poll(Ten);

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.RechargeWhileCreditUnused);
    }

    [Fact]
    public void It_closes_by_itself_after_a_week()
    {
        var life = Life().Tell(Recharge("R-1", Paid), Credited("c", Paid, 50));

        life.PollEvery(TimeSpan.FromHours(6), Ten, Ten.AddDays(8));

        Assert.Equal("told; closed after 7 days", life.Alert(AlertKind.RechargeWhileCreditUnused).Ending);
    }
}
