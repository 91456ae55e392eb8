using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Text;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Ledger;

public class DailyLedgerTests
{
    private static readonly DateTimeOffset Noon = Moments.Noon;

    [Fact]
    public void Every_day_from_the_first_fact_to_the_end_closes_with_what_was_left_and_owed()
    {
        var facts = ALedger.With(AGrant.Of(10).ExpiringAt(Noon.AddDays(2))).Using(4, Noon.AddDays(-1)).UsingOn(new DateOnly(2026, 3, 11), 1);

        var days = CreditLedger.ReplayDaily(facts, Noon.AddDays(3)).Days;

        Assert.Equal(
            [("2026-03-09", 0m, 4m), ("2026-03-10", 6m, 0m), ("2026-03-11", 5m, 0m), ("2026-03-12", 0m, 0m), ("2026-03-13", 0m, 0m)],
            days.Select(day => (InstantText.Format(day.Day), day.Balance.Amount, day.Overage.Amount)));
        Assert.Equal([new GrantRemaining("grant-10", new Usd(5))], days[2].Remaining);
    }

    [Fact]
    public void A_grant_that_starts_or_ends_at_midnight_belongs_to_the_new_day()
    {
        var midnight = Moments.Utc("2026-03-11T00:00:00Z");
        var facts = ALedger.With(AGrant.Of(1).ExpiringAt(midnight), AGrant.Of(2).EffectiveAt(midnight));

        var days = CreditLedger.ReplayDaily(facts, midnight.NextTick()).Days;

        Assert.Equal([1m, 2m], days.Select(day => day.Balance.Amount));
    }

    [Fact]
    public void An_end_at_midnight_does_not_open_another_day()
    {
        Assert.Single(CreditLedger.ReplayDaily(ALedger.With(AGrant.Of(1)), Moments.Utc("2026-03-11T00:00:00Z")).Days);
    }

    [Fact]
    public void Before_the_first_fact_there_are_no_days()
    {
        Assert.Empty(CreditLedger.ReplayDaily(ALedger.With(AGrant.Of(1)), Noon).Days);
        Assert.Empty(CreditLedger.ReplayDaily(ALedger.With()).Days);
    }

    [Fact]
    public void The_last_day_of_the_calendar_can_be_closed()
    {
        var facts = ALedger.With(AGrant.Of(1).EffectiveAt(Moments.Utc("9999-12-30T00:00:00Z")));

        Assert.Equal(2, CreditLedger.ReplayDaily(facts, DateTimeOffset.MaxValue).Days.Length);
    }
}
