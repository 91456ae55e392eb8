using CreditMonitor.Core.Ledger;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Ledger;

public class BurnOrderTests
{
    private static readonly DateTimeOffset Noon = Moments.Noon;

    [Fact]
    public void The_grant_that_expires_first_is_spent_first()
    {
        var facts = ALedger.With(AGrant.Of(100).ExpiringAt(Noon.AddDays(90)), AGrant.Of(30).ExpiringAt(Noon.AddDays(1))).Using(40, Noon);

        var state = CreditLedger.Replay(facts);

        Assert.Equal([("grant-30", 0m), ("grant-100", 90m)], state.Grants.Select(balance => (balance.Grant.Id, balance.Remaining.Amount)));
    }

    [Theory]
    [InlineData(BurnOrder.PromotionalFirst, "grant-7")]
    [InlineData(BurnOrder.SoonestExpiringFirst, "grant-9")]
    public void Promotional_credit_goes_before_paid_credit_that_ends_sooner_only_by_the_current_rule(BurnOrder order, string spent)
    {
        var lasting = AGrant.Of(7).Promotional().ExpiringAt(Noon.AddDays(90));
        var facts = ALedger.With(AGrant.Of(9).ExpiringAt(Noon.AddDays(1)), lasting).Using(1, Noon) with { BurnOrder = order };

        Assert.Equal(spent, Assert.Single(CreditLedger.Replay(facts).Draws).GrantId);
    }

    [Fact]
    public void Of_grants_that_expire_together_the_promotional_one_goes_first_by_the_older_rule_too()
    {
        var end = Noon.AddDays(5);
        var facts = ALedger.With(AGrant.Of(9).ExpiringAt(end), AGrant.Of(7).Promotional().ExpiringAt(end)).Using(1, Noon).SoonestExpiringFirst();

        Assert.Equal("grant-7", Assert.Single(CreditLedger.Replay(facts).Draws).GrantId);
    }

    [Theory]
    [InlineData(BurnOrder.PromotionalFirst)]
    [InlineData(BurnOrder.SoonestExpiringFirst)]
    public void Credit_that_never_expires_goes_last_of_its_kind(BurnOrder order)
    {
        var facts = ALedger.With(AGrant.Of(7).Promotional(), AGrant.Of(9).Promotional().ExpiringAt(Noon.AddYears(50))).Using(1, Noon) with { BurnOrder = order };

        Assert.Equal("grant-9", Assert.Single(CreditLedger.Replay(facts).Draws).GrantId);
    }

    [Fact]
    public void Of_equal_expiries_the_earlier_start_goes_first_and_then_the_id_by_ordinal()
    {
        var end = Noon.AddDays(30);
        var facts = ALedger.With(
            AGrant.Of(1).Named("a").ExpiringAt(end),
            AGrant.Of(1).Named("B").ExpiringAt(end),
            AGrant.Of(1).Named("z").ExpiringAt(end).EffectiveAt(Noon.AddDays(-1)));

        Assert.Equal(["z", "B", "a"], CreditLedger.Replay(facts).Grants.Select(balance => balance.Grant.Id));
    }

    [Fact]
    public void A_paid_grant_without_a_date_takes_the_place_of_its_anniversary()
    {
        var facts = ALedger.With(AGrant.Of(1).ExpiringAt(Noon.AddYears(1).AddSeconds(1)), AGrant.Of(2), AGrant.Of(3).ExpiringAt(Noon.AddYears(1).AddSeconds(-1)));

        Assert.Equal(["grant-3", "grant-2", "grant-1"], CreditLedger.Replay(facts).Grants.Select(balance => balance.Grant.Id));
    }

    [Fact]
    public void A_void_does_not_change_a_grants_place()
    {
        var soon = AGrant.Of(5).ExpiringAt(Noon.AddDays(10));
        var voided = AGrant.Of(6).ExpiringAt(Noon.AddDays(20)).VoidedAt(Noon.AddDays(1));

        Assert.Equal("grant-5", Assert.Single(CreditLedger.Replay(ALedger.With(voided, soon).Using(1, Noon)).Draws).GrantId);
    }
}
