using System.Text.RegularExpressions;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts;

/// <summary>A run-out is said of credit that is there, as one range of days wherever it stands, and never as a day that has
/// passed.</summary>
public partial class OneRunOutRangeTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly DateOnly Dear = new(2026, 5, 10);
    private static readonly DateTimeOffset After = Utc("2026-05-13T06:00:00Z");

    [Fact]
    public void Without_a_grant_an_abnormal_day_says_nothing_of_a_balance_or_a_run_out()
    {
        var life = Tripled(new ALife());

        var text = life.Alert(AlertKind.SpendAnomaly).Text;
        Assert.Null(text.Consequence);
        Assert.DoesNotContain(text.Facts, fact => fact.Name is "balance" or "runs_out");
        Assert.Null(life.Last.Status.Runway);
    }

    [Fact]
    public void Where_nothing_is_left_no_alert_says_a_balance_of_nothing_or_a_run_out_that_has_passed()
    {
        var life = Tripled(new ALife(AGrant.Of(100).EffectiveAt(Start).NeverExpiring()));

        Assert.True(life.Last.Snapshot.Overage?.IsPositive);
        Assert.All(life.State.Alerts.Where(alert => alert.IsOpen), alert =>
        {
            Assert.DoesNotContain("runs out", All(alert.Text), StringComparison.Ordinal);
            Assert.DoesNotContain("$0.00", All(alert.Text), StringComparison.Ordinal);
        });
        Assert.Equal((null, null), (life.Last.Status.Runway, life.Last.Status.RunsOutAt));
    }

    [Fact]
    public void Every_alert_of_one_decision_and_the_status_show_the_same_range_of_days_and_no_clock_time()
    {
        var life = Tripled(new ALife(AGrant.Of(1_000).EffectiveAt(Start).NeverExpiring()));

        var range = ForesightText.Days(life.Last.Status.Runway!);
        var texts = life.State.Alerts.Where(alert => alert.IsOpen && alert.Kind is AlertKind.SpendAnomaly or AlertKind.LowBalance).Select(alert => alert.Text).ToList();
        Assert.Equal(2, texts.Count);
        Assert.All(texts, text =>
        {
            Assert.Contains(range, text.Facts.Single(fact => fact.Name == "runs_out").Value, StringComparison.Ordinal);
            Assert.All(RunOuts().Matches(All(text)), match => Assert.StartsWith(range, match.Groups[1].Value, StringComparison.Ordinal));
        });
        Assert.DoesNotMatch(@"\d\d:\d\d", life.Alert(AlertKind.LowBalance).Text.Lead + life.Alert(AlertKind.LowBalance).Text.Subject);
        Assert.Equal(range, life.Alert(AlertKind.LowBalance).Text.Foreseen);
    }

    [Fact]
    public void A_new_floor_that_makes_it_sooner_moves_the_range_and_adds_no_second_date()
    {
        var range = new RunwayRange(new(2026, 6, 12), new(2026, 6, 22), new(2026, 7, 12), new(2026, 5, 12), 60);
        var floor = new DailyFloor(new(2026, 5, 10), 3, new Usd(40m), new Usd(10m));
        RunwayRange Moved(decimal balance, RunwayRange of) => FlooredRunway.Of(of, floor, new Usd(balance), After, After)!;

        Assert.Equal((new DateOnly(2026, 5, 28), new DateOnly(2026, 6, 2), new DateOnly(2026, 6, 12)), Days(Moved(800, range)));
        Assert.Equal(range, Moved(2_000, range));
        Assert.Equal((new DateOnly(2026, 6, 2), new DateOnly(2026, 6, 2), new DateOnly(2026, 6, 2)), Days(Moved(800, range with { P10 = null, P50 = null, P90 = null })));
        Assert.Null(FlooredRunway.Of(null, floor, new Usd(800m), After, After));
        Assert.Equal(range, FlooredRunway.Of(range, null, new Usd(800m), After, After));
    }

    [Theory]
    [InlineData("2026-01-01", true)]
    [InlineData("2026-05-01", false)]
    public void A_window_of_credit_that_will_be_used_up_is_mailed_only_where_too_little_is_known_to_say_so(string begins, bool isKnown)
    {
        var lapse = Utc("2026-06-10T00:00:00Z");
        var life = new ALife(AGrant.Of(200).EffectiveAt(Utc("2026-05-10T00:00:00Z")).ExpiringAt(lapse), AGrant.Of(5_000).EffectiveAt(Utc("2026-01-01T00:00:00Z")).NeverExpiring().Named("lasting"));
        life.Spending(12, DateOnly.Parse(begins, System.Globalization.CultureInfo.InvariantCulture), new(2026, 6, 30));
        life.PollEvery(TimeSpan.FromHours(6), Utc("2026-05-15T06:00:00Z"), Utc("2026-05-17T00:00:00Z"));

        var open = Assert.Single(life.State.Alerts, alert => alert is { Kind: AlertKind.CreditExpiring, IsOpen: true });
        Assert.Equal(isKnown, open.Text.MostUnused is not null);
        Assert.Equal(!isKnown, life.Messages.Exists(message => message.Content is AlertTold { Event.Alert.Kind: AlertKind.CreditExpiring }));
    }

    private static ALife Tripled(ALife life) => life.Spending(10, new(2026, 3, 1), Dear.AddDays(-1)).Spending(40, Dear, new(2026, 6, 30))
        .PollEvery(TimeSpan.FromHours(6), Start.AddDays(20), After.AddHours(1));

    private static (DateOnly?, DateOnly?, DateOnly?) Days(RunwayRange range) => (range.P10, range.P50, range.P90);

    private static string All(AlertText text) => string.Join(" | ", [text.Subject, text.Lead, text.Consequence, text.Action, .. text.Facts.Select(fact => fact.Value)]);

    [GeneratedRegex("runs out ([^|]*)")]
    private static partial Regex RunOuts();
}
