using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Monitoring;

/// <summary>What was reckoned for a history before is handed out again; here each answer is held against one that nothing was known for.</summary>
public class OrganizationLedgerTests
{
    private static readonly DateTimeOffset Begin = Utc("2026-03-08T00:00:00Z");

    private static readonly ImmutableSortedDictionary<DateOnly, DayCost> Days = new[]
    {
        new DayCost(new(2026, 3, 7), new(4m), DayQuality.Complete, Utc("2026-03-08T06:00:00Z"), 1),
        new DayCost(new(2026, 3, 8), new(9m), DayQuality.Partial, Utc("2026-03-08T10:00:00Z"), 2),
        new DayCost(new(2026, 3, 9), new(3m), DayQuality.Partial, Utc("2026-03-09T10:00:00Z"), 3),
    }.ToImmutableSortedDictionary(day => day.Day, day => day);

    [Theory]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(-45)]
    public void At_every_instant_the_ledger_is_the_same_as_reckoned_anew(int minutes)
    {
        var history = new CostHistory(Days);
        var organization = Of(AGrant.Of(10).Named("lapses").EffectiveAt(Begin.AddDays(-1)).ExpiringAt(Begin.AddHours(30)), AGrant.Of(5).Named("starts").EffectiveAt(Begin.AddHours(12.5)));
        var (step, steps) = (TimeSpan.FromMinutes(minutes), (int)(TimeSpan.FromDays(3) / TimeSpan.FromMinutes(Math.Abs(minutes))));

        for (var (now, left) = (minutes > 0 ? Begin : Begin.AddDays(3), steps); left > 0; (now, left) = (now + step, left - 1))
        {
            AssertSame(organization, history, now);
        }
    }

    [Fact]
    public void A_grant_that_is_told_of_later_counts_from_then_on()
    {
        var history = new CostHistory(Days);
        var (one, two) = (AGrant.Of(10).Named("one").EffectiveAt(Begin.AddDays(-1)), AGrant.Of(5).Named("two").EffectiveAt(Begin.AddDays(-1)));

        AssertSame(Of(one), history, Begin.AddDays(2));
        AssertSame(Of(one, two), history, Begin.AddDays(2));
        AssertSame(Of(two) with { BurnOrder = BurnOrder.SoonestExpiringFirst }, history, Begin.AddDays(2));
        AssertSame(Of(two) with { BillingModes = [new(Begin, BillingMode.Monthly)] }, history, Begin.AddDays(2));
    }

    [Fact]
    public void The_very_instants_of_what_happens_are_seen()
    {
        var organization = Of(AGrant.Of(10).Named("lapses").EffectiveAt(Begin.AddDays(-1)).ExpiringAt(Begin.AddHours(30)));
        foreach (var happens in new[] { Begin, Begin.AddHours(10), Begin.AddDays(1), Begin.AddHours(30), Begin.AddHours(34), Begin.AddDays(2) })
        {
            var history = new CostHistory(Days);
            for (var ticks = -2; ticks <= 2; ticks++)
            {
                AssertSame(organization, history, happens.AddTicks(ticks));
            }
        }
    }

    private static void AssertSame(WatchedOrganization organization, CostHistory history, DateTimeOffset now)
    {
        var (known, anew) = (OrganizationLedger.Of(organization, history, now).Facts, OrganizationLedger.Of(organization, new CostHistory(Days), now).Facts);
        Assert.Equal(anew.Usage, known.Usage);
        Assert.Equal(anew.Grants, known.Grants);
        Assert.Equal((anew.BurnOrder, anew.BillingModes), (known.BurnOrder, known.BillingModes));
        var (state, expected) = (OrganizationLedger.Of(organization, history, now).At(now), CreditLedger.Replay(anew, now.AddTicks(1)));
        Assert.Equal((expected.AsOf, expected.Balance, expected.Overage, expected.DueOnInvoice, expected.TotalUsage), (state.AsOf, state.Balance, state.Overage, state.DueOnInvoice, state.TotalUsage));
        Assert.Equal(expected.Grants, state.Grants);
        Assert.Equal(expected.Draws, state.Draws);
        Assert.Equal(expected.DueByMonth, state.DueByMonth);
    }

    private static WatchedOrganization Of(params CreditGrant[] grants) =>
        new("acme", "Acme", [.. grants], BurnOrder.PromotionalFirst, [], AlertSettings.Default, [], TimeSpan.FromHours(1));
}
