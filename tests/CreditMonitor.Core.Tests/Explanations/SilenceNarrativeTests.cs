using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Explanations;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Explanations;

public sealed class SilenceNarrativeTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly ImmutableArray<int> Windows = AlertSettings.Default.ExpiryWindowsDays;

    private static ImmutableArray<string> Of(ALife life, AlertAction? word, params Subscription[] subscriptions) => SilenceNarrative.Of(
        life.Last.Status.Silences, life.Last.Status.At, [.. life.State.Alerts.Where(alert => alert.IsOpen)],
        word is null ? ImmutableDictionary<string, AlertAction>.Empty : ImmutableDictionary<string, AlertAction>.Empty.Add(word.Id, word), [.. subscriptions], Windows, Windows, life.Last.Status.At);

    private static ALife Expiring() =>
        new ALife(AGrant.Of(500).EffectiveAt(Start).ExpiringAt(Start.AddDays(80))).Spending(1, new(2026, 2, 28), new(2026, 3, 30)).PollEvery(TimeSpan.FromHours(6), Start, Start.AddDays(1));

    private static Subscription Somebody(string address, Func<SubscriptionPreferences, SubscriptionPreferences>? wishes = null) =>
        Subscription.Configured("acme", address) with { CreatedBy = "test", Wishes = (wishes ?? (all => all))(SubscriptionPreferences.Everything) };

    [Fact]
    public void Before_the_first_poll_nothing_could_be_told() =>
        Assert.Equal(["No poll has been made yet, so nothing could be told."], SilenceNarrative.Of([], null, [], ImmutableDictionary<string, AlertAction>.Empty, [], Windows, Windows, Start));

    [Fact]
    public void An_open_alert_says_why_it_is_not_told_again_and_who_did_not_hear()
    {
        var life = Expiring();
        var lines = Of(life, null, Somebody("team@example.com"), Somebody("cfo@example.com", all => all with { LeastSeverity = Severity.Critical }), Somebody("old@example.com") with { Status = SubscriptionStatus.Bounced });

        Assert.Contains(lines, line => line.StartsWith("  info: ", StringComparison.Ordinal) && line.EndsWith("now: nothing changed since.", StringComparison.Ordinal));
        Assert.Contains("    not told, for they asked for more severe ones: c…@example.com.", lines);
        Assert.Contains("Told of nothing: o…@example.com (bounced).", lines);
        Assert.DoesNotContain(lines, line => line.Contains("team@", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_silenced_or_acknowledged_it_is_named_with_the_reason()
    {
        var life = Expiring();
        var key = life.State.Alerts.Single(alert => alert.IsOpen).Key;

        Assert.Contains(Of(life, new AlertAction(key, Start.AddHours(9), "ops", AlertActionKind.Silenced, Start.AddDays(9), "moving")), line => line.Contains($"silenced by ops until {When.Short(Start.AddDays(9))}: moving", StringComparison.Ordinal));
        Assert.Contains(Of(life, new AlertAction(key, Start.AddHours(9), "ops", AlertActionKind.Acknowledged, null, "at it")), line => line.Contains($"acknowledged by ops on {When.Short(Start.AddHours(9))}: at it", StringComparison.Ordinal));
        Assert.Contains("Nobody is told of alerts: no subscription is confirmed.", Of(life, null));
    }
}
