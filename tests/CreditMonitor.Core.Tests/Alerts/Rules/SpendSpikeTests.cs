using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Text;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.OrdinaryUsage;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

/// <summary>What usage shows within minutes. An ordinary hour has 12,000 tokens of one key, a day costs $2.</summary>
public class SpendSpikeTests
{
    [Fact]
    public void A_burst_is_told_within_minutes_and_ends_an_hour_after_it()
    {
        var life = Ordinary();
        for (var now = Burst + Five; now <= Burst.AddMinutes(20); now += Five)
        {
            life.PollUsage(now, With(life, now, Burst, 400_000));
        }

        var alert = life.Events.First(e => e.Alert.Kind == AlertKind.SpendSpike);
        Assert.Equal((AlertEventKind.Raised, Burst + Five), (alert.Kind, alert.At));
        Assert.Contains("key_app", alert.Alert.Text.Lead, StringComparison.Ordinal);

        life.Poll(Burst.AddMinutes(22));    // stale costs would hold every ending back
        for (var now = Burst.AddMinutes(25); now <= Burst.AddHours(3); now += Five)
        {
            life.PollUsage(now, Slots(life.State.Usage.AskFrom(now), now, 1_000, "key_app", "gpt-5"));
        }

        Assert.Equal(["raised", "resolved"], life.Events.Where(e => e.Alert.Kind == AlertKind.SpendSpike && e.Kind != AlertEventKind.Reminded).Select(e => SnakeCase.Of(e.Kind)));
    }

    [Fact]
    public void A_burst_that_lasts_does_not_become_the_usual_that_it_is_held_against()
    {
        var life = Ordinary();
        for (var now = Burst + Five; now <= Burst.AddHours(5); now += Five)
        {
            life.PollUsage(now, With(life, now, life.State.Usage.AskFrom(now) > Burst ? life.State.Usage.AskFrom(now) : Burst, 400_000));
        }

        Assert.DoesNotContain("resolved spend_spike", life.Said);
        Assert.Single(life.Said, "raised spend_spike");
    }

    [Theory]
    [InlineData(11_000)]     // not thrice the busiest hour within a quarter
    [InlineData(1_000)]
    public void What_is_not_far_above_the_busiest_hour_is_no_burst(long tokens)
    {
        var life = Ordinary();

        life.PollUsage(Burst.AddMinutes(15), With(life, Burst.AddMinutes(15), Burst, tokens));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.SpendSpike);
    }

    [Theory]
    [InlineData(100_000, Severity.Warning)]     // about $6 an hour, of $460
    [InlineData(400_000, Severity.Critical)]    // about $22
    public void A_burst_at_whose_pace_the_credit_is_gone_within_a_day_is_critical(long tokens, Severity severity)
    {
        var life = Ordinary();

        life.PollUsage(Burst.AddMinutes(15), With(life, Burst.AddMinutes(15), Burst, tokens));

        var alert = life.Alert(AlertKind.SpendSpike);
        Assert.Equal(("usage", severity), (alert.About, alert.Severity));
    }

    [Theory]
    [InlineData(34_900, false)]
    [InlineData(35_100, true)]      // 72,200 tokens; a usual day has four times that
    public void An_hour_at_its_pace_has_to_cost_what_a_usual_day_does(long tokens, bool told)
    {
        var life = Ordinary();

        life.PollUsage(Burst.AddMinutes(15), With(life, Burst.AddMinutes(15), Burst, tokens));

        Assert.Equal(told, life.Events.Of(AlertKind.SpendSpike).Any());
    }

    [Theory]
    [InlineData(16_900, false)]
    [InlineData(17_000, true)]      // 36,000 tokens: thrice the busiest hour
    public void Where_no_price_is_learned_yet_it_is_judged_by_tokens_alone(long tokens, bool told)
    {
        var life = Ordinary(perDay: 0);

        life.PollUsage(Burst.AddMinutes(15), With(life, Burst.AddMinutes(15), Burst, tokens));

        Assert.Equal(told, life.Events.Of(AlertKind.SpendSpike).Any());
    }

    [Fact]
    public void With_less_than_three_days_of_usage_nothing_is_far_above_anything()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 3, 30)).PollEvery(TimeSpan.FromHours(6), Start, Burst);

        life.PollUsage(Burst, Slots(Burst.AddHours(-1), Burst, 10_000_000, "key_app", "gpt-5"));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind is AlertKind.SpendSpike or AlertKind.NewConsumer);
    }
}
