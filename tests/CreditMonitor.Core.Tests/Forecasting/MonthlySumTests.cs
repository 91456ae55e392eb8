using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Forecasting;

public class MonthlySumTests
{
    private static readonly DateOnly First = new(2026, 1, 1);

    [Theory]
    [InlineData(1, 20, 1200)]
    [InlineData(15, 7, 99)]
    [InlineData(31, 50, 400)]
    public void A_sum_on_the_same_day_of_two_months_is_known_and_leaves_the_rate_alone(int dayOfMonth, int perDay, int sum)
    {
        var history = History(120, day => perDay + (IsOn(day, dayOfMonth) ? sum : 0));

        var monthly = Assert.Single(MonthlySum.Of(history));

        Assert.Equal((dayOfMonth, new Usd(sum)), (monthly.DayOfMonth, monthly.Amount));
        Assert.Equal(new Usd(perDay), BurnRate.Of(history)!.PerDay);
        Assert.True(IsOn(monthly.Next().First(), dayOfMonth));
    }

    [Fact]
    public void One_alone_one_that_stopped_and_a_batch_each_week_are_none()
    {
        Assert.Empty(MonthlySum.Of(History(50, day => 20 + (day.Day == 1 && day.Month == 2 ? 1200 : 0))));
        Assert.Empty(MonthlySum.Of(History(120, day => 20 + (day.Day == 1 && day.Month <= 3 ? 1200 : 0))));
        Assert.Empty(MonthlySum.Of(History(120, day => 20 + (day.DayOfWeek == DayOfWeek.Monday ? 200 : 0))));
        Assert.Empty(MonthlySum.Of(History(120, day => 20 + (day.DayNumber % 10) * 3)));
    }

    [Fact]
    public void Credit_runs_out_on_the_day_of_the_next_sum_where_that_is_what_it_does_not_cover()
    {
        var life = new ALife(AGrant.Of(4_500).Named("g0").EffectiveAt(Utc("2026-01-01T00:00:00Z")).NeverExpiring());
        for (var day = First; day < First.AddDays(100); day = day.AddDays(1))
        {
            life.Publish(day, 20 + (day.Day == 1 ? 1200 : 0), CostHistory.DayEnd(day).AddHours(3));
        }

        life.PollEvery(TimeSpan.FromHours(6), Utc("2026-01-01T00:00:00Z"), Utc("2026-02-10T12:00:00Z"));

        // 1,280 are left: on 1 March 400 more are spent, and the sum is more than the rest.
        Assert.Equal(new DateOnly(2026, 3, 1), DateOnly.FromDateTime(life.Last.Status.RunsOutAt!.Value.UtcDateTime));
    }

    [Fact]
    public void The_range_ahead_holds_the_true_end()
    {
        var life = new ALife(AGrant.Of(7_000).Named("g0").EffectiveAt(Utc("2026-01-01T00:00:00Z")).NeverExpiring());
        for (var day = First; day < First.AddDays(130); day = day.AddDays(1))
        {
            life.Publish(day, 20 + (day.Day == 1 ? 1200 : 0), CostHistory.DayEnd(day).AddHours(3));
        }

        life.PollEvery(TimeSpan.FromHours(6), Utc("2026-01-01T00:00:00Z"), Utc("2026-04-02T12:00:00Z"));

        var runway = life.Last.Status.Runway!;
        Assert.InRange(new DateOnly(2026, 4, 20), runway.P10!.Value, runway.P90!.Value);
        Assert.DoesNotContain(life.Events, e => e.At > Utc("2026-02-03T00:00:00Z") && e.Alert is { Kind: AlertKind.LowBalance, Severity: > Severity.Info });
    }

    private static bool IsOn(DateOnly day, int dayOfMonth) => day.Day == Math.Min(dayOfMonth, DateTime.DaysInMonth(day.Year, day.Month));

    private static CostHistory History(int days, Func<DateOnly, int> amount) => new(Enumerable.Range(0, days).Select(n => First.AddDays(n))
        .Select(day => new DayCost(day, new Usd(amount(day)), DayQuality.Complete, CostHistory.DayEnd(day).AddHours(7), 0)).ToImmutableSortedDictionary(day => day.Day, day => day));
}
