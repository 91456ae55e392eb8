using CreditMonitor.Core.Alerts;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class CreditExpiringTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly DateTimeOffset End = Utc("2026-09-01T00:00:00Z");

    [Fact]
    public void Each_window_is_told_once_and_the_alert_stays_the_same()
    {
        var life = ALittleUsed(End);

        life.PollEvery(TimeSpan.FromHours(1), Start, End);

        var told = life.Events.Where(e => e.Alert.Kind == AlertKind.CreditExpiring).ToList();
        Assert.Equal([90, 60, 30, 14, 7, 3, 1], told.Select(e => (int)(End - e.At).TotalDays));
        Assert.Single(told.Select(e => e.Alert.Key).Distinct());
        Assert.Equal(AlertEventKind.Raised, told[0].Kind);
        Assert.All(told.Skip(1), e => Assert.Equal((AlertEventKind.Reminded, NotifyReason.WindowTightened), (e.Kind, e.Reason)));
    }

    [Fact]
    public void It_is_worth_more_hurry_the_nearer_it_comes()
    {
        var life = ALittleUsed(End);

        life.PollEvery(TimeSpan.FromHours(1), Start, End);

        Assert.Equal(
            [Severity.Info, Severity.Info, Severity.Warning, Severity.Warning, Severity.Warning, Severity.Critical, Severity.Critical],
            life.Events.Where(e => e.Alert.Kind == AlertKind.CreditExpiring && e.Kind != AlertEventKind.Resolved).Select(e => e.Alert.Severity));
    }

    [Fact]
    public void After_an_outage_only_the_tightest_window_is_told()
    {
        var life = ALittleUsed(End).Failing(End.AddDays(-40), End.AddDays(-10));

        life.PollEvery(TimeSpan.FromHours(6), Start, End.AddDays(-8));

        var told = life.Events.Where(e => e.Alert.Kind == AlertKind.CreditExpiring && e.At >= End.AddDays(-10)).ToList();
        Assert.Empty(told);    // the 30- and 14-day windows were told from the dates alone, while blind
        Assert.Equal(4, life.Events.Count(e => e.Alert.Kind == AlertKind.CreditExpiring));
    }

    [Fact]
    public void A_first_look_three_days_before_tells_the_three_day_window_and_no_wider_one()
    {
        var life = ALittleUsed(End);

        life.PollEvery(TimeSpan.FromHours(1), End.AddDays(-3), End.AddDays(-2));

        var told = Assert.Single(life.Events, e => e.Alert.Kind == AlertKind.CreditExpiring);
        Assert.Equal(6, told.Alert.Step);
    }

    [Fact]
    public void What_will_be_used_up_before_is_told_once_as_information()
    {
        var life = new ALife(AGrant.Of(100).EffectiveAt(Start).ExpiringAt(End)).Spending(0.6m, new(2026, 3, 1), new(2026, 8, 31));

        life.PollEvery(TimeSpan.FromHours(3), Start, Utc("2026-08-10T00:00:00Z"));

        var told = Assert.Single(life.Events, e => e.Alert.Kind == AlertKind.CreditExpiring && e.Kind != AlertEventKind.Resolved);
        Assert.Equal(Severity.Info, told.Alert.Severity);
    }

    [Fact]
    public void Without_a_given_date_it_counts_to_the_first_of_the_purchase_month_and_names_both_ends()
    {
        var life = new ALife(AGrant.Of(120).EffectiveAt(Utc("2024-02-29T23:30:00Z"))).Spending(0.1m, new(2024, 2, 29), new(2025, 3, 1));

        life.PollEvery(TimeSpan.FromHours(6), Utc("2024-03-01T00:00:00Z"), Utc("2025-01-26T00:00:00Z"));

        var told = life.Events.Last(e => e.Alert.Kind == AlertKind.CreditExpiring);
        Assert.Equal(Utc("2025-02-01T00:00:00Z"), told.Alert.Text.Deadline);
        Assert.Equal(7, (int)(Utc("2025-02-01T00:00:00Z") - told.At).TotalDays);
        Assert.Contains("February 2024 or in March 2024", told.Alert.Text.Unknown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_date_that_moves_out_ends_the_alert_and_the_new_date_gets_its_own_windows()
    {
        var life = ALittleUsed(End);
        life.PollEvery(TimeSpan.FromHours(6), Start, End.AddDays(-20));

        life.Organization = life.Organization with { Grants = [life.Organization.Grants[0] with { ExpiresAt = End.AddDays(200) }] };
        life.Poll(End.AddDays(-20));

        Assert.Equal("its date moved out", life.Events[^1].Alert.Ending);
        Assert.Equal(AlertEventKind.Resolved, life.Events[^1].Kind);
    }

    [Fact]
    public void Two_grants_of_one_date_are_two_alerts_named_after_grant_and_date()
    {
        var life = new ALife(AGrant.Of(500).Named("a").EffectiveAt(Start).ExpiringAt(End), AGrant.Of(500).Named("b").EffectiveAt(Start).ExpiringAt(End)).Spending(0.5m, new(2026, 3, 1), new(2026, 8, 31));

        life.PollEvery(TimeSpan.FromHours(1), End.AddDays(-3), End.AddDays(-2));

        Assert.Equal(["credit_expiring.a.20260901T0000", "credit_expiring.b.20260901T0000"], life.Events.Where(e => e.Alert.Kind == AlertKind.CreditExpiring).Select(e => e.Alert.Key));
    }

    [Fact]
    public void A_kind_that_is_switched_off_says_nothing()
    {
        var life = ALittleUsed(End).Watching(alerts => alerts with { Disabled = [AlertKind.CreditExpiring] });

        life.PollEvery(TimeSpan.FromHours(6), Start, End.AddDays(-1));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.CreditExpiring);
    }

    private static ALife ALittleUsed(DateTimeOffset end) =>
        new ALife(AGrant.Of(500).EffectiveAt(Start).ExpiringAt(end)).Spending(0.5m, new(2026, 3, 1), new(2026, 8, 31));
}
