using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;
using static CreditMonitor.Testing.OrdinaryImages;
using static CreditMonitor.Testing.OrdinaryUsage;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class DormantKeyActiveTests
{
    [Fact]
    public void A_key_that_slept_for_sixty_days_is_told_when_it_wakes()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 6, 30)).PollEvery(TimeSpan.FromHours(12), Start, Utc("2026-05-05T00:00:00Z"));
        life.PollUsage(Utc("2026-03-02T10:00:00Z"), Slots(Utc("2026-03-02T09:00:00Z"), Utc("2026-03-02T09:05:00Z"), 10, "key_old", "gpt-5"));
        LookDaily(life, Utc("2026-03-03T10:00:00Z"), Utc("2026-05-02T10:00:00Z"));
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
        var again = Start.AddDays(days);
        life.PollUsage(Start.AddHours(1), Slots(Start, Start + Five, 10, "key_old", "gpt-5"));
        LookDaily(life, Start.AddDays(1), again);
        life.PollUsage(again.AddHours(1), Slots(again, again + Five, 10, "key_old", "gpt-5"));

        Assert.Equal(told ? ["key_old"] : [], life.Events.Of(AlertKind.DormantKeyActive).Select(e => e.Alert.About));
    }

    [Fact]
    public void A_key_that_only_makes_images_is_awake()
    {
        var life = WithImages();
        for (var now = Now; now <= Now.AddDays(70); now = now.AddDays(1))
        {
            life.PollUsage(now, []);
            life.PollOther(UsageEndpoint.Images, now, [new UsageSlot(now.AddHours(-1), "key_app", "gpt-image-1", "proj", 1, 0)]);
        }

        life.PollUsage(Now.AddDays(70).AddHours(1), OrdinaryImages.Text(life, Now.AddDays(70).AddHours(1)));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.DormantKeyActive);
    }

    [Fact]
    public void A_sleeper_that_wakes_to_make_images_is_told()
    {
        var life = WithImages();
        for (var now = Now; now <= Now.AddDays(61); now = now.AddDays(1))
        {
            life.PollUsage(now, []);
            life.PollOther(UsageEndpoint.Images, now, []);
        }

        life.PollOther(UsageEndpoint.Images, Now.AddDays(62), [new UsageSlot(Now.AddDays(62).AddHours(-1), "key_app", "gpt-image-1", "proj", 1, 0)]);

        Assert.Equal("key_app", life.Events.Single(e => e.Alert.Kind == AlertKind.DormantKeyActive).Alert.About);
    }

    [Fact]
    public void Of_calls_that_were_not_watched_no_sleep_is_claimed()
    {
        var life = WithImages();
        for (var now = Now; now <= Now.AddDays(70); now = now.AddDays(1))
        {
            life.PollUsage(now, []);
        }

        life.PollOther(UsageEndpoint.Embeddings, Now.AddDays(70), [new UsageSlot(Now.AddDays(70).AddHours(-1), "key_app", "text-embedding-3", "proj", 1, 0)]);

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.DormantKeyActive);
    }

    [Fact]
    public void A_key_is_not_said_to_have_slept_while_nobody_looked()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring());
        foreach (var at in new[] { Start, Start.AddDays(61) })
        {
            life.PollUsage(at.AddHours(1), Slots(at, at + Five, 10, "key_old", "gpt-5"));
        }

        Assert.Empty(life.Events.Of(AlertKind.DormantKeyActive));
    }

    private static void LookDaily(ALife life, DateTimeOffset from, DateTimeOffset until)
    {
        for (var now = from; now < until; now = now.AddDays(1))
        {
            life.PollUsage(now);
        }
    }
}
