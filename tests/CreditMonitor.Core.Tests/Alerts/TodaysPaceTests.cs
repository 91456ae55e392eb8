using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts;

public class TodaysPaceTests
{
    private static readonly DateOnly First = new(2026, 3, 1);
    private static readonly DateOnly Today = new(2026, 4, 10);
    private static readonly DateTimeOffset Midnight = Utc("2026-04-10T00:00:00Z");

    [Fact]
    public void Credit_that_ends_today_at_todays_pace_is_critical_hours_before_and_no_later_day_is_named()
    {
        var life = Life(300, 2);
        for (var hour = 10; hour <= 21; hour++)
        {
            life.Publish(Today, 18 * (hour - 9), Midnight.AddHours(hour));
        }

        life.PollEvery(TimeSpan.FromHours(1), Midnight, Midnight.AddHours(22));

        var critical = life.Events.First(e => e.Alert is { Kind: AlertKind.LowBalance, Severity: Severity.Critical });
        Assert.Equal(Midnight.AddHours(13), critical.At);
        Assert.Contains("$18.00 an hour", critical.Alert.Text.Lead, StringComparison.Ordinal);
        Assert.All(life.Events.Where(e => e.At >= critical.At && e.Alert.Kind == AlertKind.LowBalance), e => Assert.DoesNotContain("21 April", string.Concat(e.Alert.Text.Lead, e.Alert.Text.Subject), StringComparison.Ordinal));
    }

    /// <summary>A whole life at another scale: images for a few hours at night, published every two hours.</summary>
    [Fact]
    public void Dear_hours_that_are_published_every_two_hours_are_seen_as_well()
    {
        var life = Life(5_000, 40);
        for (var hour = 2; hour <= 16; hour += 2)
        {
            life.Publish(Today, 190 * hour, Midnight.AddHours(hour));
        }

        life.PollEvery(TimeSpan.FromHours(1), Midnight, Midnight.AddHours(17));

        var critical = life.Events.First(e => e.Alert is { Kind: AlertKind.LowBalance, Severity: Severity.Critical });
        Assert.InRange(critical.At, Midnight.AddHours(4), Midnight.AddHours(8));
    }

    [Fact]
    public void The_first_figure_after_midnight_counts_only_where_it_is_larger_than_the_credit_that_is_left()
    {
        Assert.Null(Pace(100, (5, 45)));
        Assert.Equal(new Usd(15), Pace(30, (5, 75))!.PerHour);
        Assert.Equal(Midnight.AddHours(7), Pace(30, (5, 75))!.GoneAt);
    }

    [Fact]
    public void Two_figures_less_than_three_hours_apart_tell_no_pace()
    {
        Assert.Null(Pace(300, (5, 45), (7, 90)));
        Assert.NotNull(Pace(300, (5, 45), (8, 90)));
    }

    [Fact]
    public void What_is_no_more_than_such_a_day_may_cost_changes_nothing() => Assert.Null(Pace(15, (5, 1), (9, 1.9m)));

    [Fact]
    public void A_figure_that_stands_still_slows_the_pace()
    {
        var running = Running((6, 30), (10, 70));
        var (spend, burn) = Known(2);

        var then = TodaysPace.Of(running, spend, burn, new Usd(200), Midnight.AddHours(11))!;
        var later = TodaysPace.Of(running, spend, burn, new Usd(200), Midnight.AddHours(18))!;

        Assert.Equal(10m, then.PerHour.Amount);
        Assert.True(later.PerHour.Amount < 4m);
        Assert.True(later.GoneAt > then.GoneAt);
    }

    [Fact]
    public void Tomorrow_goes_on_as_usual()
    {
        var pace = Pace(150, (10, 18), (13, 48))!;

        Assert.Equal(new Usd(110), pace.RestOfDay);
        Assert.Equal(Midnight.AddDays(1 + 20), pace.GoneAt);
        Assert.Equal(Severity.Info, pace.SeverityAt(Midnight.AddHours(13)));
    }

