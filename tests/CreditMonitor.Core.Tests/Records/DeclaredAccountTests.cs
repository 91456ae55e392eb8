using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Records;

public sealed class DeclaredAccountTests
{
    private static readonly DateTimeOffset March = Utc("2026-03-01T00:00:00Z");
    private static readonly DateTimeOffset April = Utc("2026-04-01T00:00:00Z");

    private static PlanChange Plan(DateTimeOffset at, bool cancelled, string by = "configuration") => new(InstantText.Format(at), at, by, at, cancelled);

    [Fact]
    public void Of_what_is_told_and_what_is_declared_the_latest_holds()
    {
        var told = new RecordBook([Plan(March, cancelled: false, "somebody")]);

        Assert.True(told.With([Plan(April, cancelled: true)], April).Plan!.Cancelled);
        Assert.False(new RecordBook([Plan(April, cancelled: false, "somebody")]).With([Plan(March, cancelled: true)], April).Plan!.Cancelled);
    }

    [Fact]
    public void What_is_declared_of_a_later_day_does_not_hold_yet()
    {
        ImmutableArray<RecordedFact> declared = [Plan(April, cancelled: true)];

        Assert.Null(RecordBook.None.With(declared, April.AddTicks(-1)).Plan);
        Assert.True(RecordBook.None.With(declared, April).Plan!.Cancelled);
    }

    [Fact]
    public void What_was_told_stands_before_what_is_declared_of_the_same_instant()
    {
        var together = new RecordBook([Plan(March, cancelled: false, "somebody")]).With([Plan(March, cancelled: true)], April);

        Assert.Equal("somebody", Assert.Single(together.All).ToldBy);
    }

    [Fact]
    public void Nothing_is_put_together_twice_while_neither_changes()
    {
        ImmutableArray<RecordedFact> declared = [Plan(March, cancelled: true)];
        var told = new RecordBook([]);

        Assert.Same(told.With(declared, April), told.With(declared, April.AddHours(1)));
        Assert.Same(told, told.With([], April));
    }

    [Fact]
    public void A_cancelled_plan_that_is_declared_is_told_as_one_that_somebody_told()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(March).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 4, 30));
        life.Organization = life.Organization with { Account = [Plan(April, cancelled: true)] };

        life.PollEvery(TimeSpan.FromHours(6), March.AddDays(10), April.AddDays(2));

        var told = Assert.Single(life.Events, e => e is { Kind: AlertEventKind.Raised, Alert.About: "plan" });
        Assert.Equal(April, told.At);
        Assert.Empty(life.State.Told.All);
    }
}
