using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Records;

public class RecordBookTests
{
    [Fact]
    public void Telling_the_same_again_changes_nothing_whoever_tells_it()
    {
        var (once, first) = RecordBook.None.With([Told(AGrant.Of(100))]);
        var (twice, second) = once.With([Told(AGrant.Of(100)) with { ToldAt = Noon.AddDays(3), ToldBy = "another" }]);

        Assert.Equal(FactChangeKind.Added, Assert.Single(first).Kind);
        Assert.Equal(FactChangeKind.Unchanged, Assert.Single(second).Kind);
        Assert.Same(once, twice);
    }

    [Fact]
    public void A_later_fact_with_the_same_id_replaces_it_and_what_stood_there_is_told()
    {
        var known = RecordBook.None.With([Told(AGrant.Of(100).Named("g1"))]).Facts;

        var (facts, changes) = known.With([Told(AGrant.Of(120).Named("g1"))]);

        Assert.Equal(new Usd(120), Assert.Single(facts.Grants).Grant.Amount);
        Assert.Equal((FactChangeKind.Replaced, new Usd(100)), (changes[0].Kind, ((RecordedGrant)changes[0].Before!).Grant.Amount));
    }

    [Fact]
    public void The_order_of_telling_is_of_no_meaning()
    {
        RecordedFact[] facts = [Told(AGrant.Of(100)), Told(AGrant.Of(50)), new BalanceReading("r", Noon, "test", Noon, new Usd(3))];

        Assert.Equal(RecordBook.None.With(facts).Facts.All, RecordBook.None.With(facts.Reverse()).Facts.All);
    }

    [Fact]
    public void A_told_grant_takes_the_place_of_the_declared_one_with_its_id()
    {
        var facts = RecordBook.None.With([Told(AGrant.Of(100).Named("g1").VoidedAt(Noon.AddDays(1)))]).Facts;

        var merged = facts.Merge([AGrant.Of(100).Named("g1"), AGrant.Of(5).Named("g2")]);

        Assert.Equal(["g2", "g1"], merged.Select(grant => grant.Id));
        Assert.Equal(Noon.AddDays(1), merged[1].VoidedAt);
    }

    private static RecordedGrant Told(CreditGrant grant) => new(Noon, "test", grant);
}
