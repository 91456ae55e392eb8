using CreditMonitor.Core.Ledger;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Ledger;

/// <summary>The rules of the ledger's README, one by one. Those about expiry, order and billing have files of their own.</summary>
public class LedgerRulesTests
{
    private static readonly DateTimeOffset Noon = Moments.Noon;

    [Fact]
    public void Facts_at_the_as_of_instant_do_not_count_and_those_a_tick_before_do()
    {
        var facts = ALedger.With(AGrant.Of(100)).Using(10, Noon.AddHours(1));

        Assert.Equal(100m, CreditLedger.Replay(facts, Noon.AddHours(1)).Balance.Amount);
        Assert.Equal(90m, CreditLedger.Replay(facts, Noon.AddHours(1).NextTick()).Balance.Amount);
    }

    [Fact]
    public void Without_an_as_of_the_state_is_one_tick_after_the_last_fact()
    {
        var state = CreditLedger.Replay(ALedger.With(AGrant.Of(100)).Using(10, Noon.AddHours(1)));

        Assert.Equal(Noon.AddHours(1).NextTick(), state.AsOf);
        Assert.Equal(90m, state.Balance.Amount);
    }

    [Fact]
    public void A_ledger_without_facts_is_empty_and_not_an_error()
    {
        var state = CreditLedger.Replay(ALedger.With());

        Assert.Equal(DateTimeOffset.UnixEpoch, state.AsOf);
        Assert.Equal((Usd.Zero, Usd.Zero, Usd.Zero), (state.Balance, state.Overage, state.TotalUsage));
    }

    [Fact]
    public void A_grant_is_pending_just_before_it_becomes_effective()
    {
        var state = CreditLedger.Replay(ALedger.With(AGrant.Of(100)), Noon);

        Assert.Equal((GrantState.Pending, 100m, 0m), (state.Grants[0].State, state.Grants[0].Pending.Amount, state.Balance.Amount));
    }

    [Fact]
    public void A_grant_can_be_spent_at_the_very_instant_it_becomes_effective()
    {
        Assert.Equal(90m, CreditLedger.Replay(ALedger.With(AGrant.Of(100)).Using(10, Noon)).Balance.Amount);
    }

    [Fact]
    public void Usage_that_no_grant_covers_is_owed_and_taken_from_the_next_grant_when_it_becomes_effective()
    {
        var facts = ALedger.With(AGrant.Of(100)).Using(30, Noon.AddHours(-2)).Using(5, Noon.AddHours(-1));

        Assert.Equal(35m, CreditLedger.Replay(facts, Noon).Overage.Amount);
        var after = CreditLedger.Replay(facts, Noon.NextTick());
        Assert.Equal((0m, 65m), (after.Overage.Amount, after.Balance.Amount));
        Assert.Equal([new Draw(Noon, "grant-100", new Usd(35))], after.Draws);
    }

    [Fact]
    public void What_is_owed_beyond_the_next_grant_waits_for_the_one_after()
    {
        var state = CreditLedger.Replay(ALedger.With(AGrant.Of(10), AGrant.Of(20).EffectiveAt(Noon.AddDays(1))).Using(25, Noon.AddDays(-1)));

        Assert.Equal([("grant-10", 10m), ("grant-20", 15m)], state.Draws.Select(draw => (draw.GrantId, draw.Amount.Amount)));
        Assert.Equal((0m, 5m), (state.Overage.Amount, state.Balance.Amount));
    }

    [Fact]
    public void What_is_owed_is_taken_before_usage_of_the_same_instant()
    {
        var state = CreditLedger.Replay(ALedger.With(AGrant.Of(10)).Using(4, Noon).Using(7, Noon.AddDays(-1)));

        Assert.Equal([7m, 3m], state.Draws.Select(draw => draw.Amount.Amount));
        Assert.Equal(1m, state.Overage.Amount);
    }

    [Fact]
    public void What_is_owed_is_taken_only_after_every_grant_of_that_instant_has_started()
    {
        var state = CreditLedger.Replay(ALedger.With(AGrant.Of(10), AGrant.Of(3).Promotional()).Using(5, Noon.AddDays(-1)));

        Assert.Equal([("grant-3", 3m), ("grant-10", 2m)], state.Draws.Select(draw => (draw.GrantId, draw.Amount.Amount)));
    }

    [Fact]
    public void A_grant_that_ends_when_another_starts_pays_nothing_of_that_instant()
    {
        var ending = AGrant.Of(50).ExpiringAt(Noon.AddDays(1));
        var starting = AGrant.Of(100).EffectiveAt(Noon.AddDays(1));

        var state = CreditLedger.Replay(ALedger.With(ending, starting).Using(10, Noon.AddDays(1)));

        Assert.Equal((50m, 90m), (state.Of("grant-50").Expired.Amount, state.Balance.Amount));
    }

