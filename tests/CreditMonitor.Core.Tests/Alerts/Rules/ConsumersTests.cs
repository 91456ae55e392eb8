using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Tests.Builders;
using static CreditMonitor.Core.Tests.Builders.Given;
using static CreditMonitor.Core.Tests.Builders.Moments;
using static CreditMonitor.Core.Tests.Builders.OrdinaryUsage;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

/// <summary>An ordinary hour has 12,000 tokens of one key, a day costs $2.</summary>
public class ConsumersTests
{
    [Fact]
    public void A_model_and_a_key_that_are_new_are_told_when_they_matter()
    {
        var life = Ordinary();

        life.PollUsage(Burst.AddMinutes(15), With(life, Burst.AddMinutes(15), Burst, 20_000, "key_new", "gpt-6"));

        Assert.Equal(["gpt-6", "key_new"], life.Events.Where(e => e.Alert.Kind == AlertKind.NewConsumer).Select(e => e.Alert.About).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_new_key_of_no_weight_is_not_told()
    {
        var life = Ordinary();

        life.PollUsage(Burst.AddMinutes(15), With(life, Burst.AddMinutes(15), Burst, 100, "key_new", "gpt-5"));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.NewConsumer);
    }

    [Theory]
    [InlineData(3_900, null)]                   // 11,700 in the hour, of 12,000 that are usual
    [InlineData(4_100, Severity.Info)]
    [InlineData(11_900, Severity.Info)]         // 35,700
    [InlineData(12_100, Severity.Warning)]
    public void A_newcomer_matters_from_the_usual_hour_on_and_is_a_warning_from_three_of_them(long tokens, Severity? severity)
    {
        var life = Ordinary();

        life.PollUsage(Burst.AddMinutes(15), With(life, Burst.AddMinutes(15), Burst, tokens, "key_new", "gpt-5"));

        Assert.Equal(severity is { } one ? [("new_consumer.key_new.20260320T100000", one)] : [], life.Events.Of(AlertKind.NewConsumer).Select(e => (e.Alert.Key, e.Alert.Severity)));
    }

    [Fact]
    public void A_key_that_slept_for_sixty_days_is_told_when_it_wakes()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 6, 30)).PollEvery(TimeSpan.FromHours(12), Start, Utc("2026-05-05T00:00:00Z"));
        life.PollUsage(Utc("2026-03-02T10:00:00Z"), Slots(Utc("2026-03-02T09:00:00Z"), Utc("2026-03-02T09:05:00Z"), 10, "key_old", "gpt-5"));
        life.PollUsage(Utc("2026-05-02T10:00:00Z"), Slots(Utc("2026-05-02T09:50:00Z"), Utc("2026-05-02T09:55:00Z"), 2, "key_old", "gpt-5"));

        var alert = life.Events.Single(e => e.Alert.Kind == AlertKind.DormantKeyActive).Alert;
        Assert.Equal("key_old", alert.About);
        Assert.Contains("after 61 days", alert.Text.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    public void Less_than_sixty_days_is_no_sleep(int days, bool told)
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring());
        foreach (var at in new[] { Start, Start.AddDays(days) })
        {
            life.PollUsage(at.AddHours(1), Slots(at, at + Five, 10, "key_old", "gpt-5"));
        }

        Assert.Equal(told ? ["key_old"] : [], life.Events.Of(AlertKind.DormantKeyActive).Select(e => e.Alert.About));
    }
}
