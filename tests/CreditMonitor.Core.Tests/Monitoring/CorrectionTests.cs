using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Monitoring;

public class CorrectionTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly DateTimeOffset Now = Utc("2026-03-11T12:00:00Z");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static ALife Life() => new ALife(AGrant.Of(500).Named("g1").EffectiveAt(Start)).Spending(10, new(2026, 3, 1), new(2026, 4, 30)).PollEvery(Hour, Start.AddDays(9), Now);

    [Fact]
    public void The_passing_of_time_and_late_publication_correct_nothing()
    {
        var life = Life().PollEvery(Hour, Now, Now.AddDays(5));

        Assert.Empty(life.State.Corrections);
    }

    [Fact]
    public void A_restated_day_says_from_what_to_what()
    {
        var life = Life().Publish(new(2026, 3, 8), 16, Now);

        var correction = Assert.Single(life.Poll(Now).Status.Corrections);

        Assert.Equal((new Usd(400), new Usd(394), Now.AddHours(-1)), (correction.From, correction.To, correction.AsOf));
        Assert.Contains("8 Mar 2026 was restated from $10.00 to $16.00", Assert.Single(correction.Causes), StringComparison.Ordinal);
        Assert.Equal(correction, life.Last.Snapshot.Correction);
    }

    [Fact]
    public void A_grant_declared_late_changed_or_voided_is_a_correction_and_a_new_purchase_is_none()
    {
        var life = Life();
        var g1 = life.Organization.Grants[0];

        Assert.Empty(Tell(life, AGrant.Of(50).Named("fresh").EffectiveAt(Now.AddMinutes(30)), Now.AddHours(1)));
        Assert.Equal("grant late of $70.00 was declared late", Tell(life, AGrant.Of(70).Named("late").EffectiveAt(Start), Now.AddHours(2))[0].Causes[0]);
        Assert.Equal("grant g1 was changed", Tell(life, g1 with { Amount = new Usd(450) }, Now.AddHours(3))[0].Causes[0]);
        var voided = Tell(life, g1 with { Amount = new Usd(450), VoidedAt = Start.AddDays(5) }, Now.AddHours(4))[0];
        Assert.StartsWith("grant g1 is voided from", voided.Causes[0], StringComparison.Ordinal);
        Assert.True(voided.To < voided.From);
    }

    [Fact]
    public void What_was_believed_stays_in_the_snapshots()
    {
        var life = Life();
        var before = life.Last.Snapshot;

        life.Publish(new(2026, 3, 8), 16, Now).Poll(Now);

        Assert.Equal(new Usd(400), before.Balance);
        Assert.Equal(new Usd(394), life.Last.Snapshot.Balance);
    }

    private static IReadOnlyList<Correction> Tell(ALife life, CreditGrant grant, DateTimeOffset at) =>
        [.. life.Tell(new RecordedGrant(at, "test", grant)).Poll(at).Status.Corrections.Where(correction => correction.At == at)];
}
