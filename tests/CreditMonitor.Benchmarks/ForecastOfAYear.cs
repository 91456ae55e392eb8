using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using CreditMonitor.Core;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Benchmarks;

/// <summary>What a poll asks of the forecaster for one organization with 400 days of costs. To reach: under 5 ms for a forecast with its range and run-out dates.</summary>
[Config(typeof(Config))]
public class ForecastOfAYear
{
    private static readonly DateOnly First = new(2025, 1, 1);
    private DailySpend _history = DailySpend.None;
    private CreditGrant[] _grants = [];

    [GlobalSetup]
    public void Make()
    {
        var random = new Random(1);
        _history = new DailySpend(First, [.. Enumerable.Range(0, 400).Select(day => new Usd((decimal)Math.Round((day % 7 < 5 ? 40 : 12) * (0.5 + random.NextDouble()), 2)))]);
        var now = new DateTimeOffset(_history.Last.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        _grants = [.. Enumerable.Range(0, 6).Select(n => new CreditGrant($"g{n}", GrantKind.Paid, new Usd(900m), now.AddDays(-n), now.AddDays(60 * (n + 1))))];
    }

    [Benchmark(Baseline = true)]
    public DateOnly? RangeAndRunway()
    {
        var forecast = SpendForecaster.Forecast(_history, _history.Last)!;
        _ = forecast.Cumulative(90, 0.9m);
        return forecast.Runway(new Usd(1_000m)).P50;
    }

    [Benchmark]
    public CreditForecast SixGrants() => SpendForecaster.Forecast(_history, _history.Last)!.Credit([.. _grants], BurnOrder.PromotionalFirst);

    [Benchmark]
    public SpendAnomaly? NewestDay() => SpendAnomaly.Of(_history);

    private sealed class Config : BenchmarkDotNet.Configs.ManualConfig
    {
        public Config() => AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance));
    }
}
