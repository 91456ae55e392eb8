using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Alerts.Rules;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Notifications;

/// <summary>Subscriptions within the decision of a poll.</summary>
public sealed class SubscribersOfALife
{
    private static readonly DateTimeOffset Start = Utc("2026-01-01T00:00:00Z");

    [Fact]
    public void A_window_that_only_one_subscriber_has_is_noticed_and_told_to_that_one()
    {
        var life = Life("2026-06-01T00:00:00Z");
        life.Organization = life.Organization with { Recipients = ["all@example.com"] };
        life.Subscribed(Someone("early@example.com", wishes => wishes with { WindowsDays = [120] }));

        life.Poll(Utc("2026-02-05T00:00:00Z"));
        Assert.Equal(["early@example.com"], life.Messages.Select(message => message.Recipient));

        life.Poll(Utc("2026-03-10T00:00:00Z"));
        Assert.Equal(["early@example.com", "all@example.com"], life.Messages.Select(message => message.Recipient));
        Assert.Equal(120, ((AlertTold)life.Messages[0].Content).WindowDays);
        Assert.Equal(90, ((AlertTold)life.Messages[1].Content).WindowDays);
    }

    [Fact]
    public void Credit_of_which_nobody_would_hear_is_shown_and_alerted_until_somebody_does()
    {
        var life = Life("2027-01-01T00:00:00Z");
        life.Organization = life.Organization with { Recipients = [] };
        life.Poll(Utc("2026-02-05T00:00:00Z"));

        var alert = Assert.Single(life.Events).Alert;
        Assert.Equal((AlertKind.MonitorBlind, NoRecipients.About), (alert.Kind, alert.About));
        Assert.Contains("grant g1", alert.Text.Lead, StringComparison.Ordinal);
        Assert.Null(life.Last.Status.Blind);
        Assert.Equal(StatusWord.Warning, life.Last.Status.WordAt(Utc("2026-02-05T00:00:00Z")));

        life.Subscribed(Someone("team@example.com", wishes => wishes with { LeastDollars = new Usd(1_000_000m) }));
        life.Poll(Utc("2026-02-05T01:00:00Z"));
        Assert.Single(life.Events);

        life.Subscribed(Someone("team@example.com"));
        life.Poll(Utc("2026-02-05T02:00:00Z"));
        Assert.Equal("resolved monitor_blind", life.Said.Last());
    }

    [Fact]
    public void The_notice_that_a_stopped_monitor_missed_says_that_it_is_late_and_why()
    {
        var life = Life("2026-03-20T00:00:00Z");
        life.Poll(Utc("2026-03-10T00:00:00Z"));
        life.Poll(Utc("2026-03-14T12:00:00Z"));

        var late = life.Events.Last(e => e.Alert.Kind == AlertKind.CreditExpiring).Late;
        Assert.Equal(new LateNotice(Utc("2026-03-13T00:00:00Z"), Utc("2026-03-10T00:00:00Z"), Utc("2026-03-14T12:00:00Z"), "the monitor did not run"), late);
        Assert.Null(life.Events[0].Late);
    }

    [Fact]
    public void A_first_look_and_an_hourly_poll_are_never_late()
    {
        var life = Life("2026-03-20T00:00:00Z");
        for (var at = Utc("2026-03-10T00:30:00Z"); at < Utc("2026-03-20T00:00:00Z"); at = at.AddHours(1))
        {
            life.Poll(at);
        }

        Assert.Equal(4, life.Events.Count(e => e.Alert.Kind == AlertKind.CreditExpiring));
        Assert.All(life.Events, e => Assert.Null(e.Late));
    }

    [Fact]
    public void What_is_found_when_costs_can_be_read_again_may_have_been_true_before()
    {
        var life = new ALife(AGrant.Of(100).EffectiveAt(Start)).Spending(1, new(2026, 1, 1), new(2026, 2, 10)).Publish(new(2026, 2, 11), 80, Utc("2026-02-12T03:00:00Z"))
            .Failing(Utc("2026-02-12T00:30:00Z"), Utc("2026-02-13T00:30:00Z"));
        for (var at = Utc("2026-02-11T06:00:00Z"); at <= Utc("2026-02-13T06:00:00Z"); at = at.AddHours(1))
        {
            life.Poll(at);
        }

        var over = Assert.Single(life.Events, e => e.Alert.Kind == AlertKind.Overdrawn);
        Assert.Equal((null, Utc("2026-02-12T00:00:00Z"), "costs could not be read from OpenAI"), (over.Late!.DueAt, over.Late.From, over.Late.Cause));
    }

    [Fact]
    public void A_calendar_entry_keeps_its_sequence_until_its_date_moves_or_it_goes()
    {
        var life = Life("2026-06-01T00:00:00Z");
        life.Poll(Utc("2026-02-05T00:00:00Z"));
        life.Poll(Utc("2026-02-06T00:00:00Z"));
        Assert.Equal(0, Assert.Single(life.State.Calendar).Sequence);

        life.Organization = life.Organization with { Grants = [life.Organization.Grants[0] with { ExpiresAt = Utc("2026-07-01T00:00:00Z") }] };
        life.Poll(Utc("2026-02-07T00:00:00Z"));
        Assert.Equal((1, Utc("2026-07-01T00:00:00Z")), (life.State.Calendar[0].Sequence, life.State.Calendar[0].Earliest));

        life.Organization = life.Organization with { Grants = [life.Organization.Grants[0] with { Id = "g2" }] };
        life.Poll(Utc("2026-02-08T00:00:00Z"));
        Assert.Equal([("g1", 2, true), ("g2", 0, false)], life.State.Calendar.OrderBy(date => date.GrantId, StringComparer.Ordinal).Select(date => (date.GrantId, date.Sequence, date.Gone)));
    }

    private static ALife Life(string expires) =>
        new ALife(AGrant.Of(5_000).Named("g1").EffectiveAt(Start).ExpiringAt(Utc(expires))).Spending(1, new(2026, 1, 1), new(2026, 6, 1));

    private static Subscription Someone(string address, Func<SubscriptionPreferences, SubscriptionPreferences>? wishes = null) => Subscription.Configured("acme", address) with
    {
        CreatedBy = "test",
        Wishes = (wishes ?? (same => same))(SubscriptionPreferences.Everything),
    };
}
