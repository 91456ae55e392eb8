using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Ledger.Documents;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Ledger;

/// <summary>What holds for every ledger, each law over a thousand of them.</summary>
public class LedgerLawsTests
{
    private const int Ledgers = 1_000;

    private static readonly DateTimeOffset Late = Moments.Noon.AddDays(30);

    private static readonly int[][] Orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    [Fact]
    public void No_usage_can_make_or_lose_a_cent_of_any_grant() => OverStates((_, state) => Assert.All(state.Grants, grant => Assert.Equal(
        grant.Grant.Amount,
        grant.Consumed + grant.Expired + grant.Voided + grant.Refunded + grant.NeverEffective + grant.Pending + grant.Remaining)));

    [Fact]
    public void All_usage_is_consumed_owed_or_due() => OverStates((facts, state) =>
    {
        Assert.Equal(state.TotalUsage, Usd.Sum(state.Grants.Select(grant => grant.Consumed)) + state.Overage + state.DueOnInvoice);
        Assert.Equal(state.TotalUsage, Usd.Sum(facts.Usage.Where(used => used.At < state.AsOf).Select(used => used.Amount)));
    });

    [Fact]
    public void All_refunds_are_given_back_or_named_unmet() => OverStates((facts, state) => Assert.Equal(
        Usd.Sum(facts.Refunds.Where(refund => refund.At < state.AsOf).Select(refund => refund.Amount)),
        Usd.Sum(state.Grants.Select(grant => grant.Refunded)) + Usd.Sum(state.Anomalies.Select(anomaly => anomaly.Amount))));

    [Fact]
    public void Overage_and_usable_credit_never_stand_side_by_side() => OverStates((_, state) =>
        Assert.True(state.Overage.IsZero || state.Balance.IsZero, $"balance {state.Balance.ToExactString()}, overage {state.Overage.ToExactString()}"));

    [Fact]
    public void Draws_add_up_to_what_each_grant_consumed_and_fall_within_its_life() => OverStates((_, state) =>
    {
        Assert.Equal(state.Draws.OrderBy(draw => draw.At).Select(draw => draw.At), state.Draws.Select(draw => draw.At));
        Assert.All(state.Draws, draw => Assert.True(draw.Amount.IsPositive && state.Of(draw.GrantId).Grant.IsUsableAt(draw.At)));
        Assert.All(state.Grants, grant => Assert.Equal(grant.Consumed, Usd.Sum(state.Draws.Where(draw => draw.GrantId == grant.Grant.Id).Select(draw => draw.Amount))));
    });

    [Fact]
    public void The_order_in_which_facts_are_written_is_irrelevant() => Over((random, facts) =>
    {
        var (one, other) = (CreditLedger.ReplayDaily(facts), CreditLedger.ReplayDaily(random.Shuffled(facts)));
        Assert.Equal(LedgerDocument.Write(one.State, one.Days), LedgerDocument.Write(other.State, other.Days));
    });

