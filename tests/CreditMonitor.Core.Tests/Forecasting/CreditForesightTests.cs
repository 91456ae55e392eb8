using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Forecasting;

public class CreditForesightTests
{
    private static readonly DateTimeOffset Start = Utc("2026-01-01T00:00:00Z");

    /// <summary>Ten dollars a day, but for a week that is a little dearer on some days.</summary>
    private static ALife Uneven(params Core.Ledger.CreditGrant[] grants)
    {
        var life = new ALife(grants);
        for (var day = new DateOnly(2026, 1, 1); day <= new DateOnly(2026, 6, 30); day = day.AddDays(1))
        {
            life.Publish(day, 8m + (day.DayNumber * 7 % 5), CostHistory.DayEnd(day).AddHours(3));
        }

        return life;
    }

    [Fact]
    public void The_runway_is_a_range_around_the_day_on_which_the_pace_uses_the_credit_up()
    {
        var life = Uneven(AGrant.Of(1_000).EffectiveAt(Start));

        life.PollEvery(TimeSpan.FromHours(12), Start, Utc("2026-03-01T12:00:00Z"));

        var runway = life.Last.Status.Runway!;
        Assert.InRange(runway.P50!.Value, new DateOnly(2026, 4, 8), new DateOnly(2026, 4, 13));    // day 100 of ten dollars
        Assert.True(runway.P10 < runway.P50 && runway.P50 < runway.P90);
        Assert.Equal((new DateOnly(2026, 2, 27), 58), (runway.KnownUntil, runway.HistoryDays));
        Assert.Null(life.Last.Status.WhyNoRunway);
    }