    [Fact]
    public void A_refund_takes_at_most_what_the_grant_has_left_and_the_rest_is_named()
    {
        var state = CreditLedger.Replay(ALedger.With(AGrant.Of(10)).Using(8, Noon).Refunding("grant-10", 5, Noon.AddHours(1), "r1"));

        Assert.Equal((2m, 0m, GrantState.Exhausted), (state.Grants[0].Refunded.Amount, state.Balance.Amount, state.Grants[0].State));
        Assert.Equal([new LedgerAnomaly("refund_unmet", "r1", new Usd(3))], state.Anomalies);
    }

    [Theory]
    [InlineData(-1, "before it starts")]
    [InlineData(0, "at its start, since refunds come before starts")]
    [InlineData(24, "at its end, since ends come before refunds")]
    [InlineData(30, "after its end")]
    public void A_refund_on_a_grant_that_is_not_usable_takes_nothing(int hours, string when)
    {
        var state = CreditLedger.Replay(ALedger.With(AGrant.Of(10).ExpiringAt(Noon.AddDays(1))).Refunding("grant-10", 5, Noon.AddHours(hours)), Noon.AddDays(9));

        Assert.True(state.Grants[0].Refunded.IsZero, when);
        Assert.Equal([new LedgerAnomaly("refund_unmet", "grant-10", new Usd(5))], state.Anomalies);
    }

    [Fact]
    public void A_refund_on_an_unknown_grant_is_an_anomaly_and_changes_no_balance()
    {
        var state = CreditLedger.Replay(ALedger.With(AGrant.Of(10)).Refunding("nobody", 5, Noon.AddHours(1)));

        Assert.Equal(10m, state.Balance.Amount);
        Assert.Equal([new LedgerAnomaly("refund_unmet", "nobody", new Usd(5))], state.Anomalies);
    }

    [Fact]
    public void A_refund_comes_before_usage_of_the_same_instant()
    {
        var state = CreditLedger.Replay(ALedger.With(AGrant.Of(10)).Using(10, Noon.AddHours(1)).Refunding("grant-10", 4, Noon.AddHours(1)));

        Assert.Equal((4m, 6m, 4m), (state.Grants[0].Refunded.Amount, state.Grants[0].Consumed.Amount, state.Overage.Amount));
    }

    [Fact]
    public void A_void_takes_all_that_remains_and_leaves_history_alone()
    {
        var facts = ALedger.With(AGrant.Of(10).VoidedAt(Noon.AddDays(1))).Using(3, Noon).Using(2, Noon.AddDays(1));

        var state = CreditLedger.Replay(facts);

        Assert.Equal((3m, 7m, 2m, GrantState.Voided), (state.Grants[0].Consumed.Amount, state.Grants[0].Voided.Amount, state.Overage.Amount, state.Grants[0].State));
        Assert.Equal(7m, CreditLedger.Replay(facts, Noon.AddDays(1)).Balance.Amount);
    }

    [Fact]
    public void An_expiry_at_the_instant_of_a_void_goes_first()
    {
        var state = CreditLedger.Replay(ALedger.With(AGrant.Of(10).ExpiringAt(Noon.AddDays(1)).VoidedAt(Noon.AddDays(1))), Noon.AddDays(2));

        Assert.Equal((10m, 0m), (state.Grants[0].Expired.Amount, state.Grants[0].Voided.Amount));
    }

    [Fact]
    public void Usage_of_a_day_is_drawn_at_the_last_instant_of_that_utc_day()
    {
        var evening = AGrant.Of(10).EffectiveAt(Moments.Utc("2026-03-10T23:59:59.9999999Z"));
        var midnight = AGrant.Of(20).EffectiveAt(Moments.Utc("2026-03-11T00:00:00Z"));

        var state = CreditLedger.Replay(ALedger.With(evening, midnight).UsingOn(new DateOnly(2026, 3, 10), 4));

        Assert.Equal([new Draw(evening.EffectiveAt, "grant-10", new Usd(4))], state.Draws);
    }

    [Fact]
    public void A_grant_used_up_to_the_last_cent_is_exhausted_and_stays_so_after_its_expiry()
    {
        var state = CreditLedger.Replay(ALedger.With(AGrant.Of(10).ExpiringAt(Noon.AddDays(1))).Using(10, Noon), Noon.AddDays(2));

        Assert.Equal((GrantState.Exhausted, 0m), (state.Grants[0].State, state.Grants[0].Expired.Amount));
    }

    [Fact]
    public void Two_grants_with_one_id_are_refused()
    {
        Assert.Throws<ArgumentException>(() => CreditLedger.Replay(ALedger.With(AGrant.Of(10), AGrant.Of(10))));
    }

    [Fact]
    public void A_negative_amount_is_refused_wherever_it_stands()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditLedger.Replay(ALedger.With(AGrant.Of(-1))));
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditLedger.Replay(ALedger.With().Using(-1, Noon)));
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditLedger.Replay(ALedger.With().Refunding("g", -1, Noon)));
    }

    [Fact]
    public void Amounts_that_could_not_be_added_exactly_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditLedger.Replay(ALedger.With(AGrant.Of(79_000_000_000_000_000.5m))));
    }
}
