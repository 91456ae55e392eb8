using System.Net;
using CreditMonitor.Application.Tests.OpenAI;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Observations;
using CreditMonitor.Delivery.SendGrid;
using CreditMonitor.Settings;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Subscriptions;

public sealed class AllOrganizationsAndSuppressions
{
    [Fact]
    public async Task A_subscription_to_all_has_a_copy_in_each_organization_confirmed_and_stopped_as_one()
    {
        await using var site = await ASite.StartAsync(settings => settings with
        {
            Organizations = [settings.Organizations[0], settings.Organizations[0] with { Id = "beta", Name = "Beta", AdminKey = "sk-admin-beta", Subscribers = ["beta@example.com"] }],
        });

        await site.ConfirmedAsync("""{"address":"new@example.com"}""");
        Assert.All(await CopiesAsync(site), copy => Assert.Equal((true, SubscriptionStatus.Confirmed), (copy.AllOrganizations, copy.Status)));
        Assert.Single((await CopiesAsync(site)).Select(copy => copy.Id).Distinct());

        site.World.Clock.Now += TimeSpan.FromDays(3);
        await site.PollAsync();
        Assert.Equal(2, site.Mails.Sent.Count(mail => mail.To == "new@example.com"));
        await site.PostAsync(ASite.Link(site.Mails.Sent.First(mail => mail.To == "new@example.com"), "unsubscribe"), new StringContent(""));
        Assert.All(await CopiesAsync(site), copy => Assert.Equal(SubscriptionStatus.Stopped, copy.Status));
    }

    [Fact]
    public async Task An_organization_that_was_added_later_gets_its_copy_from_the_digest_timer()
    {
        await using var site = await ASite.StartAsync(settings => settings with
        {
            Organizations = [settings.Organizations[0], settings.Organizations[0] with { Id = "beta", AdminKey = "sk-admin-beta" }],
        });
        var all = Subscription.Configured("acme", "new@example.com") with { AllOrganizations = true, CreatedBy = "test" };
        await site.Store.ChangeSubscriptionAsync("acme", all.Id, _ => new(all, new(site.World.Clock.Now, "test", "subscription", ["made"]), []), CancellationToken.None);

        await site.RunDigestTimerAsync();
        await site.RunDigestTimerAsync();

        Assert.Equal(2, (await CopiesAsync(site)).Count);
    }

    [Fact]
    public async Task Suppressions_are_read_from_every_list_and_a_refusal_says_what_to_do()
    {
        var handler = new ScriptedHandler()
            .Then(HttpStatusCode.OK, """[{"created":1,"email":"gone@example.com","reason":"550"}]""").Then(HttpStatusCode.OK, "[]")
            .Then(HttpStatusCode.OK, """[{"created":1,"email":"angry@example.com"}]""").Then(HttpStatusCode.OK, "[]").Then(HttpStatusCode.Forbidden, "").Then(HttpStatusCode.OK, "{}");
        using var client = SendGridHttp.CreateClient(handler);
        var source = new SuppressionSource(client, new SendGridSettings("SG.test", new Uri("https://api.sendgrid.com"), null), new FixedClock(AWorld.Start));

        var read = Assert.IsType<Reading<System.Collections.Immutable.ImmutableArray<SuppressedAddress>>.Ok>(await source.ReadAsync(CancellationToken.None));
        Assert.Equal([new("gone@example.com", "bounced"), new("angry@example.com", "called it spam")], read.Value);
        var refused = Assert.IsType<Reading<System.Collections.Immutable.ImmutableArray<SuppressedAddress>>.Denied>(await source.ReadAsync(CancellationToken.None));
        Assert.Contains("Suppressions read permission", refused.Detail, StringComparison.Ordinal);
        Assert.IsType<Reading<System.Collections.Immutable.ImmutableArray<SuppressedAddress>>.Unavailable>(await source.ReadAsync(CancellationToken.None));
    }

    private static async Task<IReadOnlyList<Subscription>> CopiesAsync(ASite site) =>
        [.. (await site.Store.ReadSubscriptionsAsync("acme", CancellationToken.None)).Concat(await site.Store.ReadSubscriptionsAsync("beta", CancellationToken.None)).Where(subscription => subscription.Address == "new@example.com")];
}