    [Fact]
    public void A_figure_that_is_corrected_downwards_takes_back_those_above_it()
    {
        var history = CostHistory.Empty;
        var running = RunningDay.None;
        foreach (var (hour, amount) in new[] { (5, 20m), (6, 60m), (7, 30m), (8, 30m) })
        {
            history = history.Merge(new CostReport(Today, Midnight.AddHours(hour), [new CostDay(Today, [new CostRow(null, null, null, new Usd(amount))], 0)], [])).History;
            running = running.After(history, Midnight.AddHours(hour));
        }

        Assert.Equal([20m, 30m], running.Figures.Select(figure => figure.Amount.Amount));
        Assert.Empty(running.After(history, Midnight.AddDays(1)).Figures);
    }

    /// <summary>Two hundred years with a dozen batch days each, up to five usual days within one to eight hours, which leave more than ten usual days of credit.</summary>
    [Fact]
    public void A_batch_that_leaves_more_than_ten_usual_days_is_never_above_information()
    {
        for (var year = 0; year < 200; year++)
        {
            var random = new Random(year);
            var days = Year(random);
            for (var batch = 0; batch < 12; batch++)
            {
                Check(year, random, days, 30 + random.Next(days.Length - 31));
            }
        }
    }

    private static void Check(int year, Random random, decimal[] days, int at)
    {
        var day = First.AddDays(at);
        var history = new DailySpend(First, [.. days.Take(at).Select(amount => new Usd(amount))]);
        var spend = SpendForecaster.Forecast(history, day)!;
        var burn = new BurnRate(new Usd(days.Take(at).TakeLast(28).Average()), 28, day.AddDays(-28), day.AddDays(-1));
        var (begins, lasts, extra) = (random.Next(0, 16), 1 + random.Next(8), burn.PerDay.Amount * (1 + (4 * (decimal)random.NextDouble())));
        var left = burn.PerDay.Amount * (10.01m + (decimal)random.NextDouble() * 10);
        var running = RunningDay.None;
        for (var hour = 1; hour <= 23; hour++)
        {
            var spent = (days[at] * hour / 24) + (extra * Math.Clamp((hour - begins) / (decimal)lasts, 0, 1));
            running = new RunningDay(day, running.Figures.Add(new CostFigure(Day(day).AddHours(hour), new Usd(Math.Round(spent, 6)))));
            var rest = days[at] + extra - spent;
            var pace = TodaysPace.Of(running, spend, burn, new Usd(left + rest), Day(day).AddHours(hour));
            Assert.True(pace is null || pace.SeverityAt(Day(day).AddHours(hour)) == Severity.Info, $"year {year}, day {at}, hour {hour}: {pace}");
        }
    }

    private static DateTimeOffset Day(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static decimal[] Year(Random random)
    {
        var (level, weekend) = (Math.Exp(random.NextDouble() * 6), random.NextDouble());
        return [.. Enumerable.Range(0, 365).Select(n => First.AddDays(n)).Select(day =>
            Math.Round((decimal)(level * (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? weekend : 1) * Math.Exp(0.4 * (random.NextDouble() + random.NextDouble() - 1))), 4))];
    }

    private static ALife Life(decimal credit, decimal perDay) =>
        new ALife(AGrant.Of(credit).Named("g0").EffectiveAt(Utc("2026-03-01T00:00:00Z")).NeverExpiring()).Spending(perDay, First, Today.AddDays(-1)).PollEvery(TimeSpan.FromHours(6), Utc("2026-03-01T00:00:00Z"), Midnight);

    private static (SpendForecast Spend, BurnRate Burn) Known(decimal perDay)
    {
        var history = new DailySpend(First, [.. Enumerable.Repeat(new Usd(perDay), 40)]);
        return (SpendForecaster.Forecast(history, Today)!, new BurnRate(new Usd(perDay), 28, Today.AddDays(-28), Today.AddDays(-1)));
    }

    private static RunningDay Running(params (int Hour, decimal Amount)[] figures) =>
        new(Today, [.. figures.Select(figure => new CostFigure(Midnight.AddHours(figure.Hour), new Usd(figure.Amount)))]);

    private static TodaysPace? Pace(decimal balance, params (int Hour, decimal Amount)[] figures)
    {
        var (spend, burn) = Known(2);
        return TodaysPace.Of(Running(figures), spend, burn, new Usd(balance), Midnight.AddHours(figures[^1].Hour));
    }
}
