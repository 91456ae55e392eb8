using CreditMonitor.Core.Forecasting;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Forecasting;

/// <summary>What holds for every account, over seeds.</summary>
public class SpendForecastLawsTests
{
    private static readonly decimal[] Quantiles = [0.001m, 0.05m, 0.1m, 0.3m, 0.5m, 0.7m, 0.9m, 0.95m, 0.999m];

    [Fact]
    public void More_certainty_and_more_days_never_mean_less_spend() => Seeds.ForEach(60, seed =>
    {
        var forecast = On(Any(seed));
        foreach (var days in new[] { 1, 6, 7, 30, 89, 90, 91, 400 })
        {
            var amounts = Quantiles.Select(quantile => forecast.Cumulative(days, quantile)).ToList();
            Assert.Equal(amounts.Order(), amounts);
        }

        foreach (var quantile in Quantiles)
        {
            var amounts = Enumerable.Range(0, 120).Select(days => forecast.Cumulative(days, quantile)).ToList();
            Assert.Equal(amounts.Order(), amounts);
        }
    });

    [Fact]
    public void The_unit_of_money_does_not_matter() => Seeds.ForEach(40, seed =>
    {
        var (one, thousand) = (On(Any(seed)), On(Any(seed).Times(1_000m)));
        foreach (var quantile in Quantiles)
        {
            var expected = one.Cumulative(45, quantile).Amount * 1_000m;
            Assert.Equal((double)expected, (double)thousand.Cumulative(45, quantile).Amount, tolerance: 1e-6 * (1 + (double)expected));
        }
    });

    [Fact]
    public void The_same_days_give_the_same_forecast_to_the_last_digit() => Seeds.ForEach(20, seed =>
        Assert.Equal(Quantiles.Select(quantile => On(Any(seed)).Cumulative(200, quantile)), Quantiles.Select(quantile => On(Any(seed)).Cumulative(200, quantile))));

    [Fact]
    public void Days_older_than_the_forecaster_looks_change_nothing() =>
        Assert.Equal(On(ASpend.Even(700, 99m).Then(ASpend.Ordinary(3, 406).Amounts.Select(amount => amount.Amount))).Cumulative(90, 0.9m), On(ASpend.Ordinary(3, 406)).Cumulative(90, 0.9m));

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 1_100)]
    [InlineData(0, 3)]
    [InlineData(0, 1_100)]
    [InlineData(999_999_999_999, 3)]
    [InlineData(999_999_999_999, 1_100)]
    public void No_account_is_too_small_too_old_or_too_rich(long perDay, int days)
    {
        var forecast = On(ASpend.Even(days, perDay));

        Assert.All(Quantiles, quantile => Assert.InRange(forecast.Cumulative(forecast.Horizon, quantile).Amount, 0m, 1_000_000_000_000_000_000m));
        Assert.Equal(perDay == 0, forecast.Runway(new Usd(1m)).P50 is null);
    }

    /// <summary>The range is 80 %; bounds are generous so that no seed decides. A mean with its standard deviation holds in 20 to 50 % at these horizons.</summary>
    [Fact]
    public void The_range_holds_about_as_often_as_it_says_on_bursty_accounts_and_more_often_on_steady_ones()
    {
        Assert.All(Coverage(seed => ASpend.Bursty(seed, 300)), share => Assert.InRange(share, 0.72m, 0.90m));
        Assert.All(Coverage(seed => ASpend.Ordinary(seed, 300)), share => Assert.InRange(share, 0.75m, 1m));
    }

    private static IEnumerable<decimal> Coverage(Func<int, DailySpend> account) =>
        Enumerable.Range(100, 30).SelectMany(seed => SpendBacktest.Of(account(seed))!.Rows).GroupBy(row => row.Days).Select(rows => rows.Average(row => row.Coverage));

    /// <summary>Two days are not published and a third shows half of its cost: the forecast is made from what was known then.</summary>
    [Fact]
    public void The_range_holds_for_what_is_still_to_come_when_the_newest_days_are_late()
    {
        var (within, all) = (0, 0);
        for (var seed = 200; seed < 240; seed++)
        {
            var spend = ASpend.Bursty(seed, 300);
            for (var origin = 60; origin < 260; origin += 25)
            {
                var known = spend.Until(spend.First.AddDays(origin)) with { PublishedSince = new Usd(spend.Amounts[origin + 1].Amount / 2) };
                var forecast = SpendForecaster.Forecast(known, known.Last.AddDays(3))!;
                var actual = Usd.Sum(spend.Amounts.Skip(origin + 1).Take(33)) - known.PublishedSince;
                within += forecast.Cumulative(30, 0.1m) <= actual && actual <= forecast.Cumulative(30, 0.9m) ? 1 : 0;
                all++;
            }
        }

        Assert.InRange((decimal)within / all, 0.72m, 0.92m);
    }

    /// <summary>Ten days are little, but not nothing: a steady account gets a range that is of use.</summary>
    [Fact]
    public void A_young_steady_account_has_a_narrower_range_than_a_young_bursty_one()
    {
        Assert.True(Width(ASpend.Even(10, 5m)) < 1.2m);
        Assert.True(Width(ASpend.Of(0m, 0m, 31m, 0m, 1m, 0m, 0m, 18m, 0m, 0m)) > 2m);

        static decimal Width(DailySpend spend) => (On(spend).Cumulative(30, 0.9m) - On(spend).Cumulative(30, 0.1m)).Amount / On(spend).Cumulative(30, 0.5m).Amount;
    }

    private static DailySpend Any(int seed) => seed % 2 == 0 ? ASpend.Ordinary(seed, 10 + (seed * 7)) : ASpend.Bursty(seed, 10 + (seed * 7));

    private static SpendForecast On(DailySpend spend) => SpendForecaster.Forecast(spend, spend.Last)!;
}
