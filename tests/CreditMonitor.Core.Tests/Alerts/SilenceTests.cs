using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts;

public sealed class SilenceTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");

    private static string? WhyOf(ALife life, string kind) => life.Last.Status.Silences.FirstOrDefault(silence => silence.Of.Contains(kind))?.Why;

    [Fact]
    public void Without_a_grant_every_alert_on_the_balance_says_so()
    {
        var life = new ALife().Spending(2, new(2026, 3, 1), new(2026, 3, 3)).PollEvery(TimeSpan.FromHours(6), Start, Start.AddDays(3));

        foreach (var kind in new[] { "credit_expiring", "low_balance", "overdrawn", "balance_exhausted", "idle_credit" })
        {
            Assert.Equal("no grant is declared, so the balance is unknown", WhyOf(life, kind));
        }

        Assert.Contains("day", WhyOf(life, "spend_anomaly"), StringComparison.Ordinal);
        Assert.Equal("usage was not read yet", WhyOf(life, "spend_spike"));
        Assert.Equal("no other organization is watched here", WhyOf(life, "wrong_organization"));
        Assert.Null(WhyOf(life, "monitor_blind"));
    }

    [Fact]
    public void With_a_grant_and_a_month_of_costs_they_can_speak()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 3, 30)).PollEvery(TimeSpan.FromHours(6), Start, Start.AddDays(30));

        Assert.All(["credit_expiring", "low_balance", "overdrawn", "spend_anomaly"], kind => Assert.Null(WhyOf(life, kind)));
        Assert.Equal("nobody told a balance that the dashboard shows", WhyOf(life, "balance_mismatch"));
    }

    [Fact]
    public void A_kind_that_is_switched_off_names_its_setting()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Watching(settings => settings with { Disabled = [AlertKind.IdleCredit] }).PollEvery(TimeSpan.FromHours(6), Start, Start.AddDays(1));

        Assert.Equal("Alerts:IdleCredit:Enabled is false", WhyOf(life, "idle_credit"));
    }

    [Fact]
    public void Stale_costs_silence_what_rests_on_them()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 3, 30)).Failing(Start.AddDays(20), Start.AddDays(30)).PollEvery(TimeSpan.FromHours(1), Start, Start.AddDays(21));

        Assert.Equal("the costs are too old to tell", WhyOf(life, "low_balance"));
        Assert.Null(WhyOf(life, "credit_expiring"));
    }

    [Fact]
    public void Grants_that_nobody_would_be_told_of_are_counted_and_named()
    {
        var life = new ALife(
            AGrant.Of(500).Named("small").EffectiveAt(Start).ExpiringAt(Start.AddDays(300)), AGrant.Of(5).Named("tiny").EffectiveAt(Start).ExpiringAt(Start.AddDays(300)), AGrant.Of(6).Named("least").EffectiveAt(Start).ExpiringAt(Start.AddDays(300)));
        life.Organization = life.Organization with { Recipients = [] };
        life.Subscribed(Subscription.Configured("acme", "team@example.com") with { CreatedBy = "test", Wishes = SubscriptionPreferences.Everything with { LeastDollars = new Usd(100m) } });

        life.Spending(0, new(2026, 3, 1), new(2026, 3, 1)).PollEvery(TimeSpan.FromHours(6), Start, Start.AddDays(1).AddHours(12));

        Assert.Equal("2 of 3 grants have no subscriber who will be told: least, tiny", WhyOf(life, "credit_expiring"));
    }

    [Fact]
    public void What_is_said_to_be_unseen_is_never_told_at_the_same_decision() => Seeds.ForEach(3, seed =>
    {
        var life = RandomLife.Eventful(seed).Life;
        for (var now = RandomLife.Start; now < RandomLife.End; now += RandomLife.Step)
        {
            var decision = life.Poll(now);
            var unseen = decision.Status.Silences.Where(silence => !silence.Why.Contains("no subscriber", StringComparison.Ordinal)).SelectMany(silence => silence.Of).ToList();
            Assert.DoesNotContain(decision.Events, e => e.Kind == AlertEventKind.Raised && unseen.Contains(SnakeCase.Of(e.Alert.Kind)) && !AlertRules.All.Any(rule => rule.Kind == e.Alert.Kind && rule.Abouts.Contains(e.Alert.About)));
        }
    });
}
