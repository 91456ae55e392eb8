using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Text;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class SpendLimitsTests
{
    [Theory]
    [InlineData(30, false, "spend_limit_near")]      // $18 of 30 and 2 a day: reached on the 15th
    [InlineData(20, true, "spend_limit_near")]
    [InlineData(15, true, "spend_limit_exceeded")]
    [InlineData(1_000, true, null)]
    public void The_organizations_own_limit_is_foreseen_and_told(decimal limit, bool enforcing, string? kind)
    {
        var life = Life().LimitedTo(limit, enforcing);

        Assert.Equal(kind is null ? [] : [kind], life.Poll(Ten).Events.Select(e => SnakeCase.Of(e.Alert.Kind)));
    }

    [Theory]
    [InlineData(22.5, true, Severity.Info)]         // 80 % is used
    [InlineData(20, true, Severity.Warning)]        // 90 %
    [InlineData(20, false, Severity.Info)]          // of a limit that only tells
    [InlineData(18, true, Severity.Critical)]       // all of it
    [InlineData(18, false, Severity.Warning)]
    public void How_grave_it_is_depends_on_how_near_and_on_whether_calls_will_be_refused(decimal limit, bool enforcing, Severity severity)
    {
        var life = Life().LimitedTo(limit, enforcing);

        life.Poll(Ten);

        Assert.Equal([severity], life.Events.Select(e => e.Alert.Severity));
    }

    [Fact]
    public void Below_eighty_percent_it_is_told_when_the_pace_reaches_it_within_the_month()
    {
        var (within, after) = (Life().LimitedTo(62, enforcing: true), Life().LimitedTo(63, enforcing: true));    // $2 on each of 31 days

        Assert.Equal(["spend_limit_near.month.2026-03"], within.Poll(Ten).Events.Select(e => e.Alert.Key));
        Assert.Empty(after.Poll(Ten).Events);
    }

    [Fact]
    public void A_new_month_begins_anew_and_a_limit_that_was_removed_ends_it()
    {
        var month = Life().LimitedTo(22.5m, enforcing: false);
        month.PollEvery(TimeSpan.FromHours(6), Ten, Utc("2026-04-01T06:00:00Z"));
        Assert.StartsWith("a new month began", month.State.Alerts.Single(alert => alert is { Kind: AlertKind.SpendLimitExceeded, Episode: "2026-03" }).Ending, StringComparison.Ordinal);

        var removed = Life().LimitedTo(20, enforcing: true);
        removed.Poll(Ten);
        removed.Unlimited().Poll(Ten + Hour);
        Assert.Equal("the limit was removed", removed.Alert(AlertKind.SpendLimitNear).Ending);
    }

    [Fact]
    public void A_limit_that_is_near_says_on_which_days_it_is_foreseen_to_be_reached()
    {
        var life = new ALife(AGrant.Of(2_000).EffectiveAt(Utc("2026-02-01T00:00:00Z"))).Spending(10, new(2026, 2, 1), new(2026, 3, 20)).LimitedTo(200, enforcing: false);

        life.PollEvery(TimeSpan.FromHours(12), Utc("2026-02-01T00:00:00Z"), Utc("2026-03-18T12:00:00Z"));

        var text = life.Events.Last(e => e.Alert.Kind == AlertKind.SpendLimitNear).Alert.Text;
        Assert.Matches(@"reached (on|between) [\w ]*March 2026", text.Subject);
    }
}
