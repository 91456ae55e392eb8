using CreditMonitor.Core.Alerts;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class StandingCostTests
{
    private static readonly DateTimeOffset Start = Utc("2026-01-02T00:00:00Z");
    private static readonly DateOnly Begins = new(2026, 2, 10);

    [Theory]
    [InlineData(0.50)]
    [InlineData(0.90)]
    [InlineData(0.30)]
    public void A_small_cost_every_day_out_of_nothing_is_information_once_within_a_week(double perDay)
    {
        var life = Life().Spending((decimal)perDay, Begins, new(2026, 6, 30)).PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-06-01T00:00:00Z"));

        var told = Assert.Single(life.Events, e => e.Alert.About == "standing");
        Assert.Equal((AlertEventKind.Raised, Severity.Info), (told.Kind, told.Alert.Severity));
        Assert.InRange(told.At, Utc("2026-02-11T00:00:00Z"), Utc("2026-02-17T00:00:00Z"));
        Assert.Contains("out of nothing", told.Alert.Text.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_days_of_use_are_no_standing_cost()
    {
        var life = Life().Spending(0.9m, Begins, Begins.AddDays(2)).Spending(0, Begins.AddDays(3), new(2026, 3, 30)).PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-20T00:00:00Z"));

        Assert.DoesNotContain(life.Events, e => e.Alert.About == "standing");
    }

    [Fact]
    public void Cents_and_what_follows_other_spend_are_none_either()
    {
        var cents = Life().Spending(0.05m, Begins, new(2026, 4, 30)).PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-04-01T00:00:00Z"));
        var steady = new ALife(AGrant.Of(300).EffectiveAt(Start).NeverExpiring()).Spending(0.4m, new(2026, 1, 2), Begins).Spending(0.8m, Begins, new(2026, 4, 30)).PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-04-01T00:00:00Z"));

        Assert.DoesNotContain(cents.Events.Concat(steady.Events), e => e.Alert.About == "standing");
    }

    private static ALife Life() => new ALife(AGrant.Of(300).EffectiveAt(Start).NeverExpiring()).Spending(0, new(2026, 1, 2), Begins.AddDays(-1));
}
