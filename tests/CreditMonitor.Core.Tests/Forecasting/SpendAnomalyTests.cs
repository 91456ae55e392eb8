using CreditMonitor.Core.Forecasting;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Forecasting;

public class SpendAnomalyTests
{
    [Fact]
    public void A_day_like_the_others_is_not_abnormal()
    {
        var anomaly = SpendAnomaly.Of(ASpend.Ordinary(1, 100))!;

        Assert.False(anomaly.IsAbnormal);
        Assert.Null(anomaly.NewFloor);
        Assert.InRange(anomaly.Factor!.Value, 0.5m, 1.6m);
    }

    [Fact]
    public void A_day_far_above_the_others_is_abnormal_and_says_by_how_much()
    {
        var anomaly = SpendAnomaly.Of(ASpend.Even(60, 10m).Then(55m))!;

        Assert.Equal((AnomalyReason.OneDay, new Usd(10m), 5.5m), (anomaly.Reason!.Value, new Usd(Math.Round(anomaly.Expected.Amount, 6)), anomaly.Factor!.Value));
        Assert.Equal(new Usd(20m), new Usd(Math.Round(anomaly.Threshold.Amount, 6)));
        Assert.Equal(ASpend.Monday.AddDays(60), anomaly.Day);
    }

    [Fact]
    public void A_busy_monday_is_measured_by_mondays()
    {
        var weeks = Enumerable.Range(0, 84).Select(day => day % 7 == 0 ? 70m : 2m).ToList();

        Assert.False(SpendAnomaly.Of(ASpend.Of(weeks).Then(75m))!.IsAbnormal);
        Assert.True(SpendAnomaly.Of(ASpend.Of(weeks).Then(70m, 30m))!.IsAbnormal);
    }

    [Fact]
    public void A_shift_too_small_for_one_day_shows_over_three()
    {
        var noisy = ASpend.Of(Enumerable.Range(0, 80).Select(day => day % 9 == 4 ? 44m : 10m + (day % 3)));
        var shifted = noisy.Then(40m, 40m, 40m);

        Assert.False(SpendAnomaly.Of(shifted.Until(shifted.Last.AddDays(-2)))!.IsAbnormal);
        Assert.Equal(AnomalyReason.ThreeDays, SpendAnomaly.Of(shifted)!.Reason);
    }

    [Fact]
    public void A_level_that_holds_a_second_day_is_a_new_floor()
    {
        var quiet = ASpend.Of(Enumerable.Range(0, 42).Select(day => 0.4m + (day % 5 * 0.03m)));     // a stranger takes a few dollars a day, as in scenario L02

        Assert.Null(SpendAnomaly.Of(quiet.Then(5.2m))!.NewFloor);
        Assert.Equal((ASpend.Monday.AddDays(42), 2, new Usd(5.2m)), Floor(quiet.Then(5.2m, 6.9m)));
        Assert.Equal((ASpend.Monday.AddDays(42), 5, new Usd(5.2m)), Floor(quiet.Then(5.2m, 6.9m, 5.8m, 8.1m, 9.7m)));
        Assert.Null(SpendAnomaly.Of(quiet.Then(5.2m, 0.4m))!.NewFloor);

        static (DateOnly, int, Usd) Floor(DailySpend spend) => SpendAnomaly.Of(spend)!.NewFloor is { } floor ? (floor.Since, floor.Days, floor.PerDay) : throw new InvalidOperationException("no floor");
    }

    [Fact]
    public void A_level_that_somebody_accepted_is_the_new_normal()
    {
        var shifted = ASpend.Ordinary(3, 90).Then(ASpend.Ordinary(4, 5).Times(4m).Amounts.Select(amount => amount.Amount));
        var since = ASpend.Monday.AddDays(90);

        Assert.True(SpendAnomaly.Of(shifted.Until(since))!.IsAbnormal);
        Assert.False(SpendAnomaly.Of(shifted.Until(since), [since])!.IsAbnormal);
        Assert.NotNull(SpendAnomaly.Of(shifted)!.NewFloor);
        var accepted = SpendAnomaly.Of(shifted, [since])!;
        Assert.Null(accepted.NewFloor);
        Assert.False(accepted.IsAbnormal);
        Assert.True(SpendAnomaly.Of(shifted.Then(2_000m), [since])!.IsAbnormal);
    }

    [Fact]
    public void Fourteen_days_come_before_the_first_verdict()
    {
        Assert.Null(SpendAnomaly.Of(ASpend.Even(14, 1m)));
        Assert.True(SpendAnomaly.Of(ASpend.Even(14, 1m).Then(5m))!.IsAbnormal);
    }

    [Fact]
    public void No_later_day_changes_a_verdict() => Seeds.ForEach(20, seed =>
    {
        var spend = ASpend.Bursty(seed, 200);
        var whole = SpendAnomaly.AbnormalDays(spend);
        foreach (var cut in new[] { 30, 77, 150 })
        {
            var until = spend.First.AddDays(cut);
            Assert.Equal(whole.Where(day => day <= until), SpendAnomaly.AbnormalDays(spend.Until(until)));
            Assert.Equal(whole.Contains(until), SpendAnomaly.Of(spend.Until(until))!.IsAbnormal);
        }
    });

    [Fact]
    public void An_ordinary_account_alarms_seldom_and_its_tripled_spend_soon()
    {
        var (alarms, caught) = (0, 0);
        for (var seed = 0; seed < 30; seed++)
        {
            alarms += SpendAnomaly.AbnormalDays(ASpend.Ordinary(seed, 393)).Length;
            caught += SpendAnomaly.AbnormalDays(ASpend.Ordinary(seed, 103).Times(3m, from: 100)).Any(day => day >= ASpend.Monday.AddDays(100)) ? 1 : 0;
        }

        Assert.InRange(alarms, 0, 30);      // one a year
        Assert.InRange(caught, 27, 30);
    }

    [Fact]
    public void Spend_without_measure_and_none_at_all_are_judged_too()
    {
        Assert.False(SpendAnomaly.Of(ASpend.Even(100, 0m))!.IsAbnormal);
        Assert.Null(SpendAnomaly.Of(ASpend.Even(100, 0m).Then(3m))!.Factor);
        Assert.True(SpendAnomaly.Of(ASpend.Even(100, 0m).Then(3m))!.IsAbnormal);
        Assert.False(SpendAnomaly.Of(ASpend.Even(100, 999_999_999_999m))!.IsAbnormal);
    }
}
