using CreditMonitor.Core;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Delivery;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Subscriptions;

/// <summary>A week in which more happened than one digest shows or one transaction takes.</summary>
public sealed class DigestsOfManyEvents
{
    private const int Grants = 300;

    [Fact]
    public async Task Everything_that_was_gathered_is_counted_in_one_digest_and_in_no_other()
    {
        await using var site = await ASite.StartAsync(settings => settings with
        {
            Organizations = [settings.Organizations[0] with { Grants = [.. Enumerable.Range(0, Grants).Select(Lapsing)] }],
        });
        var reader = await site.ConfirmedAsync("""{"address":"new@example.com","organization":"acme","cadence":"weekly"}""");
        site.World.Clock.Now = AWorld.Start.AddDays(6.5);    // a window opens for each grant
        await site.PollAsync();
        site.World.Clock.Now = new DateTimeOffset(2026, 3, 23, 8, 30, 0, TimeSpan.Zero);
        await site.PollAsync();
        var counted = await site.Store.ReadGatheredAsync("acme", reader.Id, CancellationToken.None);
        var gathered = counted.Select(message => ((AlertTold)message.Content).Event.Alert.Key).Distinct().Count();
        Assert.InRange(gathered, Grants, Grants + 10);

        site.World.Clock.Now += TimeSpan.FromMinutes(7);
        await site.RunDigestTimerAsync();
        await site.RunDigestTimerAsync();

        var digest = Assert.Single(Digests(site));
        Assert.StartsWith($"{gathered} things happened: ", digest.Subject, StringComparison.Ordinal);
        Assert.Contains($"{gathered - 60} more events had no room here", digest.Text, StringComparison.Ordinal);
        Assert.Empty((await site.Store.ReadGatheredAsync("acme", reader.Id, CancellationToken.None)).Intersect(counted));
        var waiting = await site.Store.ReadPendingAsync("acme", CancellationToken.None);
        Assert.DoesNotContain(waiting, message => message.SubscriptionId == reader.Id);

        site.World.Clock.Now += TimeSpan.FromDays(7);
        await site.RunDigestTimerAsync();
        Assert.DoesNotContain("more events had no room", Digests(site)[1].Text, StringComparison.Ordinal);
    }

    private static CreditGrant Lapsing(int n) =>
        new($"g{n:000}", GrantKind.Paid, new Usd(500m), AWorld.Start.AddDays(-60), AWorld.Start.AddDays(20).AddMinutes(n));

    private static List<AlertMail> Digests(ASite site) =>
        [.. site.Mails.Sent.Where(mail => mail.To == "new@example.com" && mail.Html.Contains("weekly digest", StringComparison.Ordinal))];
}
