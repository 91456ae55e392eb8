using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Monitoring;

public class CreditWatchTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");

    [Fact]
    public void The_balance_is_grants_less_published_costs_todays_partial_figure_included()
    {
        var life = new ALife(AGrant.Of(100).EffectiveAt(Start)).Spending(2, new(2026, 3, 1), new(2026, 3, 9));
        life.Publish(new(2026, 3, 10), 0.75m, Utc("2026-03-10T12:00:00Z"));

        life.Poll(Utc("2026-03-10T12:00:00Z"));

        Assert.Equal(100m - (9 * 2m) - 0.75m, life.Last.Snapshot.Balance?.Amount);
    }

    [Fact]
    public void Without_any_declared_grant_the_balance_is_unknown_and_raises_nothing()
    {
        var life = new ALife().Spending(50, new(2026, 3, 1), new(2026, 3, 20));

        life.PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-21T00:00:00Z"));

        Assert.Null(life.Last.Snapshot.Balance);
        Assert.Empty(life.Events);
        Assert.Equal(StatusWord.Unknown, life.Last.Status.WordAt(Utc("2026-03-21T00:00:00Z")));
    }

    [Fact]
    public void The_same_past_facts_and_instant_give_the_same_decision()
    {
        Decision Run()
        {
            var life = new ALife(AGrant.Of(100).EffectiveAt(Start)).Spending(2, new(2026, 3, 1), new(2026, 3, 20));
            life.PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-15T00:00:00Z"));
            return life.Last;
        }

        var (one, other) = (Run(), Run());

        Assert.Equal(one.Snapshot.Balance, other.Snapshot.Balance);
        Assert.Equal(one.Messages.Select(message => message.Id), other.Messages.Select(message => message.Id));
        Assert.Equal(one.Next.Alerts.Select(alert => alert.Key), other.Next.Alerts.Select(alert => alert.Key));
    }

    [Fact]
    public void A_status_turns_unknown_when_its_figures_grow_stale_though_nobody_polls()
    {
        var life = new ALife(AGrant.Of(1_000).EffectiveAt(Start)).Spending(2, new(2026, 3, 1), new(2026, 3, 9));
        var now = Utc("2026-03-10T12:00:00Z");

        life.Poll(now);

        Assert.Equal(StatusWord.Ok, life.Last.Status.WordAt(now));
        Assert.Equal(StatusWord.Ok, life.Last.Status.WordAt(now.AddHours(3)));
        Assert.Equal(StatusWord.Unknown, life.Last.Status.WordAt(now.AddHours(3).NextTick()));
    }

    [Fact]
    public void One_mail_for_each_recipient_carries_everything_that_a_poll_found()
    {
        var life = new ALife(
            AGrant.Of(40).Named("a").EffectiveAt(Start).ExpiringAt(Utc("2026-03-20T00:00:00Z")),
            AGrant.Of(60).Named("b").EffectiveAt(Start).ExpiringAt(Utc("2026-03-20T00:00:00Z")));
        life.Organization = life.Organization with { Recipients = ["one@example.com", "two@example.com"] };

        life.Spending(0, new(2026, 3, 1), new(2026, 3, 9)).Poll(Utc("2026-03-10T12:00:00Z"));

        Assert.Equal(4, life.Messages.Count);
        Assert.Equal(2, life.Messages.Select(message => message.MailId).Distinct().Count());
        Assert.Equal(4, life.Messages.Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public void In_monthly_mode_uncovered_usage_is_due_on_the_invoice_and_nothing_is_overdrawn()
    {
        var life = new ALife(AGrant.Of(10).EffectiveAt(Start)).Spending(2, new(2026, 3, 1), new(2026, 3, 9));
        life.Organization = life.Organization with { BillingModes = [new(DateTimeOffset.MinValue, Core.Ledger.BillingMode.Monthly)] };

        life.Poll(Utc("2026-03-10T12:00:00Z"));

        Assert.Equal(8m, life.Last.Snapshot.DueOnInvoice?.Amount);
        Assert.DoesNotContain(life.Events, e => e.Alert.Kind is AlertKind.Overdrawn or AlertKind.BalanceExhausted or AlertKind.LowBalance);
    }

    [Fact]
    public void What_was_spent_before_the_first_declared_grant_is_no_debt_of_its()
    {
        var life = new ALife(AGrant.Of(100).EffectiveAt(Start)).Spending(30, new(2026, 1, 1), new(2026, 2, 28)).Spending(2, new(2026, 3, 1), new(2026, 3, 9));

        life.Poll(Utc("2026-03-10T12:00:00Z"));

        Assert.Equal(82m, life.Last.Snapshot.Balance?.Amount);
    }

    [Fact]
    public void What_is_spent_but_not_yet_published_shortens_the_runway()
    {
        var life = new ALife(AGrant.Of(110).EffectiveAt(Start)).Spending(10, new(2026, 3, 1), new(2026, 3, 9));

        life.Poll(Utc("2026-03-10T12:00:00Z"));

        Assert.Equal(20m, life.Last.Snapshot.Balance?.Amount);
        Assert.Equal(1.5m, life.Last.Snapshot.RunwayDays);
    }

    [Fact]
    public void The_burn_rate_is_the_mean_of_the_last_28_complete_days_and_leaves_unknown_days_out()
    {
        var life = new ALife(AGrant.Of(1_000).EffectiveAt(Start)).Spending(1, new(2026, 1, 1), new(2026, 2, 9)).Spending(3, new(2026, 2, 21), new(2026, 3, 9));

        life.Poll(Utc("2026-03-10T12:00:00Z"));

        // Of the 28 days to 9 March, 10 to 20 February are unknown: 17 days at $3 are left.
        Assert.Equal(17, life.Last.Status.Burn?.Days);
        Assert.Equal(3m, life.Last.Status.Burn?.PerDay.Amount);
    }

    /// <summary>"I have a pending invoice of $100 and buy $101 of credit: what happens?"</summary>
    [Fact]
    public void Credit_bought_beside_a_pending_invoice_stays_whole()
    {
        var bought = AGrant.Of(101).Named("bought").EffectiveAt(Moments.Utc("2026-03-11T09:00:00Z"));
        var used = AGrant.Of(1).Named("used").EffectiveAt(Moments.Utc("2026-03-01T00:00:00Z"));
        var life = new ALife(used).Spending(10.1m, new(2026, 3, 1), new(2026, 3, 10));
        life.Organization = life.Organization with { BillingModes = [new BillingModeSpan(DateTimeOffset.MinValue, BillingMode.Monthly)] };
        life.Poll(Moments.Utc("2026-03-11T08:00:00Z"));

        var decision = life.Grant(bought).Poll(Moments.Utc("2026-03-11T10:00:00Z"));

        Assert.Equal((101m, 0m, 100m), (decision.Snapshot.Balance?.Amount, decision.Snapshot.Overage?.Amount, decision.Snapshot.DueOnInvoice?.Amount));
        Assert.Equal([new MonthDue(new(2026, 3, 1), new Usd(100))], decision.Status.DueByMonth);
    }
}
