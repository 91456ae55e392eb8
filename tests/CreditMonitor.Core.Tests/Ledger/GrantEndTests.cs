using CreditMonitor.Core.Ledger;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Ledger;

public class GrantEndTests
{
    private static readonly DateTimeOffset Noon = Moments.Noon;

    [Fact]
    public void A_grant_is_spent_until_the_instant_it_expires_and_not_at_it()
    {
        var end = Noon.AddDays(1);
        var facts = ALedger.With(AGrant.Of(10).ExpiringAt(end)).Using(1, end.AddTicks(-1)).Using(2, end);

        var state = CreditLedger.Replay(facts);

        Assert.Equal((1m, 9m, 2m, GrantState.Expired), (state.Grants[0].Consumed.Amount, state.Grants[0].Expired.Amount, state.Overage.Amount, state.Grants[0].State));
    }

    [Theory]
    [InlineData("2026-03-10T12:00:00Z", "2027-03-10T12:00:00Z")]
    [InlineData("2024-02-29T08:00:00Z", "2025-02-28T08:00:00Z")]
    [InlineData("2023-03-01T00:30:00+01:00", "2024-02-28T23:30:00Z")]
    public void Paid_credit_without_a_date_ends_one_year_after_it_became_effective(string effective, string end)
    {
        var grant = AGrant.Of(10).EffectiveAt(Moments.Utc(effective));

        Assert.Equal(Moments.Utc(end), grant.End);
        Assert.Equal(10m, CreditLedger.Replay(ALedger.With(grant), Moments.Utc(end)).Balance.Amount);
        Assert.Equal(10m, CreditLedger.Replay(ALedger.With(grant), Moments.Utc(end).NextTick()).Grants[0].Expired.Amount);
    }

    [Fact]
    public void Promotional_credit_without_a_date_never_ends()
    {
        Assert.Equal(10m, CreditLedger.Replay(ALedger.With(AGrant.Of(10).Promotional()), Noon.AddYears(500)).Balance.Amount);
    }

    [Fact]
    public void Paid_credit_that_was_said_to_have_no_expiry_never_ends()
    {
        Assert.Equal(10m, CreditLedger.Replay(ALedger.With(AGrant.Of(10).NeverExpiring()), Noon.AddYears(500)).Balance.Amount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_grant_whose_end_is_not_after_its_start_is_never_effective(int ticks)
    {
        var byExpiry = AGrant.Of(10).ExpiringAt(Noon.AddTicks(ticks));
        var byVoid = AGrant.Of(20).VoidedAt(Noon.AddTicks(ticks));

        var state = CreditLedger.Replay(ALedger.With(byExpiry, byVoid).Using(1, Noon), Noon.AddDays(-30));

        Assert.All(state.Grants, balance => Assert.Equal((GrantState.NeverEffective, balance.Grant.Amount), (balance.State, balance.NeverEffective)));
        Assert.Equal(1m, CreditLedger.Replay(ALedger.With(byExpiry, byVoid).Using(1, Noon)).Overage.Amount);
    }

    [Fact]
    public void The_end_is_the_earlier_of_expiry_and_void()
    {
        Assert.Equal(Noon.AddDays(1), AGrant.Of(1).ExpiringAt(Noon.AddDays(2)).VoidedAt(Noon.AddDays(1)).End);
        Assert.Equal(Noon.AddDays(1), AGrant.Of(1).ExpiringAt(Noon.AddDays(1)).VoidedAt(Noon.AddDays(2)).End);
        Assert.Equal(Noon.AddDays(1), AGrant.Of(1).Promotional().VoidedAt(Noon.AddDays(1)).End);
    }

    [Fact]
    public void If_usage_stopped_each_grant_would_lapse_with_what_it_has_left_in_order_of_expiry()
    {
        var soon = AGrant.Of(30).ExpiringAt(Noon.AddDays(10));
        var later = AGrant.Of(100).ExpiringAt(Noon.AddDays(90));
        var facts = ALedger.With(later, soon).Using(5, Noon.AddDays(1)).Using(20, Noon.AddDays(2));

        var lapses = CreditLedger.LapseIfUsageStopped(facts, Noon.AddDays(2), Noon.AddDays(90));

        Assert.Equal([("grant-30", 25m), ("grant-100", 100m)], lapses.Select(lapse => (lapse.Grant.Id, lapse.Amount.Amount)));
        Assert.Equal(Noon.AddDays(10), lapses[0].At);
    }

    [Fact]
    public void A_lapse_counts_at_both_ends_of_the_time_asked_for_and_not_outside()
    {
        var facts = ALedger.With(AGrant.Of(1).ExpiringAt(Noon.AddDays(1)), AGrant.Of(2).ExpiringAt(Noon.AddDays(2)), AGrant.Of(3).ExpiringAt(Noon.AddDays(3)));

        Assert.Equal(2, CreditLedger.LapseIfUsageStopped(facts, Noon.AddDays(1), Noon.AddDays(2)).Length);
        Assert.Empty(CreditLedger.LapseIfUsageStopped(facts, Noon.AddDays(1).NextTick(), Noon.AddDays(2).AddTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditLedger.LapseIfUsageStopped(facts, Noon, Noon.AddTicks(-1)));
    }

    [Fact]
    public void What_would_lapse_of_a_grant_yet_to_start_is_less_what_is_owed()
    {
        var facts = ALedger.With(AGrant.Of(10).ExpiringAt(Noon.AddDays(5))).Using(4, Noon.AddDays(-2));

        Assert.Equal(6m, Assert.Single(CreditLedger.LapseIfUsageStopped(facts, Noon.AddDays(-1), Noon.AddDays(9))).Amount.Amount);
    }
}
