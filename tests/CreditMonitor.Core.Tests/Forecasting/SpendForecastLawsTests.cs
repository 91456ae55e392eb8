using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Tests.Builders;

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

    private static DailySpend Any(int seed) => seed % 2 == 0 ? ASpend.Ordinary(seed, 10 + (seed * 7)) : ASpend.Bursty(seed, 10 + (seed * 7));

    private static SpendForecast On(DailySpend spend) => SpendForecaster.Forecast(spend, spend.Last)!;
}
