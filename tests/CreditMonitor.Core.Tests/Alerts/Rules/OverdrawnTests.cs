using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class OverdrawnTests
{
    [Theory]
    [InlineData(0.01, true)]
    [InlineData(0.009, false)]
    public void A_cent_that_no_credit_covers_is_owed_and_less_is_rounding(decimal beyond, bool told)
    {
        var life = new ALife(AGrant.Of(20).EffectiveAt(Start)).Spending(20 + beyond, new(2026, 3, 1), new(2026, 3, 1));

        life.Poll(Utc("2026-03-02T04:00:00Z"));

        Assert.Equal(told ? ["overdrawn.balance.20260302T0400"] : [], life.Events.Of(AlertKind.Overdrawn).Select(e => e.Alert.Key));
    }

    [Fact]
    public void Who_is_billed_monthly_owes_it_on_the_invoice()
    {
        var life = new ALife(AGrant.Of(20).EffectiveAt(Start)).Spending(30, new(2026, 3, 1), new(2026, 3, 1));
        life.Organization = life.Organization with { BillingModes = [new BillingModeSpan(Start, BillingMode.Monthly)] };

        life.Poll(Utc("2026-03-02T04:00:00Z"));

        Assert.Equal(10m, life.Last.Snapshot.DueOnInvoice?.Amount);
        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.Overdrawn);
    }

    [Fact]
    public void A_purchase_covers_the_deficit_first_and_ends_the_alert()
    {
        var life = new ALife(AGrant.Of(20).EffectiveAt(Start)).Spending(3, new(2026, 3, 1), new(2026, 3, 10));
        life.PollEvery(TimeSpan.FromHours(1), Start, Utc("2026-03-11T09:00:00Z"));

        life.Grant(AGrant.Of(50).EffectiveAt(Utc("2026-03-11T09:10:00Z")));
        life.Poll(Utc("2026-03-11T10:00:00Z"));

        Assert.Equal(40m, life.Last.Snapshot.Balance?.Amount);
        Assert.Contains("resolved overdrawn", life.Said);
    }

    [Fact]
    public void A_critical_alert_is_told_again_after_two_days_then_five_then_fourteen_and_then_no_more()
    {
        var life = new ALife(AGrant.Of(20).EffectiveAt(Start)).Spending(3, new(2026, 3, 1), new(2026, 5, 30));

        life.PollEvery(TimeSpan.FromHours(1), Start, Utc("2026-05-01T00:00:00Z"));

        var told = life.Events.Where(e => e.Alert.Kind == AlertKind.Overdrawn).Select(e => e.At).ToList();
        Assert.Equal([2, 5, 14], told.Zip(told.Skip(1), (one, next) => (int)(next - one).TotalDays));
    }
}
