using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts;

/// <summary>Costs of before the grants were entered may exceed them at once: then a purchase is missing here, and nothing ran
/// out.</summary>
public class CreditNeverSeenTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly DateTimeOffset First = Utc("2026-06-01T04:00:00Z");

    [Fact]
    public void Costs_beyond_what_was_entered_are_a_question_about_a_purchase_and_say_how_much_and_since_when()
    {
        var life = Setup(1_000);
        life.PollEvery(TimeSpan.FromHours(6), First, First.AddDays(20));

        var told = Assert.Single(life.Events.Of(AlertKind.Overdrawn));
        Assert.Equal(Severity.Info, told.Alert.Severity);
        Assert.Equal("Is a purchase missing? $840.00 has no credit entered", told.Alert.Text.Subject);
        Assert.Equal("Costs since 1 Mar 2026 exceed the credit that was entered by $840.00. Is a purchase missing?", told.Alert.Text.Lead);
        Assert.StartsWith("Paste your credit grants", told.Alert.Text.Action, StringComparison.Ordinal);
        Assert.Empty(life.Events.Of(AlertKind.BalanceExhausted).Concat(life.Events.Of(AlertKind.LowBalance)));
    }

    [Fact]
    public void Once_credit_was_seen_being_overdrawn_is_critical()
    {
        var life = Setup(1_000);
        life.Poll(First);
        life.Grant(AGrant.Of(900).EffectiveAt(Start.AddDays(1)));
        life.Poll(First.AddHours(1));
        Assert.Equal(60m, life.Last.Snapshot.Balance?.Amount);
        Assert.Contains("resolved overdrawn", life.Said);

        life.PollEvery(TimeSpan.FromHours(6), First.AddHours(6), First.AddDays(6));

        Assert.Equal(Severity.Critical, Assert.Single(life.State.Alerts, alert => alert is { Kind: AlertKind.Overdrawn, IsOpen: true }).Severity);
        Assert.True(life.State.Believed!.SawCredit);
    }

    [Fact]
    public void What_an_older_version_kept_counts_as_credit_that_was_seen()
    {
        var before = OrganizationState.New("acme") with { Believed = new Believed(First.AddHours(-1), Usd.Zero, new Usd(5m), ImmutableSortedDictionary<string, string>.Empty) };
        var life = Setup(1_000);
        var report = new CostReport(new(2026, 3, 1), First, [new CostDay(new(2026, 5, 1), [new CostRow(null, null, null, new Usd(1_200m))], 0)], []);

        var decision = CreditWatch.Decide(before, new PollFacts(life.Organization, "poll", report.From, true, new Reading<CostReport>.Ok(report), null, null), First);

        Assert.Equal(Severity.Critical, Assert.Single(decision.Events, e => e.Alert.Kind == AlertKind.Overdrawn).Alert.Severity);
    }

    private static ALife Setup(decimal entered) => new ALife(AGrant.Of(entered).EffectiveAt(Start)).Spending(20, new(2026, 3, 1), new(2026, 6, 30));
}
