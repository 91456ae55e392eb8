using System.Collections.Immutable;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Forecasting;

public class SpendForecastTests
{
    [Fact]
    public void An_even_spend_goes_on_as_it_was()
    {
        var forecast = On(ASpend.Even(100, 2m));

        Assert.Equal(new Usd(2m), forecast.PerDay);
        Assert.Equal(new Usd(60m), Rounded(forecast.Cumulative(30, 0.5m)));
        Assert.InRange(forecast.Cumulative(30, 0.1m).Amount, 50m, 60m);
        Assert.InRange(forecast.Cumulative(30, 0.9m).Amount, 60m, 70m);
        Assert.All(forecast.Weekdays, index => Assert.Equal(1m, index));
    }

    [Fact]
    public void A_quiet_weekend_shows_in_the_weekdays_and_in_the_days_ahead()
    {
        var forecast = On(ASpend.Ordinary(seed: 1, days: 140));

        Assert.True(forecast.Weekdays[5] < 0.6m && forecast.Weekdays[0] > 1.1m, string.Join(' ', forecast.Weekdays));
        Assert.Equal(DayOfWeek.Sunday, forecast.AsOf.DayOfWeek);
        var (monday, saturday) = (forecast.Cumulative(1, 0.5m), forecast.Cumulative(6, 0.5m) - forecast.Cumulative(5, 0.5m));
        Assert.True(monday.Amount > 2 * saturday.Amount, $"{monday} {saturday}");
    }

    [Fact]
    public void Fewer_than_three_days_foretell_nothing_and_fewer_than_fourteen_are_called_little()
    {
        Assert.Null(SpendForecaster.Forecast(ASpend.Of(1m, 2m), ASpend.Monday.AddDays(1)));
        Assert.Null(SpendForecaster.Forecast(DailySpend.None, ASpend.Monday));
        Assert.True(On(ASpend.Even(13, 1m)).IsLittleHistory);
        Assert.False(On(ASpend.Even(14, 1m)).IsLittleHistory);
    }

    [Fact]
    public void An_account_that_never_spent_has_no_run_out_date()
    {
        var forecast = On(ASpend.Even(60, 0m));

        Assert.Equal(Usd.Zero, forecast.Cumulative(400, 0.999m));
        Assert.Null(forecast.Runway(new Usd(0.01m)).P10);
    }

    [Fact]
    public void The_runway_is_a_range_of_dates_the_early_one_first()
    {
        var forecast = On(ASpend.Ordinary(seed: 2, days: 100));
        var runway = forecast.Runway(new Usd(forecast.PerDay.Amount * 30));

        Assert.True(runway.P10 <= runway.P50 && runway.P50 <= runway.P90);
        Assert.InRange(runway.P50!.Value.DayNumber - forecast.AsOf.DayNumber, 28, 32);
        Assert.InRange(runway.ProbabilityBy(runway.P50.Value), 0.5m, 0.75m);
        Assert.Equal(0m, runway.ProbabilityBy(forecast.AsOf));
    }

    [Fact]
    public void An_empty_balance_is_used_up_today() => Assert.Equal(ASpend.Monday.AddDays(19), On(ASpend.Even(20, 1m)).Runway(Usd.Zero).P90);

    [Fact]
    public void A_balance_beyond_the_forecast_has_no_date() => Assert.Null(On(ASpend.Even(100, 1m)).Runway(new Usd(1_000_000m)).P50);

    [Fact]
    public void Days_not_yet_published_are_still_to_come()
    {
        var history = ASpend.Even(100, 10m);
        var forecast = SpendForecaster.Forecast(history, history.Last.AddDays(3))!;

        Assert.Equal(new Usd(30m), Rounded(forecast.Cumulative(0, 0.5m)));
        Assert.Equal(new Usd(100m), Rounded(forecast.Cumulative(7, 0.5m)));
        Assert.Equal(forecast.AsOf.AddDays(7), forecast.Runway(new Usd(99.99m)).P50);
    }

    [Fact]
    public void What_a_running_day_already_shows_is_not_spent_a_second_time()
    {
        var history = ASpend.Even(100, 10m) with { PublishedSince = new Usd(14m) };
        var forecast = SpendForecaster.Forecast(history, history.Last.AddDays(2))!;

        Assert.Equal(new Usd(6m), Rounded(forecast.Cumulative(0, 0.5m)));
        Assert.Equal(new Usd(16m), Rounded(forecast.Cumulative(1, 0.5m)));
    }

    [Fact]
    public void A_running_day_that_cost_far_more_does_not_make_the_days_after_it_cheaper()
    {
        var history = ASpend.Even(100, 10m) with { PublishedSince = new Usd(500m) };
        var forecast = SpendForecaster.Forecast(history, history.Last.AddDays(1))!;

        Assert.Equal(Usd.Zero, forecast.Cumulative(0, 0.5m));
        Assert.Equal(new Usd(70m), Rounded(forecast.Cumulative(7, 0.5m)));
    }

    [Fact]
    public void Forecasting_before_what_is_known_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SpendForecaster.Forecast(ASpend.Even(10, 1m), ASpend.Monday.AddDays(8)));

    [Fact]
    public void A_short_gap_is_bridged_and_a_long_one_ends_the_run()
    {
        var day = ASpend.Monday;
        var known = ImmutableSortedDictionary<DateOnly, Usd>.Empty.Add(day, new Usd(4m)).Add(day.AddDays(3), new Usd(8m));

        var bridged = DailySpend.Of(known);
        Assert.Equal([4m, 4m, 4m, 8m], bridged.Amounts.Select(amount => amount.Amount));
        Assert.Equal(2, bridged.Bridged);

        var cut = DailySpend.Of(known.Add(day.AddDays(60), new Usd(1m)));
        Assert.Equal((day.AddDays(60), 1, 0), (cut.First, cut.Days, cut.Bridged));
    }

    [Fact]
    public void The_history_hands_over_complete_days_and_what_it_knows_of_later_ones()
    {
        var days = new[] { DayQuality.Complete, DayQuality.Complete, DayQuality.Partial, DayQuality.Partial }
            .Select((quality, at) => new DayCost(ASpend.Monday.AddDays(at), new Usd(at + 1), quality, DateTimeOffset.UnixEpoch, 0));

        var spend = new CostHistory(days.ToImmutableSortedDictionary(day => day.Day, day => day)).ToDailySpend();

        Assert.Equal((2, ASpend.Monday.AddDays(1), new Usd(7m)), (spend.Days, spend.Last, spend.PublishedSince));
        Assert.Equal(0, CostHistory.Empty.ToDailySpend().Days);
    }

    private static SpendForecast On(DailySpend spend) => SpendForecaster.Forecast(spend, spend.Last)!;

    private static Usd Rounded(Usd amount) => new(Math.Round(amount.Amount, 6));
}
