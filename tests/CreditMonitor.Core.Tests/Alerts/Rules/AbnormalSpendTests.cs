using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class AbnormalSpendTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");

    [Fact]
    public void A_single_dear_day_is_information_and_a_second_a_warning()
    {
        var life = new ALife(AGrant.Of(5_000).EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 4, 9)).Spending(14, new(2026, 4, 10), new(2026, 4, 11)).Spending(2, new(2026, 4, 12), new(2026, 4, 30));

        life.PollEvery(TimeSpan.FromHours(3), Utc("2026-04-05T00:00:00Z"), Utc("2026-04-20T00:00:00Z"));

        var told = life.Events.Where(e => e.Alert.Kind == AlertKind.SpendAnomaly).ToList();
        Assert.Equal([("raised", Severity.Info), ("reminded", Severity.Warning), ("resolved", Severity.Warning)], told.Select(e => (SnakeCase.Of(e.Kind), e.Alert.Severity)));
        Assert.Equal(Utc("2026-04-12T03:00:00Z"), told[1].At);
    }

    [Fact]
    public void The_day_that_is_named_is_the_one_that_is_abnormal_by_itself()
    {
        var life = new ALife(AGrant.Of(5_000).EffectiveAt(Start).NeverExpiring()).Spending(10, new(2026, 3, 1), new(2026, 4, 9)).Spending(62, new(2026, 4, 10), new(2026, 4, 10)).Spending(12.5m, new(2026, 4, 11), new(2026, 4, 30));

        life.PollEvery(TimeSpan.FromHours(3), Utc("2026-04-05T00:00:00Z"), Utc("2026-04-12T06:00:00Z"));

        Assert.All(life.Events.Of(AlertKind.SpendAnomaly), e => Assert.StartsWith("$62.00 of OpenAI spend on 10 Apr 2026", e.Alert.Text.Subject, StringComparison.Ordinal));
        Assert.StartsWith("$62.00 of OpenAI spend on 10 Apr 2026", life.Alert(AlertKind.SpendAnomaly).Text.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(23, Severity.Info)]
    [InlineData(24, Severity.Warning)]
    public void A_single_day_of_twelve_times_the_usual_is_a_warning_by_itself(decimal dear, Severity severity)
    {
        var life = Spending(2m, new(2026, 3, 1), new(2026, 4, 9)).Spending(dear, new(2026, 4, 10), new(2026, 4, 10));

        life.PollEvery(TimeSpan.FromHours(3), Utc("2026-04-09T00:00:00Z"), Utc("2026-04-11T12:00:00Z"));

        var alert = Assert.Single(life.Events, e => e.Alert.Kind == AlertKind.SpendAnomaly).Alert;
        Assert.Equal(("spend_anomaly.costs.20260410", severity), (alert.Key, alert.Severity));
    }

    [Theory]
    [InlineData(14, false)]
    [InlineData(15, true)]
    public void A_day_is_abnormal_only_beside_fourteen_before_it(int dear, bool told)
    {
        var life = Spending(2m, new(2026, 3, 1), new(2026, 3, dear - 1)).Spending(40m, new(2026, 3, dear), new(2026, 3, dear));

        life.PollEvery(TimeSpan.FromHours(6), Start, Start.AddDays(dear).AddHours(12));

        Assert.Equal(told, life.Events.Exists(e => e.Alert.Kind == AlertKind.SpendAnomaly));
    }

    [Fact]
    public void What_is_unusual_but_under_a_dollar_is_no_matter()
    {
        var life = new ALife(AGrant.Of(50).EffectiveAt(Start).NeverExpiring()).Spending(0.01m, new(2026, 3, 1), new(2026, 4, 9)).Spending(0.9m, new(2026, 4, 10), new(2026, 4, 12));

        life.PollEvery(TimeSpan.FromHours(6), Utc("2026-04-05T00:00:00Z"), Utc("2026-04-14T00:00:00Z"));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.SpendAnomaly);
    }

    [Fact]
    public void A_sum_on_each_first_of_the_month_is_news_once_and_expected_from_then_on()
    {
        var life = Spending(2m, new(2026, 3, 1), new(2026, 8, 31));
        foreach (var month in Enumerable.Range(4, 5))
        {
            life.Publish(new(2026, month, 1), 40m, Utc($"2026-{month:00}-02T04:00:00Z"));
        }

        life.PollEvery(TimeSpan.FromHours(6), Utc("2026-03-20T00:00:00Z"), Utc("2026-08-20T00:00:00Z"));

        Assert.Equal([("2026-04-02", Severity.Warning)], Raised(life));
    }

    [Fact]
    public void A_batch_on_each_first_of_the_month_that_costs_another_sum_each_time_is_news_once_information_once_and_then_the_custom()
    {
        var life = Spending(2m, new(2026, 3, 1), new(2026, 8, 31));
        foreach (var month in Enumerable.Range(4, 5))
        {
            life.Publish(new(2026, month, 1), month % 2 == 0 ? 40m : 55m, Utc($"2026-{month:00}-02T04:00:00Z"));
        }

        life.PollEvery(TimeSpan.FromHours(6), Utc("2026-03-20T00:00:00Z"), Utc("2026-08-20T00:00:00Z"));

        Assert.Equal([("2026-04-02", Severity.Warning), ("2026-05-02", Severity.Info)], Raised(life));
    }

    [Fact]
    public void Of_days_like_it_that_were_before_a_new_floor_is_told_all_the_same()
    {
        var life = Spending(2m, new(2026, 3, 1), new(2026, 5, 9)).Publish(new(2026, 3, 20), 40m, Utc("2026-03-21T04:00:00Z")).Publish(new(2026, 4, 20), 40m, Utc("2026-04-21T04:00:00Z"));
        life.Spending(30m, new(2026, 5, 10), new(2026, 5, 20));

        life.PollEvery(TimeSpan.FromHours(6), Utc("2026-05-01T00:00:00Z"), Utc("2026-05-14T00:00:00Z"));

        Assert.Contains(life.Events, e => e.Alert.Kind == AlertKind.SpendAnomaly && e.Alert.Severity == Severity.Warning && e.At <= Utc("2026-05-12T06:00:00Z"));
    }

    [Fact]
    public void A_level_that_was_meant_is_accepted_and_is_the_usual_from_its_first_day_on()
    {
        var (left, accepted) = (Doubled(), Doubled());
        var key = accepted.State.Alerts.Single(alert => alert.Kind == AlertKind.SpendAnomaly).Key;
        accepted.Tell(new AlertAction(key, Utc("2026-05-13T00:00:00Z"), "ann", AlertActionKind.Accepted, null, "the new product is live"));

        foreach (var life in new[] { left, accepted })
        {
            life.PollEvery(TimeSpan.FromHours(6), Utc("2026-05-13T00:00:00Z"), Utc("2026-05-15T00:00:00Z"));
        }

        Assert.True(left.State.Alerts.Single(alert => alert.Kind == AlertKind.SpendAnomaly).IsOpen);
        Assert.False(accepted.State.Alerts.Single(alert => alert.Kind == AlertKind.SpendAnomaly).IsOpen);
    }

    [Fact]
    public void Above_an_accepted_level_spend_is_abnormal_again()
    {
        var life = Doubled();
        var key = life.State.Alerts.Single(alert => alert.Kind == AlertKind.SpendAnomaly).Key;
        life.Tell(new AlertAction(key, Utc("2026-05-13T00:00:00Z"), "ann", AlertActionKind.Accepted, null, "the new product is live"));
        life.Spending(90m, new(2026, 5, 22), new(2026, 5, 24)).PollEvery(TimeSpan.FromHours(6), Utc("2026-05-13T00:00:00Z"), Utc("2026-05-25T00:00:00Z"));

        Assert.Equal(["2026-05-11", "2026-05-23"], Raised(life).Select(raised => raised.Day));
    }

    /// <summary>$2 a day, and $12 from 10 May on, looked at until the 13th.</summary>
    private static ALife Doubled() => Spending(2m, new(2026, 3, 1), new(2026, 5, 9)).Spending(12m, new(2026, 5, 10), new(2026, 5, 21)).PollEvery(TimeSpan.FromHours(6), Utc("2026-05-01T00:00:00Z"), Utc("2026-05-12T23:00:00Z"));

    private static ALife Spending(decimal perDay, DateOnly from, DateOnly to) => new ALife(AGrant.Of(5_000).EffectiveAt(Start).NeverExpiring()).Spending(perDay, from, to);

    private static List<(string Day, Severity Severity)> Raised(ALife life) =>
        [.. life.Events.Where(e => e.Alert.Kind == AlertKind.SpendAnomaly && e.Kind == AlertEventKind.Raised).Select(e => ($"{e.At:yyyy-MM-dd}", e.Alert.Severity))];
}