    [Fact]
    public void With_two_complete_days_the_runway_is_unknown_and_the_reason_is_said()
    {
        var life = Uneven(AGrant.Of(1_000).EffectiveAt(Start));

        life.Poll(Utc("2026-01-03T12:00:00Z"));

        Assert.Null(life.Last.Status.Runway);
        Assert.Contains("fewer than 3 complete days", life.Last.Status.WhyNoRunway, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silence_of_a_month_foretells_nothing()
    {
        var life = new ALife(AGrant.Of(1_000).EffectiveAt(Start)).Spending(5, new(2026, 1, 1), new(2026, 2, 1));

        life.Poll(Utc("2026-03-01T12:00:00Z"));
        Assert.NotNull(life.Last.Status.Runway);
        life.Poll(Utc("2026-03-02T12:00:00Z"));

        Assert.Null(life.Last.Status.Runway);
        Assert.Contains("1 Feb 2026", life.Last.Status.WhyNoRunway, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_published_of_the_running_day_is_spent_once_and_not_foreseen_again()
    {
        RunwayRange At(decimal? partial)
        {
            var life = Uneven(AGrant.Of(1_000).EffectiveAt(Start));
            life.Publish(new(2026, 3, 1), partial, Utc("2026-03-01T10:00:00Z"));
            life.Poll(Utc("2026-03-01T12:00:00Z"));
            return life.Last.Status.Runway!;
        }

        Assert.Equal(At(null), At(4m));
    }

    [Fact]
    public void A_forecast_knows_nothing_of_days_that_were_published_after_it()
    {
        var (quiet, loud) = (Uneven(AGrant.Of(1_000).EffectiveAt(Start)), Uneven(AGrant.Of(1_000).EffectiveAt(Start)));
        loud.Publish(new(2026, 2, 25), 400m, Utc("2026-03-02T00:00:00Z"));

        quiet.Poll(Utc("2026-03-01T12:00:00Z"));
        loud.Poll(Utc("2026-03-01T12:00:00Z"));
        Assert.Equal(quiet.Last.Status.Runway, loud.Last.Status.Runway);
        quiet.Poll(Utc("2026-03-02T12:00:00Z"));
        loud.Poll(Utc("2026-03-02T12:00:00Z"));

        Assert.True(loud.Last.Status.Runway!.P50 < quiet.Last.Status.Runway!.P50);
    }

    [Fact]
    public void Between_two_publications_the_forecast_is_the_same_one_and_not_made_again()
    {
        var life = Uneven(AGrant.Of(1_000).EffectiveAt(Start));

        var first = life.Poll(Utc("2026-03-01T12:00:00Z")).Status.Runway;
        var second = life.Poll(Utc("2026-03-01T13:00:00Z")).Status.Runway;
        var tomorrow = life.Poll(Utc("2026-03-02T01:00:00Z")).Status.Runway;

        Assert.Same(first, second);
        Assert.NotSame(first, tomorrow);
    }

    [Fact]
    public void Of_a_grant_that_lapses_the_loss_is_a_range_with_what_would_use_it_up()
    {
        var life = Uneven(AGrant.Of(1_000).Named("annual").EffectiveAt(Start).ExpiringAt(Utc("2026-03-20T00:00:00Z")));

        life.PollEvery(TimeSpan.FromHours(12), Start, Utc("2026-03-06T12:00:00Z"));

        var foreseen = Assert.Single(life.Last.Snapshot.Grants).Foreseen!;
        Assert.Equal(1m, foreseen.ProbabilityOfLoss);
        Assert.InRange(foreseen.ExpectedUnused.Amount, 190m, 250m);    // 78 days of ten dollars out of a thousand
        Assert.True(foreseen.UnusedP10 < foreseen.ExpectedUnused && foreseen.ExpectedUnused < foreseen.UnusedP90);
        Assert.True(foreseen.NeededPerDay > life.Last.Snapshot.BurnPerDay);
        var text = life.Events.Last(e => e.Alert.Kind == AlertKind.CreditExpiring).Alert.Text;
        Assert.Matches(@"^About \$2\d\d\.\d\d of \$\d+\.\d\d will lapse at this pace, between \$\d+\.\d\d and \$\d+\.\d\d \(eight chances in ten\).*To use it up takes \$\d+\.\d\d a day", text.Consequence);
    }

    [Fact]
    public void An_alert_about_one_grant_names_the_others_that_will_lapse_the_soonest_first()
    {
        var life = Uneven(
            AGrant.Of(900).Named("second").EffectiveAt(Start).ExpiringAt(Utc("2026-04-20T00:00:00Z")), AGrant.Of(1_000).Named("first").EffectiveAt(Start).ExpiringAt(Utc("2026-03-20T00:00:00Z")),
            AGrant.Of(100).Named("far").EffectiveAt(Start).ExpiringAt(Utc("2026-12-20T00:00:00Z")));

        life.PollEvery(TimeSpan.FromHours(12), Start, Utc("2026-03-06T12:00:00Z"));

        var lapsing = life.Events.Last(e => e.Alert is { Kind: AlertKind.CreditExpiring, About: "first" }).Alert.Text.Lapsing!.Value;
        Assert.Equal(["first", "second"], lapsing.Select(grant => grant.GrantId));
        Assert.All(lapsing, grant => Assert.True(grant.Unused?.IsPositive));
    }

    [Fact]
    public void Running_low_is_told_with_the_range_first()
    {
        var life = Uneven(AGrant.Of(600).EffectiveAt(Start));

        life.PollEvery(TimeSpan.FromHours(12), Start, Utc("2026-02-20T12:00:00Z"));

        var text = life.Events.First(e => e.Alert.Kind == AlertKind.LowBalance).Alert.Text;
        Assert.Matches("^OpenAI credit runs out (between|on) .*2026", text.Subject);
        Assert.Contains("of usable credit runs out", text.Lead, StringComparison.Ordinal);
        Assert.Contains(text.Facts, fact => fact.Name == "runs_out" && fact.Value.Contains("complete days of cost up to", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-12-03", "2026-12-09", "2026-12-19", "between 3 and 19 December 2026, most likely on the 9th")]
    [InlineData("2026-11-28", "2026-12-03", "2026-12-19", "between 28 November and 19 December 2026, most likely on 3 December")]
    [InlineData("2026-12-28", "2027-01-01", "2027-01-22", "between 28 December 2026 and 22 January 2027, most likely on 1 January 2027")]
    [InlineData("2026-12-09", "2026-12-09", "2026-12-09", "on 9 December 2026")]
    [InlineData("2026-12-03", "2027-05-09", null, "from 3 December 2026 on, most likely on 9 May 2027")]
    [InlineData("2026-12-03", null, null, "not before 3 December 2026, and more likely not within two years")]
    [InlineData(null, null, null, "later than two years from now")]
    public void A_range_of_days_reads_as_a_person_would_say_it(string? early, string? likely, string? late, string words)
    {
        static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(words, ForesightText.Days(Day(early), Day(likely), Day(late)));
    }
}
