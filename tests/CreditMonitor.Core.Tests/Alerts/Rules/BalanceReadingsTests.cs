using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class BalanceReadingsTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>$500 of credit and $10 a day: on the morning of 11 March ten days are published, $400 is left.</summary>
    private static ALife Life(params CreditGrant[] more) => new ALife([AGrant.Of(500).Named("g1").EffectiveAt(Start).ExpiringAt(Utc("2027-03-01T00:00:00Z")), .. more])
        .Spending(10, new(2026, 3, 1), new(2026, 4, 30));

    private static ALife At(DateTimeOffset until, ALife life) => life.PollEvery(Hour, Start, until);

    [Theory]
    [InlineData(400)]
    [InlineData(404)]        // 1 % of the balance above what published costs leave
    [InlineData(396)]        // the running day is not published
    [InlineData(370)]        // and may cost three times the usual
    public void A_reading_within_what_unpublished_costs_and_the_tolerance_allow_is_nothing(decimal read)
    {
        var life = At(Utc("2026-03-11T09:00:00Z"), Life()).Reading(read, Utc("2026-03-11T09:30:00Z"));

        life.PollEvery(Hour, Utc("2026-03-11T10:00:00Z"), Utc("2026-03-12T03:00:00Z"));

        Assert.Empty(life.Events);
    }

    [Fact]
    public void What_an_unpublished_day_might_have_explained_is_told_when_the_published_day_does_not()
    {
        var life = At(Utc("2026-03-11T09:00:00Z"), Life()).Reading(370, Utc("2026-03-11T09:30:00Z"));

        life.PollEvery(Hour, Utc("2026-03-11T10:00:00Z"), Utc("2026-03-13T00:00:00Z"));

        Assert.Equal(["raised balance_mismatch"], life.Said);
        Assert.Contains("$390.00 to $400.00", life.Events[0].Alert.Text.Lead, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404.05, "a purchase")]
    [InlineData(365.99, "unpublished")]
    public void A_reading_outside_is_a_mismatch_with_both_sides_and_a_likely_cause(decimal read, string action)
    {
        var life = At(Utc("2026-03-11T09:00:00Z"), Life()).Reading(read, Utc("2026-03-11T09:30:00Z"));

        var alert = Assert.Single(life.Poll(Utc("2026-03-11T10:00:00Z")).Events).Alert;

        Assert.Equal((AlertKind.BalanceMismatch, Severity.Warning), (alert.Kind, alert.Severity));
        Assert.Contains(new Usd(read).ToString(), alert.Text.Lead, StringComparison.Ordinal);
        Assert.Contains("$370.00 to $400.00", alert.Text.Lead, StringComparison.Ordinal);
        Assert.Contains(action, alert.Text.Action + alert.Text.Facts.Single(fact => fact.Name == "likely_cause").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fall_after_a_reading_that_agreed_is_a_drop_and_ends_with_the_next_that_agrees()
    {
        var life = At(Utc("2026-03-11T09:00:00Z"), Life()).Reading(398, Utc("2026-03-11T09:30:00Z"));
        life.PollEvery(Hour, Utc("2026-03-11T10:00:00Z"), Utc("2026-03-12T10:00:00Z"));
        life.Reading(-88.4m, Utc("2026-03-12T10:10:00Z"));
        life.PollEvery(Hour, Utc("2026-03-12T11:00:00Z"), Utc("2026-03-13T06:00:00Z"));
        life.Reading(380, Utc("2026-03-13T06:00:00Z"));
        life.PollEvery(Hour, Utc("2026-03-13T06:30:00Z"), Utc("2026-03-16T06:30:00Z"));

        Assert.Equal(["raised unexplained_balance_drop", "resolved unexplained_balance_drop"], life.Said);
        Assert.Equal((Severity.Critical, Utc("2026-03-12T11:00:00Z")), (life.Events[0].Alert.Severity, life.Events[0].At));
        Assert.Contains("$380.00", life.Events[1].Alert.Ending, StringComparison.Ordinal);
    }

    [Fact]
    public void Readings_that_stay_low_are_one_alert_and_not_a_second_kind()
    {
        var life = At(Utc("2026-03-11T09:00:00Z"), Life()).Reading(398, Utc("2026-03-11T09:30:00Z"));
        life.Poll(Utc("2026-03-11T10:00:00Z"));
        life.Reading(100, Utc("2026-03-11T10:10:00Z")).Poll(Utc("2026-03-11T11:00:00Z"));
        life.Reading(99, Utc("2026-03-11T11:10:00Z")).Poll(Utc("2026-03-11T12:00:00Z"));

        Assert.Equal(["raised unexplained_balance_drop"], life.Said);
    }

    [Fact]
    public void The_remainder_of_a_grant_whose_range_has_begun_is_taken_to_have_lapsed_early()
    {
        var old = AGrant.Of(80).Named("old").Promotional().EffectiveAt(Start).ExpiringAt(Utc("2026-03-02T00:00:00Z"));
        var undated = AGrant.Of(60).Named("undated").EffectiveAt(Utc("2025-03-20T10:00:00Z"));
        var life = new ALife(old, AGrant.Of(500).Named("g1").EffectiveAt(Start).ExpiringAt(Utc("2026-03-05T00:00:00Z")), undated).Spending(0, new(2025, 12, 1), new(2026, 4, 30));
        life.PollEvery(Hour, Utc("2026-03-10T00:00:00Z"), Utc("2026-03-10T10:00:00Z"));
        life.Events.Clear();

        life.Reading(0, Utc("2026-03-10T10:10:00Z")).Poll(Utc("2026-03-10T11:00:00Z"));

        var alert = life.Events.Single(e => e.Alert.Kind == AlertKind.BalanceMismatch).Alert;
        Assert.Contains("ExpiresAt", alert.Text.Action, StringComparison.Ordinal);
        Assert.Contains("undated has already lapsed", alert.Text.Facts.Single(fact => fact.Name == "likely_cause").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Telling_what_happened_ends_it()
    {
        var life = At(Utc("2026-03-11T09:00:00Z"), Life()).Reading(600, Utc("2026-03-11T09:30:00Z"));
        life.Poll(Utc("2026-03-11T10:00:00Z"));

        life.Tell(new RecordedGrant(Utc("2026-03-11T10:30:00Z"), "test", AGrant.Of(205).Named("top-up").EffectiveAt(Utc("2026-03-11T09:00:00Z")))).Poll(Utc("2026-03-11T11:00:00Z"));

        Assert.Equal(["raised balance_mismatch", "resolved balance_mismatch"], life.Said);
    }

    [Fact]
    public void Where_no_credit_is_declared_a_reading_is_held_against_nothing()
    {
        var life = new ALife().Spending(10, new(2026, 3, 1), new(2026, 4, 30)).Reading(400, Utc("2026-03-11T09:30:00Z"));

        Assert.Empty(life.Poll(Utc("2026-03-11T10:00:00Z")).Events);
    }

    [Fact]
    public void A_fall_after_a_reading_that_did_not_agree_either_is_no_drop()
    {
        var life = At(Utc("2026-03-11T09:00:00Z"), Life()).Reading(600, Utc("2026-03-11T09:30:00Z"));
        life.Poll(Utc("2026-03-11T10:00:00Z"));

        life.Reading(100, Utc("2026-03-11T10:10:00Z")).Poll(Utc("2026-03-11T11:00:00Z"));

        Assert.Equal(["raised balance_mismatch", "raised balance_mismatch", "resolved balance_mismatch"], life.Said.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(life.Events.SelectMany(e => e.Alert.Text.Facts), fact => fact.Name == "reading_before");
    }
}
