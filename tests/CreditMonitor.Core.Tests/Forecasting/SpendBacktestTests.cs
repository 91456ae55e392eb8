using CreditMonitor.Core.Forecasting;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Forecasting;

public class SpendBacktestTests
{
    [Fact]
    public void An_even_account_is_foreseen_without_error()
    {
        var backtest = SpendBacktest.Of(ASpend.Even(150, 3m))!;

        Assert.Equal([7, 30, 90], backtest.Rows.Select(row => row.Days));
        Assert.All(backtest.Rows, row => Assert.Equal((1m, 0m, 0m), (row.Coverage, row.Error!.Value, row.ErrorOfMean!.Value)));
        Assert.Equal([17, 14, 5], backtest.Rows.Select(row => row.Origins));
    }

    [Fact]
    public void A_horizon_without_an_outcome_is_left_out_and_a_short_history_tells_nothing()
    {
        Assert.Equal(7, Assert.Single(SpendBacktest.Of(ASpend.Even(40, 3m))!.Rows).Days);
        Assert.Null(SpendBacktest.Of(ASpend.Even(34, 3m)));
        Assert.Null(SpendBacktest.Of(DailySpend.None));
    }

    [Fact]
    public void Where_nothing_was_spent_no_share_is_told() => Assert.Null(SpendBacktest.Of(ASpend.Even(60, 0m))!.Rows[0].Error);

    [Fact]
    public void The_shares_below_within_and_above_make_one_whole() => Seeds.ForEach(10, seed =>
        Assert.All(SpendBacktest.Of(ASpend.Bursty(seed, 200))!.Rows, row => Assert.InRange(row.Below + row.Coverage + row.Above, 0.998m, 1.002m)));
}
