using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Tests.Builders;
using static CreditMonitor.Core.Tests.Builders.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

/// <summary>Newcomers and sleepers beside text models. An ordinary hour has 12 calls to a text model and 4 to images; a day costs $2.</summary>
public sealed class NewcomerUseTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly DateTimeOffset Now = Utc("2026-03-20T10:00:00Z");

    private static UsageSlot[] Text(ALife life, DateTimeOffset now)
    {
        var from = life.State.Usage.AskFrom(now);
        return [.. Enumerable.Range(0, (int)((now - from) / UsageSlot.Length)).Select(n => new UsageSlot(from + (n * UsageSlot.Length), "key_app", "gpt-5", "proj", 1, 1_000))];
    }

    /// <summary>Calls of one key in each hour that the next answer holds.</summary>
    private static UsageSlot[] Hourly(ALife life, UsageEndpoint endpoint, DateTimeOffset now, long calls, string key, string model)
    {
        var from = (life.State.Usage.Others.FirstOrDefault(other => other.Endpoint == endpoint) ?? EndpointUsage.Unread(endpoint)).AskFrom(now);
        return [.. Enumerable.Range(0, (int)((now - from) / TimeSpan.FromHours(1)) + 1).Select(n => new UsageSlot(from.AddHours(n), key, model, "proj", calls, 0))];
    }

    private static ALife Ordinary(DateTimeOffset? imagesSince = null)
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 3, 30)).PollEvery(TimeSpan.FromHours(6), Start, Now);
        for (var now = Start.AddHours(1); now <= Now; now = now.AddHours(1))
        {
            life.PollUsage(now, Text(life, now));
            if (now >= (imagesSince ?? Start))
            {
                life.PollOther(UsageEndpoint.Images, now, Hourly(life, UsageEndpoint.Images, now, 4, "key_app", "gpt-image-1"));
            }
        }

        life.Events.Clear();
        return life;
    }

    private static List<(string About, Severity Severity)> Newcomers(ALife life) =>
        [.. life.Events.Where(e => e.Alert.Kind == AlertKind.NewConsumer).Select(e => (e.Alert.About, e.Alert.Severity)).Order()];

    [Fact]
    public void A_key_that_makes_images_as_often_as_all_others_call_is_told_once_with_its_model()
    {
        var life = Ordinary();
        for (var now = Now.AddHours(1); now <= Now.AddHours(3); now = now.AddHours(1))
        {
            life.PollUsage(now, Text(life, now));
            life.PollOther(UsageEndpoint.Images, now, [new UsageSlot(Now, "key_new", "gpt-image-2", "proj", 20, 0)]);
        }

        Assert.Equal([("gpt-image-2", Severity.Info), ("key_new", Severity.Info)], Newcomers(life));
        var said = life.Events.First(e => e.Alert.About == "key_new").Alert.Text;
        Assert.Contains("20 calls (images) within an hour; the whole organization usually makes 16", said.Lead, StringComparison.Ordinal);
        Assert.Contains(said.Facts, fact => fact is { Name: "usage_read" } && fact.Value.Contains("completions, images; not read: embeddings, moderations", StringComparison.Ordinal));
    }

    [Fact]
    public void Thrice_as_many_is_for_this_week()
    {
        var life = Ordinary();

        life.PollUsage(Now.AddHours(1), Text(life, Now.AddHours(1)));
        life.PollOther(UsageEndpoint.Images, Now.AddHours(1), [new UsageSlot(Now, "key_new", "gpt-image-1", "proj", 60, 0)]);

        Assert.Equal([("key_new", Severity.Warning)], Newcomers(life));
    }

    [Fact]
    public void Fewer_calls_than_the_organization_usually_makes_are_no_news()
    {
        var life = Ordinary();

        life.PollUsage(Now.AddHours(1), Text(life, Now.AddHours(1)));
        life.PollOther(UsageEndpoint.Images, Now.AddHours(1), [new UsageSlot(Now, "key_new", "gpt-image-1", "proj", 15, 0)]);

        Assert.Empty(Newcomers(life));
    }

    [Fact]
    public void Moderation_is_free_and_makes_no_newcomer()
    {
        var life = Ordinary();
        for (var now = Now; now <= Now.AddDays(8); now = now.AddHours(1))
        {
            life.PollUsage(now, Text(life, now));
            life.PollOther(UsageEndpoint.Moderations, now, now < Now.AddDays(8) ? [] : [new UsageSlot(now.AddHours(-1), "key_new", "omni-moderation", "proj", 900, 0)]);
        }

        Assert.Contains("key:key_new", life.State.Usage.Consumers.Keys);
        Assert.Empty(Newcomers(life));
    }

    [Fact]
    public void In_an_endpoints_first_week_everything_is_new_and_nothing_is_told()
    {
        var life = Ordinary(imagesSince: Now.AddDays(-5));

        life.PollUsage(Now.AddHours(1), Text(life, Now.AddHours(1)));
        life.PollOther(UsageEndpoint.Images, Now.AddHours(1), [new UsageSlot(Now, "key_new", "gpt-image-1", "proj", 900, 0)]);

        Assert.Empty(Newcomers(life));
    }

    [Fact]
    public void A_key_that_only_makes_images_is_awake()
    {
        var life = Ordinary();
        for (var now = Now; now <= Now.AddDays(70); now = now.AddDays(1))
        {
            life.PollUsage(now, []);
            life.PollOther(UsageEndpoint.Images, now, [new UsageSlot(now.AddHours(-1), "key_app", "gpt-image-1", "proj", 1, 0)]);
        }

        life.PollUsage(Now.AddDays(70).AddHours(1), Text(life, Now.AddDays(70).AddHours(1)));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.DormantKeyActive);
    }

    [Fact]
    public void A_sleeper_that_wakes_to_make_images_is_told()
    {
        var life = Ordinary();
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
        var life = Ordinary();
        for (var now = Now; now <= Now.AddDays(70); now = now.AddDays(1))
        {
            life.PollUsage(now, []);
        }

        life.PollOther(UsageEndpoint.Embeddings, Now.AddDays(70), [new UsageSlot(Now.AddDays(70).AddHours(-1), "key_app", "text-embedding-3", "proj", 1, 0)]);

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.DormantKeyActive);
    }
}
