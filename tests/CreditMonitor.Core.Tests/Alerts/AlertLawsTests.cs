using CreditMonitor.Core.Alerts;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Alerts;

/// <summary>What holds of every life, whatever happens in it.</summary>
public class AlertLawsTests
{
    [Fact]
    public void Nothing_is_told_without_a_cause_that_can_be_shown() => Seeds.ForEach(8, seed =>
    {
        var life = RandomLife.Eventful(seed).Life.PollEvery(RandomLife.Step, RandomLife.Start, RandomLife.End);

        Assert.NotEmpty(life.Events);
        Assert.All(life.Events, e =>
        {
            Assert.All(new[] { e.Alert.Text.Subject, e.Alert.Text.Lead, e.Alert.Text.Action }, text => Assert.False(string.IsNullOrWhiteSpace(text)));
            Assert.NotEmpty(e.Alert.Text.Facts);
            Assert.All(e.Alert.Text.Facts, fact => Assert.False(string.IsNullOrWhiteSpace(fact.Name) || string.IsNullOrWhiteSpace(fact.Value)));
            Assert.Equal(e.Kind == AlertEventKind.Resolved, !string.IsNullOrWhiteSpace(e.Alert.Ending));
        });
    });

    [Fact]
    public void An_alert_is_raised_once_then_reminded_of_then_ends_once() => Seeds.ForEach(8, seed =>
    {
        var life = RandomLife.Eventful(seed).Life.PollEvery(RandomLife.Step, RandomLife.Start, RandomLife.End);

        foreach (var told in life.Events.GroupBy(e => (e.Alert.Key, e.Alert.RaisedAt)).Select(group => group.ToList()))
        {
            Assert.Equal(AlertEventKind.Raised, told[0].Kind);
            Assert.DoesNotContain(told.Skip(1), e => e.Kind == AlertEventKind.Raised);
            Assert.DoesNotContain(told.SkipLast(1), e => e.Kind == AlertEventKind.Resolved);
            Assert.All(told.Zip(told.Skip(1)), pair => Assert.True(pair.First.At < pair.Second.At || pair.Second.Kind == AlertEventKind.Resolved));
        }
    });

    [Fact]
    public void Looking_twice_at_one_instant_tells_nothing_more() => Seeds.ForEach(4, seed =>
    {
        var (once, twice) = (RandomLife.Eventful(seed).Life, RandomLife.Eventful(seed).Life);
        for (var now = RandomLife.Start; now < RandomLife.End; now += RandomLife.Step)
        {
            once.Poll(now);
            twice.Poll(now);
            Assert.Empty(twice.Poll(now).Events.Where(e => e.Alert.Kind != AlertKind.MonitorBlind));    // a second failed look in a row is what blindness is
        }

        Assert.Equal(Figures(once), Figures(twice));
    });

    [Fact]
    public void No_window_before_a_loss_is_passed_over_in_silence()
    {
        var looked = 0;
        Seeds.ForEach(8, seed => looked += WindowsToldBefore(seed));

        Assert.True(looked > 40, $"only {looked} windows were looked at");
    }

    private static int WindowsToldBefore(int seed)
    {
        var looked = 0;
        var life = RandomLife.Idling(seed).Life;
        var windows = AlertSettings.Default.ExpiryWindowsDays;
        life.PollEvery(RandomLife.Step, RandomLife.Start, RandomLife.End);

        foreach (var grant in life.Organization.Grants.Where(grant => grant.ExpiresAt < RandomLife.End))
        {
            var told = life.Events.Where(e => e.Alert.Kind == AlertKind.CreditExpiring && e.Alert.About == grant.Id && e.Kind != AlertEventKind.Resolved).Select(e => e.At).ToList();
            foreach (var window in windows.Where(days => grant.EffectiveAt <= grant.ExpiresAt!.Value.AddDays(-days)))
            {
                var due = grant.ExpiresAt!.Value.AddDays(-window);
                Assert.True(told.Exists(at => at >= due && at <= due + RandomLife.Step), $"{grant.Id} lapses {grant.ExpiresAt:s}; nothing was told at its window of {window} days");
                looked++;
            }
        }

        return looked;
    }

    [Fact]
    public void What_lapsed_with_something_left_is_told_within_two_days() => Seeds.ForEach(8, seed =>
    {
        var life = RandomLife.Idling(seed).Life.PollEvery(RandomLife.Step, RandomLife.Start, RandomLife.End);

        foreach (var grant in life.Organization.Grants.Where(grant => grant.ExpiresAt < RandomLife.End.AddDays(-3)))
        {
            Assert.Contains(life.Events, e => e.Alert.Kind == AlertKind.CreditExpired && e.Alert.About == grant.Id && e.At >= grant.ExpiresAt && e.At <= grant.ExpiresAt.Value.AddDays(2));
        }
    });

    [Fact]
    public void A_quiet_life_hears_nothing_above_information_and_little_of_that() => Seeds.ForEach(10, seed =>
    {
        var life = RandomLife.Quiet(seed).Life.PollEvery(RandomLife.Step, RandomLife.Start, RandomLife.End);

        Assert.DoesNotContain(life.Events, e => e.Alert.Severity > Severity.Info);
        Assert.InRange(life.Events.Count, 0, 4);
    });

    private static List<string> Figures(ALife life) =>
        [.. life.Events.Where(e => e.Alert.Kind != AlertKind.MonitorBlind).Select(e => $"{e.At:s} {e.Kind} {e.Alert.Key} {e.Alert.Severity}")];
}
