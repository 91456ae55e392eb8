using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Tests.Builders;
using static CreditMonitor.Core.Tests.Builders.Moments;

namespace CreditMonitor.Core.Tests.Alerts;

/// <summary>What usage shows within minutes. An ordinary hour has 12,000 tokens of one key, a day costs $2.</summary>
public class UsageRulesTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly DateTimeOffset Burst = Utc("2026-03-20T10:00:00Z");
    private static readonly TimeSpan Five = UsageSlot.Length;

    private static ALife Ordinary()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 3, 30)).PollEvery(TimeSpan.FromHours(6), Start, Burst);
        for (var now = Start.AddHours(1); now <= Burst; now = now.AddHours(1))
        {
            life.PollUsage(now, Slots(life.State.Usage.AskFrom(now), now, 1_000, "key_app", "gpt-5"));
        }

        life.Events.Clear();
        return life;
    }

    private static UsageSlot[] Slots(DateTimeOffset from, DateTimeOffset to, long tokens, string key, string model) =>
        [.. Enumerable.Range(0, (int)((to - from) / Five)).Select(n => new UsageSlot(from + (n * Five), key, model, "proj", 1, tokens))];

    private static UsageSlot[] With(ALife life, DateTimeOffset now, DateTimeOffset since, long tokens, string key = "key_app", string model = "gpt-5") =>
        [.. Slots(life.State.Usage.AskFrom(now), now, 1_000, "key_app", "gpt-5"), .. Slots(since, now, tokens, key, model)];

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

    [Fact]
    public void With_less_than_three_days_of_usage_nothing_is_far_above_anything()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 3, 30)).PollEvery(TimeSpan.FromHours(6), Start, Burst);

        life.PollUsage(Burst, Slots(Burst.AddHours(-1), Burst, 10_000_000, "key_app", "gpt-5"));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind is AlertKind.SpendSpike or AlertKind.NewConsumer);
    }

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

    [Fact]
    public void A_key_that_slept_for_sixty_days_is_told_when_it_wakes()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 6, 30)).PollEvery(TimeSpan.FromHours(12), Start, Utc("2026-05-05T00:00:00Z"));
        life.PollUsage(Utc("2026-03-02T10:00:00Z"), Slots(Utc("2026-03-02T09:00:00Z"), Utc("2026-03-02T09:05:00Z"), 10, "key_old", "gpt-5"));
        for (var now = Utc("2026-03-03T10:00:00Z"); now < Utc("2026-05-02T10:00:00Z"); now = now.AddDays(1))
        {
            life.PollUsage(now);
        }

        life.PollUsage(Utc("2026-05-02T10:00:00Z"), Slots(Utc("2026-05-02T09:50:00Z"), Utc("2026-05-02T09:55:00Z"), 2, "key_old", "gpt-5"));

        var alert = life.Events.Single(e => e.Alert.Kind == AlertKind.DormantKeyActive).Alert;
        Assert.Equal("key_old", alert.About);
        Assert.Contains("after 61 days", alert.Text.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_not_said_to_have_slept_while_nobody_looked()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 6, 30)).PollEvery(TimeSpan.FromHours(12), Start, Utc("2026-05-05T00:00:00Z"));
        life.PollUsage(Utc("2026-03-02T10:00:00Z"), Slots(Utc("2026-03-02T09:00:00Z"), Utc("2026-03-02T09:05:00Z"), 10, "key_old", "gpt-5"));
        life.PollUsage(Utc("2026-05-02T10:00:00Z"), Slots(Utc("2026-05-02T09:50:00Z"), Utc("2026-05-02T09:55:00Z"), 2, "key_old", "gpt-5"));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.DormantKeyActive);
    }

    [Fact]
    public void After_an_outage_of_days_usage_is_read_back_to_its_beginning()
    {
        var life = Ordinary();
        Assert.Equal(life.State.Usage.Through - UsageHistory.Overlap, life.State.Usage.AskFrom(Burst.AddDays(5)));
        Assert.Equal(Burst.AddDays(13), life.State.Usage.AskFrom(Burst.AddDays(20)));
    }

    [Fact]
    public void A_look_at_usage_that_finds_nothing_leaves_no_snapshot()
    {
        var life = Ordinary();

        Assert.False(life.PollUsage(Burst.AddMinutes(5), With(life, Burst.AddMinutes(5), Burst, 0)).KeepsSnapshot);
    }

    [Fact]
    public void Reading_an_overlap_again_counts_nothing_twice()
    {
        var life = Ordinary();
        var now = Burst.AddMinutes(10);
        life.PollUsage(now, With(life, now, Burst, 500));
        var once = life.State.Usage;
        life.PollUsage(now, With(life, now, Burst, 500));

        Assert.Equal(once.Recent.Sum(slot => slot.Tokens), life.State.Usage.Recent.Sum(slot => slot.Tokens));
        Assert.All(once.Hours.Values, tokens => Assert.Equal(12_000, tokens));
    }
}
