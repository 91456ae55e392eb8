using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class BalanceExhaustedTests
{
    [Fact]
    public void Credit_that_is_used_up_exactly_is_exhausted_and_one_cent_more_is_overdrawn()
    {
        var life = new ALife(AGrant.Of(90).EffectiveAt(Start)).Spending(9, new(2026, 3, 1), new(2026, 3, 10)).Publish(new(2026, 3, 11), 0.01m, Utc("2026-03-12T03:00:00Z"));

        life.PollEvery(TimeSpan.FromHours(1), Start, Utc("2026-03-12T02:00:00Z"));
        Assert.Contains("raised balance_exhausted", life.Said);
        Assert.DoesNotContain("raised overdrawn", life.Said);

        life.Poll(Utc("2026-03-12T04:00:00Z"));
        Assert.Contains("raised overdrawn", life.Said);
        Assert.Contains("resolved balance_exhausted", life.Said);
    }

    [Fact]
    public void It_is_critical_and_ends_with_the_next_credit()
    {
        var life = UsedUp().PollEvery(Hour, Start, Utc("2026-03-11T06:00:00Z"));
        var alert = life.Alert(AlertKind.BalanceExhausted);
        Assert.Equal(("balance", Severity.Critical), (alert.About, alert.Severity));

        life.Grant(AGrant.Of(50).EffectiveAt(Utc("2026-03-11T06:00:00Z"))).Poll(Utc("2026-03-11T07:00:00Z"));

        Assert.Equal("credit was added: $50.00 is usable", life.Alert(AlertKind.BalanceExhausted).Ending);
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
    public void Credit_that_was_gone_for_a_month_when_first_looked_at_is_no_news(int days, bool told)
    {
        var life = UsedUp();

        life.Poll(Utc("2026-03-11T00:00:00Z").AddDays(days));

        Assert.Equal(told, life.Events.Of(AlertKind.BalanceExhausted).Any());
    }

    [Fact]
    public void Who_is_billed_monthly_needs_no_credit()
    {
        var life = UsedUp();
        life.Organization = life.Organization with { BillingModes = [new BillingModeSpan(Start, BillingMode.Monthly)] };

        life.PollEvery(Hour, Start, Utc("2026-03-11T06:00:00Z"));

        Assert.Equal(0m, life.Last.Snapshot.Balance?.Amount);
        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.BalanceExhausted);
    }

    /// <summary>$90 at $9 a day: gone with 10 March.</summary>
    private static ALife UsedUp() => new ALife(AGrant.Of(90).EffectiveAt(Start)).Spending(9, new(2026, 3, 1), new(2026, 3, 10)).Spending(0, new(2026, 3, 11), new(2026, 4, 30));
}
