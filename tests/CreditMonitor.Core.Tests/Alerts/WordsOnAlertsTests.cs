using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts;

/// <summary>What people on call say of an alert. Credit of $60 at $2 a day, which is overdrawn from the 31st day on.</summary>
public class WordsOnAlertsTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");

    private static ALife Overdrawn() => new ALife(AGrant.Of(60).Named("g").EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 5, 31)).PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-04-02T00:00:00Z"));

    private static AlertAction Word(ALife life, AlertKind kind, AlertActionKind word, DateTimeOffset at, DateTimeOffset? until = null) =>
        new(life.State.Alerts.Single(alert => alert.Kind == kind).Key, at, "ann", word, until, "I am at it");

    private static IEnumerable<string> SaidSince(ALife life, DateTimeOffset at) => life.Events.Where(e => e.At > at && e.Alert.Kind == AlertKind.Overdrawn).Select(e => SnakeCase.Of(e.Reason));

    [Fact]
    public void Unacknowledged_it_is_repeated_and_acknowledged_it_is_not()
    {
        var (left, taken) = (Overdrawn(), Overdrawn());
        var at = Utc("2026-04-02T00:00:00Z");
        taken.Tell(Word(taken, AlertKind.Overdrawn, AlertActionKind.Acknowledged, at));

        foreach (var life in new[] { left, taken })
        {
            life.PollEvery(TimeSpan.FromHours(6), at, Utc("2026-04-20T00:00:00Z"));
        }

        Assert.Contains("repeat_interval_elapsed", SaidSince(left, at));
        Assert.DoesNotContain("repeat_interval_elapsed", SaidSince(taken, at));
        Assert.Equal(NotifyReason.Acknowledged, taken.State.Alerts.Single(alert => alert.Kind == AlertKind.Overdrawn).LastReason);
    }

    [Fact]
    public void Silenced_nothing_of_it_is_told_until_the_instant_and_it_stays_open()
    {
        var life = Overdrawn();
        var (at, until) = (Utc("2026-04-02T00:00:00Z"), Utc("2026-04-10T00:00:00Z"));
        life.Tell(Word(life, AlertKind.Overdrawn, AlertActionKind.Silenced, at, until)).PollEvery(TimeSpan.FromHours(6), at, Utc("2026-04-20T00:00:00Z"));

        Assert.All(life.Events.Where(e => e.Alert.Kind == AlertKind.Overdrawn && e.At > at), e => Assert.True(e.At >= until));
        Assert.NotEmpty(SaidSince(life, until));
        Assert.True(life.State.Alerts.Single(alert => alert.Kind == AlertKind.Overdrawn).IsOpen);
    }

    [Fact]
    public void What_ends_while_it_is_silenced_ends_in_silence()
    {
        var life = Overdrawn();
        var at = Utc("2026-04-02T00:00:00Z");
        life.Tell(Word(life, AlertKind.Overdrawn, AlertActionKind.Silenced, at, Utc("2026-05-01T00:00:00Z")))
            .Grant(AGrant.Of(500).Named("more").EffectiveAt(Utc("2026-04-03T00:00:00Z")).NeverExpiring()).PollEvery(TimeSpan.FromHours(6), at, Utc("2026-04-06T00:00:00Z"));

        Assert.Empty(SaidSince(life, at));
        Assert.False(life.State.Alerts.Single(alert => alert.Kind == AlertKind.Overdrawn).IsOpen);
    }

    [Fact]
    public void That_the_monitor_is_blind_is_told_whatever_was_said()
    {
        var at = Utc("2026-04-02T00:00:00Z");
        var life = Overdrawn().Failing(at, Utc("2026-04-03T00:00:00Z")).PollEvery(TimeSpan.FromHours(1), at, Utc("2026-04-02T12:00:00Z"));
        life.Tell(Word(life, AlertKind.MonitorBlind, AlertActionKind.Silenced, Utc("2026-04-02T12:00:00Z"), Utc("2026-05-01T00:00:00Z"))).PollEvery(TimeSpan.FromHours(1), Utc("2026-04-02T12:00:00Z"), Utc("2026-04-03T06:00:00Z"));

        Assert.Contains(life.Events, e => e.Kind == AlertEventKind.Resolved && e.Alert.Kind == AlertKind.MonitorBlind);
    }
}
