using CreditMonitor.Core.Alerts;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class MonitorBlindTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly DateTimeOffset Outage = Utc("2026-03-10T10:10:00Z");

    [Fact]
    public void One_failed_poll_is_nothing_and_the_second_is_told()
    {
        var life = Ordinary().Failing(Outage, Outage.AddDays(1));
        life.PollEvery(TimeSpan.FromHours(1), Start, Outage);

        life.Poll(Outage);
        Assert.Empty(life.Events);

        life.Poll(Outage.AddHours(1));
        Assert.Equal(["raised monitor_blind"], life.Said);
    }

    [Fact]
    public void A_first_poll_that_fails_twice_is_told_too()
    {
        var life = Ordinary().Failing(Start, Start.AddDays(1));

        life.Poll(Start);
        life.Poll(Start.AddHours(1));

        Assert.Equal(["raised monitor_blind"], life.Said);
        Assert.Null(life.Last.Snapshot.CostsAsOf);
    }

    [Fact]
    public void Before_costs_were_ever_read_the_balance_is_unknown_and_not_the_whole_of_the_grants()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).ExpiringAt(Start.AddDays(3))).Failing(Start, Start.AddDays(1));

        life.Poll(Start);

        Assert.Null(life.Last.Snapshot.Balance);
        Assert.Null(Assert.Single(life.Last.Snapshot.Grants).Remaining);
        Assert.Empty(life.Events);
    }

    [Fact]
    public void While_blind_figures_keep_their_age_and_nothing_is_resolved()
    {
        var life = new ALife(AGrant.Of(60).EffectiveAt(Start)).Spending(5, new(2026, 3, 1), new(2026, 3, 9)).Failing(Outage, Outage.AddDays(20));
        life.PollEvery(TimeSpan.FromHours(1), Start, Outage.AddHours(5));
        var lastOk = life.State.Costs.LastOkAt;
        life.Grant(AGrant.Of(500).EffectiveAt(Outage));

        life.PollEvery(TimeSpan.FromHours(1), Outage.AddHours(5), Outage.AddHours(10));

        Assert.Equal(lastOk, life.Last.Snapshot.CostsAsOf);
        Assert.DoesNotContain("resolved low_balance", life.Said);
        Assert.Contains(life.State.Alerts, alert => alert is { Kind: AlertKind.LowBalance, LastReason: NotifyReason.HeldWhileBlind });
    }

    [Fact]
    public void It_ends_with_the_next_good_answer_and_says_how_long_it_lasted()
    {
        var life = Ordinary().Failing(Outage, Outage.AddHours(6));

        life.PollEvery(TimeSpan.FromHours(1), Start, Outage.AddHours(10));

        Assert.Equal(["raised monitor_blind", "resolved monitor_blind"], life.Said);
        Assert.Contains("it was blind for", life.Events[^1].Alert.Ending, StringComparison.Ordinal);
    }

    [Fact]
    public void A_billing_timer_that_stopped_is_noticed_by_whatever_still_runs()
    {
        var life = Ordinary();
        life.PollEvery(TimeSpan.FromHours(1), Start, Outage);

        life.Tick(Outage.AddHours(2));
        Assert.Empty(life.Events);

        life.Tick(Outage.AddHours(4));
        Assert.Equal(["raised monitor_blind"], life.Said);
    }

    [Fact]
    public void Four_days_of_empty_answers_are_blindness_and_one_day_is_not()
    {
        var life = new ALife(AGrant.Of(1_000).EffectiveAt(Start)).Spending(5, new(2026, 3, 1), new(2026, 3, 9));
        for (var day = new DateOnly(2026, 3, 10); day < new DateOnly(2026, 3, 20); day = day.AddDays(1))
        {
            life.Publish(day, null, new DateTimeOffset(day.AddDays(1), new TimeOnly(3, 0), TimeSpan.Zero));
        }

        life.PollEvery(TimeSpan.FromHours(1), Start, Utc("2026-03-14T03:30:00Z"));    // the fourth is published at three
        Assert.Empty(life.Events);

        life.PollEvery(TimeSpan.FromHours(1), Utc("2026-03-14T03:30:00Z"), Utc("2026-03-15T00:00:00Z"));
        Assert.Equal(["raised monitor_blind"], life.Said);
        Assert.Equal("costs_empty", life.Events[0].Alert.About);
    }

    [Fact]
    public void A_day_of_blindness_is_critical()
    {
        var life = Ordinary().Failing(Outage, Outage.AddDays(3));

        life.PollEvery(TimeSpan.FromHours(1), Start, Outage.AddHours(30));

        Assert.Equal([Severity.Warning, Severity.Critical], life.Events.Select(e => e.Alert.Severity));
    }

    [Fact]
    public void It_is_told_even_where_somebody_tried_to_switch_it_off()
    {
        var life = Ordinary().Watching(alerts => alerts with { Disabled = [AlertKind.MonitorBlind] }).Failing(Outage, Outage.AddDays(1));

        life.PollEvery(TimeSpan.FromHours(1), Start, Outage.AddHours(3));

        Assert.Equal(["raised monitor_blind"], life.Said);
    }

    private static ALife Ordinary() => new ALife(AGrant.Of(1_000).EffectiveAt(Start)).Spending(5, new(2026, 3, 1), new(2026, 5, 1));
}
