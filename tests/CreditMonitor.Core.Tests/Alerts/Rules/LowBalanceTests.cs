using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class LowBalanceTests
{
    [Fact]
    public void Runway_is_told_at_fourteen_seven_three_and_one_day()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start)).Spending(10, new(2026, 3, 1), new(2026, 4, 30));

        life.PollEvery(TimeSpan.FromHours(1), Start, Utc("2026-04-19T12:00:00Z"));

        var told = life.Events.Where(e => e.Alert.Kind == AlertKind.LowBalance && e.Kind != AlertEventKind.Resolved).ToList();
        Assert.Equal([Severity.Info, Severity.Warning, Severity.Warning, Severity.Critical], told.Select(e => e.Alert.Severity));
    }

    [Fact]
    public void Without_three_complete_days_there_is_no_pace_and_no_runway()
    {
        var life = new ALife(AGrant.Of(30).EffectiveAt(Start)).Spending(10, new(2026, 3, 1), new(2026, 3, 2));

        life.PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-04T00:00:00Z"));

        Assert.Equal(10m, life.Last.Snapshot.Balance?.Amount);
        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.LowBalance);
    }

    [Theory]
    [InlineData(100, Severity.Warning)]     // at the higher of the two amounts
    [InlineData(100.01, null)]
    [InlineData(50, Severity.Critical)]     // at the last
    [InlineData(50.01, Severity.Warning)]
    public void An_amount_is_reached_when_the_balance_is_at_it_and_the_last_of_several_is_critical(decimal left, Severity? severity)
    {
        var life = new ALife(AGrant.Of(left + 20).EffectiveAt(Start)).Spending(20, new(2026, 3, 1), new(2026, 3, 1)).Watching(alerts => alerts with { LowBalanceAmounts = [new Usd(100), new Usd(50)], LowBalanceDays = [] });

        life.Poll(Utc("2026-03-02T04:00:00Z"));

        Assert.Equal(severity is { } one ? [("low_balance.amount.20260302T0400", one)] : [], life.Events.Select(e => (e.Alert.Key, e.Alert.Severity)));
    }

    [Fact]
    public void Who_is_billed_monthly_runs_low_of_nothing()
    {
        var life = new ALife(AGrant.Of(60).EffectiveAt(Start)).Spending(10, new(2026, 3, 1), new(2026, 3, 4)).Watching(alerts => alerts with { LowBalanceAmounts = [new Usd(100)] });
        life.Organization = life.Organization with { BillingModes = [new BillingModeSpan(Start, BillingMode.Monthly)] };

        life.PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-05T06:00:00Z"));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.LowBalance);
    }

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
    public void Credit_that_ends_by_lapsing_is_told_as_that_and_not_a_second_time_as_running_low()
    {
        var life = Lapsing();

        life.PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-14T00:00:00Z"));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.LowBalance);
        Assert.Contains("no other credit is left after that", life.Events.Last(e => e.Alert.Kind == AlertKind.CreditExpiring).Alert.Text.Consequence, StringComparison.Ordinal);
    }

    [Fact]
    public void Credit_that_may_have_lapsed_already_is_told_as_that_and_not_as_running_low_to_its_last_possible_day()
    {
        var life = new ALife(AGrant.Of(500).Named("annual").EffectiveAt(Utc("2025-03-20T09:00:00Z"))).Spending(2, new(2026, 2, 20), new(2026, 3, 19));

        life.PollEvery(TimeSpan.FromHours(6), Utc("2026-02-24T00:00:00Z"), Utc("2026-03-19T00:00:00Z"));

        Assert.Contains(life.Events, e => e.Alert.Kind == AlertKind.CreditExpired);
        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.LowBalance);
    }

    [Fact]
    public void Where_expiry_is_not_told_running_low_says_that_it_is_by_lapsing()
    {
        var life = Lapsing().Watching(alerts => alerts with { Disabled = [AlertKind.CreditExpiring] });

        life.PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-14T00:00:00Z"));

        var told = life.Events.Last(e => e.Alert.Kind == AlertKind.LowBalance);
        Assert.Contains("when annual lapses or may lapse with about $462.00 unused", told.Alert.Text.Lead, StringComparison.Ordinal);
    }

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
            life.Tell(Payment("R-1", Utc("2026-03-02T09:00:00Z"), 20, ReceiptKind.AutoRecharge, credit: 20), Credited("c", Utc("2026-03-02T09:00:00Z"), 20));
        }

        if (last is not null)
        {
            life.Tell(Payment("F-1", Utc("2026-03-05T09:00:00Z"), 50, ReceiptKind.PaymentFailed));
        }

        life.PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-09T00:00:00Z"));

        Assert.Equal(low, life.Events.Any(e => e.Alert.Kind == AlertKind.LowBalance));
    }

    [Theory]
    [InlineData(false, false)]    // a recharge that somebody told or confirmed: it works again
    [InlineData(true, true)]      // one that only came by mail proves nothing
    public void A_recharge_after_a_decline_covers_when_somebody_confirmed_it(bool byMailAlone, bool low)
    {
        var life = new ALife(AGrant.Of(60).Named("g0").EffectiveAt(Start).NeverExpiring()).Spending(4, new(2026, 3, 1), new(2026, 4, 30))
            .Tell(AutoRechargeIs(true, 5), Declined("F-1", Utc("2026-03-03T09:00:00Z")), Recharge("R-1", Utc("2026-03-04T09:00:00Z")) with { Claimed = byMailAlone });

        life.PollEvery(TimeSpan.FromHours(6), Utc("2026-03-04T12:00:00Z"), Utc("2026-03-09T00:00:00Z"));

        Assert.Equal(low, life.Events.Any(e => e.Alert.Kind == AlertKind.LowBalance));
    }

    [Fact]
    public void A_weekend_at_nothing_does_not_tell_the_same_window_anew()
    {
        var life = new ALife(AGrant.Of(295).Named("g0").EffectiveAt(Start).NeverExpiring());
        for (var day = new DateOnly(2026, 3, 1); day < new DateOnly(2026, 4, 30); day = day.AddDays(1))
        {
            life.Publish(day, day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0m : 14m, new DateTimeOffset(day.AddDays(1), new TimeOnly(3, 0), TimeSpan.Zero));
        }

        life.PollEvery(TimeSpan.FromHours(1), Start, Utc("2026-03-30T00:00:00Z"));

        Assert.Equal([1, 2, 3, 4], life.Events.Of(AlertKind.LowBalance).Where(e => e.Kind != AlertEventKind.Resolved).Select(e => e.Alert.Step));
    }

    [Fact]
    public void Thresholds_that_are_taken_out_while_it_is_open_break_nothing()
    {
        var life = new ALife(AGrant.Of(100).Named("g0").EffectiveAt(Start).NeverExpiring()).Spending(10, new(2026, 3, 1), new(2026, 4, 30));
        life.PollEvery(TimeSpan.FromHours(3), Start, Utc("2026-03-09T00:00:00Z"));

        life.Watching(alerts => alerts with { LowBalanceDays = [7] }).PollEvery(TimeSpan.FromHours(3), Utc("2026-03-09T00:00:00Z"), Utc("2026-03-10T00:00:00Z"));

        Assert.Equal(1, life.Alert(AlertKind.LowBalance).Step);
    }

    [Fact]
    public void After_a_purchase_the_same_window_is_told_again()
    {
        var life = new ALife(AGrant.Of(100).Named("g0").EffectiveAt(Start).NeverExpiring()).Spending(10, new(2026, 3, 1), new(2026, 4, 30));
        life.PollEvery(TimeSpan.FromHours(3), Start, Utc("2026-03-09T00:00:00Z"));
        life.Tell(Credited("more", Utc("2026-03-09T00:00:00Z"), 30)).PollEvery(TimeSpan.FromHours(3), Utc("2026-03-09T00:00:00Z"), Utc("2026-03-12T00:00:00Z"));

        Assert.Equal([3, 3], life.Events.Of(AlertKind.LowBalance).Where(e => e.Alert.Step == 3 && e.Kind != AlertEventKind.Resolved).Select(e => e.Alert.Step));
    }

    [Fact]
    public void A_new_daily_floor_shortens_the_runway_on_the_day_it_is_found()
    {
        var life = new ALife(AGrant.Of(2_800).Named("g0").EffectiveAt(Start).NeverExpiring()).Spending(5, new(2026, 3, 1), new(2026, 4, 4)).Spending(900, new(2026, 4, 5), new(2026, 4, 6));

        life.PollEvery(TimeSpan.FromHours(1), Start, Utc("2026-04-07T03:30:00Z"));

        var alert = life.Alert(AlertKind.LowBalance);
        Assert.Equal((Severity.Critical, Utc("2026-04-07T03:00:00Z")), (alert.Severity, life.Events.Of(AlertKind.LowBalance).First(e => e.Alert.Severity >= Severity.Warning).At));
        Assert.Contains("at $900.00 a day, which every day since 5 Apr 2026 cost at least", alert.Text.Lead, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_just_paid_is_given_an_hour_before_the_runway_is_said_to_be_short()
    {
        var life = new ALife(AGrant.Of(60).Named("g0").EffectiveAt(Start).NeverExpiring()).Spending(4, new(2026, 3, 1), new(2026, 4, 30)).Watching(alerts => alerts with { LowBalanceDays = [5] });
        var paid = Utc("2026-03-10T23:30:00Z");
        life.PollEvery(TimeSpan.FromHours(1), Start, paid);
        Assert.Empty(life.Events.Of(AlertKind.LowBalance));

        life.Tell(Payment("R-1", paid)).Poll(Utc("2026-03-11T00:00:00Z"));
        Assert.Empty(life.Events.Of(AlertKind.LowBalance));

        life.Poll(Utc("2026-03-11T01:00:00Z"));
        Assert.Single(life.Events.Of(AlertKind.LowBalance));
    }

    private static ALife Lapsing() =>
        new ALife(AGrant.Of(500).Named("annual").EffectiveAt(Start).ExpiringAt(Utc("2026-03-20T00:00:00Z"))).Spending(2, new(2026, 3, 1), new(2026, 3, 19));
}
