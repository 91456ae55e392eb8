using System.Collections.Immutable;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Forecasting;

public class CreditForecastTests
{
    private static readonly DailySpend TenADay = ASpend.Even(100, 10m);
    private static readonly DateTimeOffset Now = new(TenADay.Last.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);

    [Fact]
    public void A_grant_that_is_used_in_time_loses_nothing_and_needs_little()
    {
        var grant = Assert.Single(Forecast(Grant("a", 100m, days: 60)).Grants);

        Assert.Equal((Usd.Zero, 0m), (grant.ExpectedUnused, grant.ProbabilityOfLoss));
        Assert.Equal(new Usd(1.70m), grant.NeededPerDay);     // 59 evenings before it ends
    }

    [Fact]
    public void What_lapses_unused_is_foreseen_with_its_range()
    {
        var grant = Assert.Single(Forecast(Grant("a", 1_000m, days: 31)).Grants);

        Assert.Equal(1m, grant.ProbabilityOfLoss);
        Assert.InRange(grant.ExpectedUnused!.Value.Amount, 690m, 710m);
        Assert.True(grant.UnusedP10 < grant.ExpectedUnused && grant.ExpectedUnused < grant.UnusedP90);
        Assert.Equal(new Usd(33.34m), grant.NeededPerDay);
    }

    [Fact]
    public void A_grant_further_back_in_the_burn_order_waits_for_those_before_it()
    {
        var credit = Forecast(Grant("paid", 100m, days: 21), Grant("given", 200m, days: 300).Promotional());

        Assert.InRange(credit.Grants[0].ExpectedUnused!.Value.Amount, 98m, 100m);     // but for paths that use up both
        Assert.Equal(new Usd(15m), credit.Grants[0].NeededPerDay);       // 20 days for both
        Assert.Equal(Usd.Zero, credit.Grants[1].ExpectedUnused);
    }

    [Fact]
    public void The_run_out_counts_what_lapses_and_what_is_still_to_start()
    {
        var lapsing = Forecast(Grant("a", 1_000m, days: 31)).Runway;
        Assert.Equal(TenADay.Last.AddDays(31), lapsing.P50);

        var later = Grant("b", 50m, days: 300).EffectiveAt(Now.AddDays(40));
        Assert.Equal(TenADay.Last.AddDays(40), Forecast(Grant("a", 100m, days: 300), later).Runway.P50);
    }

    [Fact]
    public void Of_a_grant_without_an_end_no_loss_is_foreseen()
    {
        var grant = Assert.Single(Forecast(Grant("a", 10m, days: 1) with { ExpiresAt = null, NeverExpires = true }).Grants);

        Assert.Equal((null, null, null), (grant.ExpectedUnused, grant.ProbabilityOfLoss, grant.NeededPerDay));
    }

    [Fact]
    public void A_grant_that_ends_today_can_no_longer_be_used_up() => Assert.Null(Assert.Single(Forecast(Grant("a", 10m, days: 0)).Grants).NeededPerDay);

    [Fact]
    public void On_an_uneven_account_a_loss_is_a_matter_of_chance()
    {
        var spend = ASpend.Bursty(seed: 5, days: 200);
        var forecast = SpendForecaster.Forecast(spend, spend.Last)!;
        var ends = new DateTimeOffset(spend.Last.AddDays(31).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var grant = Assert.Single(forecast.Credit([new CreditGrant("a", GrantKind.Paid, forecast.Cumulative(30, 0.5m), ends.AddYears(-1), ends)], BurnOrder.PromotionalFirst).Grants);

        Assert.InRange(grant.ProbabilityOfLoss!.Value, 0.4m, 0.6m);
        Assert.True(grant.UnusedP10 == Usd.Zero && grant.UnusedP90!.Value.IsPositive);
    }

    /// <summary>The simulation beside the ledger itself, day by day, over made-up grants.</summary>
    [Fact]
    public void The_middle_path_loses_what_the_ledger_says() => Seeds.ForEach(40, seed =>
    {
        var random = new Random(seed);
        var grants = Enumerable.Range(0, 4).Select(n => Grant($"g{n}", random.Next(1, 400), random.Next(1, 120)) with
        {
            Kind = (GrantKind)random.Next(2),
            EffectiveAt = Now.AddDays(random.Next(-50, 50)),
        }).ToImmutableArray();
        var usage = Enumerable.Range(1, 200).Select(day => new Usage(null, new DateTimeOffset(TenADay.Last.AddDays(day + 1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddTicks(-1), new Usd(10m)));
        var ledger = CreditLedger.Replay(new LedgerFacts([.. grants.Select(grant => grant.EffectiveAt < Now ? grant with { EffectiveAt = Now } : grant)], [.. usage], []), Now.AddDays(200));

        var forecast = SpendForecaster.Forecast(TenADay, TenADay.Last)!.Credit(grants, BurnOrder.PromotionalFirst);

        foreach (var grant in forecast.Grants.Where(grant => grant.Grant.End > grant.Grant.EffectiveAt && grant.Grant.End > Now))
        {
            var expired = ledger.Grants.Single(balance => balance.Grant.Id == grant.Grant.Id).Expired;
            Assert.True(grant.UnusedP10 <= expired + new Usd(0.001m) && expired <= grant.UnusedP90!.Value + new Usd(0.001m), $"{grant.Grant.Id} {grant.UnusedP10} {expired} {grant.UnusedP90}");
        }
    });

    private static CreditGrant Grant(string id, decimal amount, int days) => AGrant.Of(amount).Named(id).EffectiveAt(Now.AddDays(-10)).ExpiringAt(Now.AddDays(days));

    private static CreditForecast Forecast(params CreditGrant[] grants) => SpendForecaster.Forecast(TenADay, TenADay.Last)!.Credit([.. grants], BurnOrder.PromotionalFirst);
}
