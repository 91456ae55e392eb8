using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Alerts.Rules;
using CreditMonitor.Core.Notifications;

namespace CreditMonitor.Core.Tests.Notifications;

public sealed class FanoutTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly ImmutableArray<int> Windows = [90, 60, 30, 14, 7, 3, 1];

    [Theory]
    [InlineData(SubscriptionStatus.Pending, FanoutReason.NotConfirmed)]
    [InlineData(SubscriptionStatus.Stopped, FanoutReason.NotConfirmed)]
    [InlineData(SubscriptionStatus.Bounced, FanoutReason.NotConfirmed)]
    [InlineData(SubscriptionStatus.Confirmed, FanoutReason.Told)]
    public void Only_who_confirmed_is_told(SubscriptionStatus status, FanoutReason reason) =>
        Assert.Equal(reason, Decide(Event(), A.Subscription() with { Status = status }));

    [Fact]
    public void Every_silence_has_its_name()
    {
        var e = Event(severity: Severity.Warning, atStake: 40m);

        Assert.Equal(FanoutReason.OtherKind, Decide(e, A.Subscription(wishes => wishes with { Kinds = [AlertKind.CreditExpiring] })));
        Assert.Equal(FanoutReason.BelowSeverity, Decide(e, A.Subscription(wishes => wishes with { LeastSeverity = Severity.Critical })));
        Assert.Equal(FanoutReason.BelowDollars, Decide(e, A.Subscription(wishes => wishes with { LeastDollars = new Usd(40.01m) })));
        Assert.Equal(FanoutReason.Told, Decide(e, A.Subscription(wishes => wishes with { LeastDollars = new Usd(40m) })));
        Assert.Equal(FanoutReason.Gathered, Decide(e, A.Subscription(wishes => wishes with { Cadence = Cadence.Weekly })));
    }

    [Fact]
    public void What_names_no_amount_is_not_held_back_by_one() =>
        Assert.Equal(FanoutReason.Told, Decide(Event(), A.Subscription(wishes => wishes with { LeastDollars = new Usd(1_000m) })));

    [Fact]
    public void A_blind_monitor_is_told_whatever_kinds_were_asked_for_and_mail_does_not_carry_that_mail_is_down()
    {
        var picky = A.Subscription(wishes => wishes with { Kinds = [AlertKind.CreditExpiring] });

        Assert.Equal(FanoutReason.Told, Decide(Event(AlertKind.MonitorBlind, about: "costs"), picky));
        Assert.Equal(FanoutReason.ChannelIsTheNews, Decide(Event(AlertKind.MonitorBlind, about: MailDown.About), picky));
        Assert.Equal(FanoutReason.Told, Decide(Event(AlertKind.MonitorBlind, about: MailDown.About), picky with { Channel = SubscriptionChannel.Slack }));
    }

    [Theory]
    [InlineData(Cadence.Daily, Severity.Critical, 90, FanoutReason.ToldAtOnce)]
    [InlineData(Cadence.Daily, Severity.Warning, 2, FanoutReason.ToldAtOnce)]
    [InlineData(Cadence.Daily, Severity.Warning, 3, FanoutReason.Gathered)]
    [InlineData(Cadence.Weekly, Severity.Warning, 8, FanoutReason.ToldAtOnce)]
    [InlineData(Cadence.Weekly, Severity.Info, 9, FanoutReason.Gathered)]
    public void What_cannot_wait_for_the_digest_is_told_at_once(Cadence cadence, Severity severity, int daysLeft, FanoutReason reason) =>
        Assert.Equal(reason, Decide(Event(severity: severity, deadline: Now.AddDays(daysLeft)), A.Subscription(wishes => wishes with { Cadence = cadence })));

    /// <summary>Windows unsorted, several crossed in one gap, day 0, and windows that only others have.</summary>
    [Theory]
    [InlineData("30,7", 31, 29, true)]
    [InlineData("30,7", 29, 13, false)]
    [InlineData("7,30", 13, 6, true)]
    [InlineData("30,7", 95, 5, true)]
    [InlineData("0", 2, 1, false)]
    [InlineData("0", 1, 0, true)]
    [InlineData("45", 61, 45, true)]
    [InlineData("120,7", 89, 59, false)]
    public void A_subscribers_own_windows_act(string own, int daysBefore, int daysLeft, bool told)
    {
        var wishes = A.Subscription(wishes => wishes with { WindowsDays = [.. own.Split(',').Select(int.Parse)] });
        ImmutableArray<int> all = [.. Windows, 45, 0, 120];
        var e = Event(AlertKind.CreditExpiring, AlertEventKind.Reminded, deadline: Now.AddDays(daysLeft)) with { Before = Now.AddDays(daysLeft - daysBefore) };

        Assert.Equal(told ? FanoutReason.Told : FanoutReason.OthersWindow, Fanout.Decide(e, wishes, Windows, all));
    }

    [Fact]
    public void What_turned_serious_between_two_windows_is_told_to_all_whose_window_is_open()
    {
        var e = Event(AlertKind.CreditExpiring, AlertEventKind.Reminded, deadline: Now.AddDays(5)) with { Before = Now.AddHours(-20) };

        Assert.Equal(FanoutReason.Told, Fanout.Decide(e, A.Subscription(wishes => wishes with { WindowsDays = [120, 7] }), Windows, Windows));
        Assert.Equal(FanoutReason.OthersWindow, Fanout.Decide(e, A.Subscription(wishes => wishes with { WindowsDays = [2] }), Windows, Windows));
    }

    [Fact]
    public void An_end_is_told_to_those_who_were_told_of_the_beginning()
    {
        var e = Event(AlertKind.CreditExpiring, AlertEventKind.Resolved, deadline: Now.AddDays(5));
        var early = e with { Alert = e.Alert with { SaidAt = Now.AddDays(-30) } };

        Assert.Equal(FanoutReason.OthersWindow, Fanout.Decide(early, A.Subscription(wishes => wishes with { WindowsDays = [7] }), Windows, Windows));
        Assert.Equal(FanoutReason.Told, Fanout.Decide(early, A.Subscription(wishes => wishes with { WindowsDays = [60] }), Windows, Windows));
    }

    [Fact]
    public void An_address_with_two_subscriptions_hears_of_an_event_once_and_ids_tell_no_address()
    {
        var one = A.Subscription();
        var all = one with { Id = Subscription.IdOf(SubscriptionChannel.Mail, one.Address, null), AllOrganizations = true, Address = one.Address.ToUpperInvariant() };

        var outbox = Outbox.For("acme", [Event()], [one, all], Windows, Windows, Now, Now);

        var message = Assert.Single(outbox.Now);
        Assert.StartsWith(Outbox.ScopeOf("acme"), message.MailId, StringComparison.Ordinal);
        Assert.DoesNotContain("team", message.Id + message.MailId + one.Id, StringComparison.Ordinal);
        Assert.Equal(0, ((AlertTold)message.Content).AlsoTold);
    }

    [Fact]
    public void A_configured_address_that_stopped_is_told_nothing_more()
    {
        var configured = Subscription.Configured("acme", "team@example.com");
        var merged = Subscription.Merge("acme", ["team@example.com", "slack:https://hooks.example.com/x"], [configured with { Status = SubscriptionStatus.Stopped }]);

        Assert.Equal([(SubscriptionChannel.Slack, true), (SubscriptionChannel.Mail, false)], merged.Select(subscription => (subscription.Channel, subscription.IsConfirmed)));
    }

    [Fact]
    public void One_list_of_addresses_is_each_organizations_own()
    {
        ImmutableArray<string> addresses = ["team@example.com"];

        foreach (var organization in new[] { "acme", "beta", "acme" })
        {
            var merged = Assert.Single(Subscription.Merge(organization, addresses, []));
            Assert.Equal(Subscription.Configured(organization, "team@example.com").Id, merged.Id);
        }
    }

    [Theory]
    [InlineData(0.99, 0, Cadence.Immediate, FanoutReason.NothingToLose)]
    [InlineData(1d, 0, Cadence.Immediate, FanoutReason.Told)]
    [InlineData(24.99, 25, Cadence.Immediate, FanoutReason.NothingToLose)]
    [InlineData(25d, 25, Cadence.Immediate, FanoutReason.Told)]
    [InlineData(0d, 0, Cadence.Weekly, FanoutReason.Gathered)]
    [InlineData(null, 25, Cadence.Immediate, FanoutReason.Told)]
    public void Of_credit_that_will_be_used_up_nobody_is_mailed_but_digests_have_it(double? most, double least, Cadence cadence, FanoutReason reason)
    {
        var e = Lapsing(most);

        Assert.Equal(reason, Decide(e, A.Subscription(wishes => wishes with { LeastDollars = new Usd((decimal)least), Cadence = cadence })));
    }

    [Fact]
    public void The_end_of_what_was_told_as_a_warning_is_told_and_of_what_nobody_heard_is_not()
    {
        var ended = Lapsing(0) with { Kind = AlertEventKind.Resolved };

        Assert.Equal(FanoutReason.NothingToLose, Decide(ended with { Alert = ended.Alert with { Said = Severity.Info } }, A.Subscription()));
        Assert.Equal(FanoutReason.Told, Decide(ended with { Alert = ended.Alert with { Said = Severity.Warning } }, A.Subscription()));
    }

    /// <summary>A grant that lapses in six days, of which no more than this is unused with nine chances in ten; null: that is not known
    /// well enough.</summary>
    private static AlertEvent Lapsing(double? most)
    {
        var e = Event(AlertKind.CreditExpiring, atStake: 400m, deadline: Now.AddDays(6));
        return e with { Alert = e.Alert with { Text = e.Alert.Text with { MostUnused = most is { } dollars ? new Usd((decimal)dollars) : null } } };
    }

    private static FanoutReason Decide(AlertEvent e, Subscription subscription) => Fanout.Decide(e, subscription, Windows, Windows);

    private static AlertEvent Event(
        AlertKind kind = AlertKind.LowBalance, AlertEventKind happened = AlertEventKind.Raised, Severity severity = Severity.Warning, string about = "g1", decimal? atStake = null, DateTimeOffset? deadline = null)
    {
        var text = new AlertText("s", "l", null, "a", deadline, [new AlertFact("f", "1")]) { AtStake = atStake is { } amount ? new Usd(amount) : null };
        return new AlertEvent(happened, NotifyReason.FirstFiring, Now, new AlertState("k", kind, about, "1", severity, 1, text, Now, Now, severity, 1, 0, NotifyReason.FirstFiring));
    }

    private static class A
    {
        public static Subscription Subscription(Func<SubscriptionPreferences, SubscriptionPreferences>? wishes = null) =>
            CreditMonitor.Core.Notifications.Subscription.Configured("acme", "team@example.com") is var plain && wishes is null ? plain : plain with { Wishes = wishes(plain.Wishes) };
    }
}