    [Fact]
    public void Stopping_at_every_midnight_changes_cost_and_never_meaning() => Over((random, facts) =>
    {
        var asOf = random.Instant();
        var daily = CreditLedger.ReplayDaily(facts, asOf);

        Assert.Equal(LedgerDocument.Write(CreditLedger.Replay(facts, asOf)), LedgerDocument.Write(daily.State));
        foreach (var day in daily.Days)
        {
            var midnight = new DateTimeOffset(day.Day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            var state = CreditLedger.Replay(facts, midnight < asOf ? midnight : asOf);
            Assert.Equal((state.Balance, state.Overage, state.DueOnInvoice), (day.Balance, day.Overage, day.DueOnInvoice));
            Assert.Equal(state.Grants.Where(grant => grant.Remaining.IsPositive).Select(grant => new GrantRemaining(grant.Grant.Id, grant.Remaining)), day.Remaining);
        }
    });

    [Fact]
    public void Going_on_from_a_snapshot_gives_what_one_whole_run_gives() => Over((random, facts) =>
    {
        var at = random.Instant();
        var resumed = CreditLedger.Replay(OpeningFacts.Of(CreditLedger.Replay(facts, at), facts), Late);
        var whole = CreditLedger.Replay(facts, Late);

        Assert.Equal((whole.Balance, whole.Overage), (resumed.Balance, resumed.Overage));
        Assert.Equal(whole.Grants.Select(grant => grant.Remaining), resumed.Grants.Select(grant => grant.Remaining));
        Assert.Equal(
            whole.Draws.Where(draw => draw.At >= at).Select(draw => (draw.At, draw.GrantId, draw.Amount)),
            resumed.Draws.Select(draw => (draw.At, draw.GrantId, draw.Amount)));
    });

    [Fact]
    public void A_fact_learned_later_changes_nothing_before_its_own_instant() => Over((random, facts) =>
    {
        var at = random.Instant();
        var more = facts with
        {
            Usage = facts.Usage.Add(new Usage("late", at, random.Amount())),
            Refunds = facts.Refunds.Add(new Refund("late", at, "g0", random.Amount())),
            Grants = facts.Grants.Add(new CreditGrant("late", GrantKind.Promotional, random.Amount(), at)),
        };
        var (before, after) = (CreditLedger.Replay(facts, at), CreditLedger.Replay(more, at));

        Assert.Equal(before.Draws, after.Draws);
        Assert.Equal((before.Balance, before.Overage), (after.Balance, after.Overage));
    });

    [Fact]
    public void A_void_changes_nothing_before_its_own_instant() => Over((random, facts) =>
    {
        if (facts.Grants.FirstOrDefault(grant => grant.VoidedAt is null) is not { } grant)
        {
            return;
        }

        var at = random.Instant();
        var before = CreditLedger.Replay(facts, at > grant.EffectiveAt ? at : grant.EffectiveAt);
        var voided = facts with { Grants = facts.Grants.Replace(grant, grant.VoidedAt(before.AsOf.NextTick())) };

        Assert.Equal(before.Draws, CreditLedger.Replay(voided, before.AsOf).Draws);
        Assert.Equal(before.Balance, CreditLedger.Replay(voided, before.AsOf).Balance);
    });

    [Fact]
    public void Restating_a_usage_and_back_again_leaves_no_trace() => Over((random, facts) =>
    {
        if (facts.Usage.IsEmpty)
        {
            return;
        }

        var index = random.Below(facts.Usage.Length);
        var restated = facts with { Usage = facts.Usage.SetItem(index, facts.Usage[index] with { Amount = random.Amount() }) };
        var learnedInPieces = restated with { Usage = restated.Usage.RemoveAt(index).Add(restated.Usage[index]) };
        var back = learnedInPieces with { Usage = learnedInPieces.Usage.RemoveAt(facts.Usage.Length - 1).Insert(0, facts.Usage[index]) };

        Assert.Equal(LedgerDocument.Write(CreditLedger.Replay(restated)), LedgerDocument.Write(CreditLedger.Replay(learnedInPieces)));
        Assert.Equal(LedgerDocument.Write(CreditLedger.Replay(facts)), LedgerDocument.Write(CreditLedger.Replay(back)));
    });

    [Fact]
    public void Voiding_refunding_and_restating_may_be_learnt_in_any_order() => Over((random, facts) =>
    {
        if (facts.Usage.IsEmpty || facts.Grants.IsEmpty)
        {
            return;
        }

        var (at, amount, used, voided) = (random.Instant(), random.Amount(), facts.Usage[^1], facts.Grants[0].Id);
        Func<LedgerFacts, LedgerFacts>[] corrections =
        [
            known => known with { Grants = [.. known.Grants.Select(grant => grant.Id == voided ? grant.VoidedAt(at) : grant)] },
            known => known with { Refunds = known.Refunds.Insert(0, new Refund("learnt", at, voided, amount)) },
            known => known with { Usage = known.Usage.Remove(used).Insert(0, used with { Amount = amount }) },
        ];

        var results = Orders.Select(order => LedgerDocument.Write(CreditLedger.Replay(order.Aggregate(facts, (known, index) => corrections[index](known)), Late)));

        Assert.Single(results.Distinct(StringComparer.Ordinal));
    });

    [Fact]
    public void One_usage_in_two_parts_at_one_instant_means_the_same() => Over((random, facts) =>
    {
        if (facts.Usage.IsEmpty)
        {
            return;
        }

        var used = facts.Usage[0];
        var half = new Usd(used.Amount.Amount / 4m);
        var parts = facts with { Usage = facts.Usage.SetItem(0, used with { Amount = half }).Add(used with { Amount = used.Amount - half }) };

        Assert.Equal(CreditLedger.Replay(facts, Late).Grants, CreditLedger.Replay(parts, Late).Grants);
    });

    [Fact]
    public void What_would_lapse_is_what_expires_once_usage_stops() => Over((random, facts) =>
    {
        var asOf = random.Instant();
        var stopped = facts with { Usage = [.. facts.Usage.Where(used => used.At < asOf)] };
        var lapses = CreditLedger.LapseIfUsageStopped(facts, asOf, Late);

        var expired = Usd.Sum(CreditLedger.Replay(stopped, Late.NextTick()).Grants.Select(grant => grant.Expired));
        Assert.Equal(expired - Usd.Sum(CreditLedger.Replay(facts, asOf).Grants.Select(grant => grant.Expired)), Usd.Sum(lapses.Select(lapse => lapse.Amount)));
        Assert.Equal(lapses.OrderBy(lapse => lapse.At), lapses);
    });

    private static void Over(Action<RandomLedger, LedgerFacts> law) =>
        Seeds.ForEach(Ledgers, seed => law(new RandomLedger(-1 - seed), RandomLedger.Of(seed)));

    private static void OverStates(Action<LedgerFacts, LedgerState> law) => Over((random, facts) =>
    {
        law(facts, CreditLedger.Replay(facts));
        law(facts, CreditLedger.Replay(facts, random.Instant()));
        law(facts, CreditLedger.Replay(facts, Late));
    });
}
