using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

/// <summary>The key that the monitor reads with ends on 10 April 2026 at nine.</summary>
public class AdminKeyEndingTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly DateTimeOffset End = Utc("2026-04-10T09:00:00Z");
    private static readonly TimeSpan Step = TimeSpan.FromHours(3);

    [Fact]
    public void An_end_is_told_a_month_a_week_and_a_day_ahead_each_time_graver()
    {
        var life = Life().Listing(Ends(End)).PollEvery(Step, Start, End);

        Assert.Equal([("2026-03-11T09", Severity.Info), ("2026-04-03T09", Severity.Warning), ("2026-04-09T09", Severity.Critical)], Told(life));
        var text = life.Events[^1].Alert.Text;
        Assert.Contains("ends Friday 10 April 2026, 09:00 UTC", text.Lead, StringComparison.Ordinal);
        Assert.Contains("new admin key with read access to usage", text.Action, StringComparison.Ordinal);
        Assert.Equal(End, text.Deadline);
    }

    [Fact]
    public void What_is_still_ahead_makes_no_figure_doubtful()
    {
        var life = Life().Listing(Ends(End)).PollEvery(Step, Start, End);

        Assert.Contains(life.Last.Status.OpenAlerts, alert => alert.Severity == Severity.Critical);
        Assert.Null(life.Last.Status.Blind);
    }

    [Theory]
    [InlineData(true, "the key in use ends Thursday 9 July 2026, 09:00 UTC")]
    [InlineData(false, "the key in use has no end")]
    public void Another_end_or_none_ends_it(bool moved, string ending)
    {
        var life = Life().Listing(Ends(End)).PollEvery(Step, Start, End.AddDays(-10));

        life.Listing(Ends(moved ? End.AddDays(90) : null)).Poll(End.AddDays(-9));

        Assert.Equal(ending, Alert(life).Ending);
    }

    [Fact]
    public void An_end_that_moves_within_the_month_is_a_new_alert()
    {
        var life = Life().Listing(Ends(End)).PollEvery(Step, Start, End.AddDays(-10));

        life.Listing(Ends(End.AddDays(5))).Poll(End.AddDays(-9));

        Assert.Equal(["raised 20260410", "resolved 20260410", "raised 20260415"], life.Events.OrderBy(e => e.Alert.Key, StringComparer.Ordinal).Select(e => $"{SnakeCase.Of(e.Kind)} {e.Alert.Episode[..8]}"));
    }

    [Fact]
    public void A_refused_list_or_one_that_tells_of_no_key_leaves_the_end_unknown_and_raises_nothing()
    {
        foreach (var reading in new Reading<AdminKeyListing>[] { new Reading<AdminKeyListing>.Denied("No scope."), Listed(alike: 0), Listed(alike: 2) })
        {
            var life = Life().Listing(reading).PollEvery(Step, Start, End.AddDays(1));

            Assert.Empty(life.Events);
            Assert.Null(life.State.AdminKey.SeenAt);

            life.Listing(Ends(End.AddDays(20))).Poll(End.AddDays(2));
            life.Listing(reading).Poll(End.AddDays(3));
            Assert.Equal("when the key in use ends is no longer known", Alert(life).Ending);
        }
    }

    [Fact]
    public void An_outage_of_the_list_forgets_nothing()
    {
        var life = Life().Listing(Ends(End)).PollEvery(Step, Start, End.AddDays(-10));

        life.Listing(new Reading<AdminKeyListing>.Unavailable("No answer.", null)).Poll(End.AddDays(-9));

        Assert.True(Alert(life).IsOpen);
        Assert.Equal(End, life.State.AdminKey.EndsAt);
    }

    [Fact]
    public void It_stays_open_while_nothing_is_read_after_the_end_and_is_over_when_costs_are()
    {
        var life = Life().Listing(Ends(End)).Failing(End, End.AddDays(1)).PollEvery(Step, Start, End.AddHours(5));

        Assert.True(Alert(life).IsOpen);
        Assert.Contains("ended Friday 10 April 2026, 09:00 UTC", Alert(life).Text.Lead, StringComparison.Ordinal);
        Assert.Contains("Costs could not be read", life.Last.Status.Blind, StringComparison.Ordinal);

        life.Listing(null).PollEvery(Step, End.AddHours(5), End.AddHours(27));
        Assert.Equal("OpenAI has answered since that end, so another key is in use", Alert(life).Ending);
    }

    [Fact]
    public void The_list_is_due_once_in_each_utc_day()
    {
        var key = new AdminKeyEnd();
        Assert.True(key.IsDue(Start));

        key = key.After(new Reading<AdminKeyListing>.Denied("No scope."), Start.AddHours(7));

        Assert.False(key.IsDue(Start.AddHours(23.9)));
        Assert.True(key.IsDue(Start.AddHours(24)));
    }

    private static ALife Life() => new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 5, 31));

    private static Reading<AdminKeyListing>.Ok Ends(DateTimeOffset? at) => new(new AdminKeyListing(3, 1, at));

    private static Reading<AdminKeyListing>.Ok Listed(int alike) => new(new AdminKeyListing(3, alike, null));

    private static AlertState Alert(ALife life) => life.State.Alerts.Single(alert => alert.About == "admin_key");

    private static List<(string At, Severity Severity)> Told(ALife life) => [.. life.Events.Select(e => ($"{e.At:yyyy-MM-dd'T'HH}", e.Alert.Severity))];
}
