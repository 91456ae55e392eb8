using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.OrdinaryImages;
using static CreditMonitor.Testing.OrdinaryUsage;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

/// <summary>An ordinary hour has 12,000 tokens of one key, a day costs $2.</summary>
public class NewConsumerTests
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
    public void A_key_that_makes_images_as_often_as_all_others_call_is_told_once_with_its_model()
    {
        var life = WithImages();
        for (var now = Now.AddHours(1); now <= Now.AddHours(3); now = now.AddHours(1))
        {
            life.PollUsage(now, OrdinaryImages.Text(life, now));
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
        var life = WithImages();

        life.PollUsage(Now.AddHours(1), OrdinaryImages.Text(life, Now.AddHours(1)));
        life.PollOther(UsageEndpoint.Images, Now.AddHours(1), [new UsageSlot(Now, "key_new", "gpt-image-1", "proj", 60, 0)]);

        Assert.Equal([("key_new", Severity.Warning)], Newcomers(life));
    }

    [Fact]
    public void Fewer_calls_than_the_organization_usually_makes_are_no_news()
    {
        var life = WithImages();

        life.PollUsage(Now.AddHours(1), OrdinaryImages.Text(life, Now.AddHours(1)));
        life.PollOther(UsageEndpoint.Images, Now.AddHours(1), [new UsageSlot(Now, "key_new", "gpt-image-1", "proj", 15, 0)]);

        Assert.Empty(Newcomers(life));
    }

    [Fact]
    public void Moderation_is_free_and_makes_no_newcomer()
    {
        var life = WithImages();
        for (var now = Now; now <= Now.AddDays(8); now = now.AddHours(1))
        {
            life.PollUsage(now, OrdinaryImages.Text(life, now));
            life.PollOther(UsageEndpoint.Moderations, now, now < Now.AddDays(8) ? [] : [new UsageSlot(now.AddHours(-1), "key_new", "omni-moderation", "proj", 900, 0)]);
        }

        Assert.Contains("key:key_new", life.State.Usage.Consumers.Keys);
        Assert.Empty(Newcomers(life));
    }

    [Fact]
    public void In_an_endpoints_first_week_everything_is_new_and_nothing_is_told()
    {
        var life = WithImages(imagesSince: Now.AddDays(-5));

        life.PollUsage(Now.AddHours(1), OrdinaryImages.Text(life, Now.AddHours(1)));
        life.PollOther(UsageEndpoint.Images, Now.AddHours(1), [new UsageSlot(Now, "key_new", "gpt-image-1", "proj", 900, 0)]);

        Assert.Empty(Newcomers(life));
    }

    private static List<(string About, Severity Severity)> Newcomers(ALife life) =>
        [.. life.Events.Where(e => e.Alert.Kind == AlertKind.NewConsumer).Select(e => (e.Alert.About, e.Alert.Severity)).Order()];
}
