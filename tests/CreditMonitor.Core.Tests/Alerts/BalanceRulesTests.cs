using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Tests.Builders;
using static CreditMonitor.Core.Tests.Builders.Moments;

namespace CreditMonitor.Core.Tests.Alerts;

public class BalanceRulesTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");

    [Fact]
    public void Runway_is_told_at_fourteen_seven_three_and_one_day()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start)).Spending(10, new(2026, 3, 1), new(2026, 4, 30));

        life.PollEvery(TimeSpan.FromHours(1), Start, Utc("2026-04-19T12:00:00Z"));

        var told = life.Events.Where(e => e.Alert.Kind == AlertKind.LowBalance && e.Kind != AlertEventKind.Resolved).ToList();
        Assert.Equal([Severity.Info, Severity.Warning, Severity.Warning, Severity.Critical], told.Select(e => e.Alert.Severity));
    }

    [Fact]
    public void Credit_that_ends_by_lapsing_is_told_as_that_and_not_a_second_time_as_running_low()
    {
        var life = Lapsing();

        life.PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-14T00:00:00Z"));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.LowBalance);
        Assert.Contains("no other credit is left after that", life.Events.Last(e => e.Alert.Kind == AlertKind.CreditExpiring).Alert.Text.Consequence, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_expiry_is_not_told_running_low_says_that_it_is_by_lapsing()
    {
        var life = Lapsing().Watching(alerts => alerts with { Disabled = [AlertKind.CreditExpiring] });

        life.PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-14T00:00:00Z"));

        var told = life.Events.Last(e => e.Alert.Kind == AlertKind.LowBalance);
        Assert.Contains("when annual lapses or may lapse with about $462.00 unused", told.Alert.Text.Lead, StringComparison.Ordinal);
    }

    private static ALife Lapsing() =>
        new ALife(AGrant.Of(500).Named("annual").EffectiveAt(Start).ExpiringAt(Utc("2026-03-20T00:00:00Z"))).Spending(2, new(2026, 3, 1), new(2026, 3, 19));

    [Fact]
    public void A_balance_that_wavers_around_a_threshold_is_told_once()
    {
        var life = new ALife(AGrant.Of(200).EffectiveAt(Start)).Watching(alerts => alerts with { LowBalanceAmounts = [new Usd(100)], LowBalanceDays = [] });
        for (var day = 0; day < 40; day++)
        {
            var published = new DateOnly(2026, 3, 1).AddDays(day);
            var visible = new DateTimeOffset(published.AddDays(1), new TimeOnly(3, 0), TimeSpan.Zero);
            life.Publish(published, day < 11 ? 9m : 0m, visible);
            if (day > 11)
            {
                life.Publish(new DateOnly(2026, 3, 11), day % 2 == 0 ? 12m : 9m, visible);    // restated to and fro: 98 and 101 left
            }
        }

        life.PollEvery(TimeSpan.FromHours(3), Start, Utc("2026-04-10T00:00:00Z"));

        Assert.Equal(["raised low_balance"], life.Said.Where(said => said.EndsWith("low_balance", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_restatement_that_takes_it_back_withdraws_the_alert()
    {
        var life = new ALife(AGrant.Of(900).EffectiveAt(Start)).Watching(alerts => alerts with { LowBalanceAmounts = [new Usd(100)] })
            .Spending(9, new(2026, 3, 1), new(2026, 4, 19))
            .Publish(new(2026, 4, 20), 412.6m, Utc("2026-04-21T03:00:00Z"))
            .Publish(new(2026, 4, 20), 9.26m, Utc("2026-04-22T12:00:00Z"));

        life.PollEvery(TimeSpan.FromHours(1), Start, Utc("2026-04-22T14:00:00Z"));

        var told = life.Events.Where(e => e.Alert.About == "amount").ToList();
        Assert.Equal([AlertEventKind.Raised, AlertEventKind.Resolved], told.Select(e => e.Kind));
        Assert.StartsWith("restated costs", told[1].Alert.Ending, StringComparison.Ordinal);
    }

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
