using System.Net;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Subscriptions;

namespace CreditMonitor.Application.Tests.Subscriptions;

/// <summary>Anonymous callers who ask for subscriptions, a few or very many.</summary>
public sealed class AnonymousAsks : IAsyncLifetime
{
    private ASite _site = null!;

    public async ValueTask InitializeAsync() => _site = await ASite.StartAsync(settings => settings with { Access = settings.Access with { RequestsPerMinute = 100_000, SubscriberDomains = ["example.com", "example.org"] } });

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Ten_within_an_hour_and_twenty_at_once_is_all_that_they_may_leave_waiting_and_whoever_has_a_key_is_not_held_up()
    {
        Assert.Equal(PendingRequests.MostWithinAnHour, await FloodAsync("first", 40));
        _site.World.Clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(PendingRequests.Most, await FloodAsync("second", 40));
        _site.World.Clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(PendingRequests.Most, await FloodAsync("third", 40));

        foreach (var number in Enumerable.Range(0, 40))
        {
            var (code, body) = await _site.SubscribeAsync($$"""{"address":"team{{number}}@example.com","organization":"acme"}""");
            Assert.True(code == HttpStatusCode.Accepted, body);
        }

        await _site.PollAsync();
        Assert.Equal(PendingRequests.Most + 40, _site.Mails.Sent.Count);
    }

    [Fact]
    public async Task What_nobody_confirmed_is_gone_with_its_link_after_two_days()
    {
        await AskAsync("new@example.com");
        await _site.SubscribeAsync("""{"address":"asked-for@example.com","organization":"acme"}""");
        await _site.PollAsync();
        var link = ASite.Link(_site.Mails.Sent.First(mail => mail.To == "new@example.com"), "confirm");
        _site.World.Clock.Now += TimeSpan.FromHours(47);
        await _site.RunDigestTimerAsync();
        Assert.Equal(["asked-for@example.com", "new@example.com"], await AddressesAsync());

        _site.World.Clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(HttpStatusCode.NotFound, (await _site.PostAsync(link, new StringContent(""))).Code);
        await _site.RunDigestTimerAsync();

        Assert.Equal(["asked-for@example.com"], await AddressesAsync());
        Assert.Contains(await _site.Store.ReadAuditAsync("acme", 20, CancellationToken.None), entry => entry.Changes.Contains("1 subscription removed that nobody confirmed"));
    }

    [Fact]
    public async Task Whoever_confirms_in_time_stays()
    {
        await AskAsync("new@example.com");
        await _site.PollAsync();
        await _site.PostAsync(ASite.Link(_site.Mails.Sent[^1], "confirm"), new StringContent(""));
        _site.World.Clock.Now += TimeSpan.FromHours(100);
        await _site.RunDigestTimerAsync();

        Assert.Equal(SubscriptionStatus.Confirmed, (await _site.SubscriptionAsync()).Status);
    }

    [Fact]
    public async Task Nothing_that_an_anonymous_caller_asks_for_puts_a_configured_address_or_another_callers_request_aside()
    {
        await _site.SubscribeAsync("""{"address":"new@example.com","organization":"acme","cadence":"weekly"}""");
        _site.World.Clock.Now += TimeSpan.FromMinutes(6);
        await AskAsync("team@example.com");
        await AskAsync("new@example.com");
        _site.World.Clock.Now += TimeSpan.FromDays(3);
        await _site.RunDigestTimerAsync();

        var kept = await _site.SubscriptionAsync();
        Assert.Equal(("ops", Cadence.Weekly), (kept.CreatedBy, kept.Wishes.Cadence));
        Assert.Equal(["new@example.com"], await AddressesAsync());
        _site.Mails.Sent.Clear();
        await _site.PollAsync();
        Assert.Contains(_site.Mails.Sent, mail => mail.To == "team@example.com");
    }

    [Fact]
    public async Task What_its_owner_ended_stays_ended_when_somebody_else_asks_for_it_and_nobody_confirms()
    {
        _site.World.Clock.Now += TimeSpan.FromDays(3);
        await _site.PollAsync();
        await _site.FormAsync(ASite.Link(_site.Mails.Sent.First(mail => mail.To == "team@example.com"), "unsubscribe"));
        await AskAsync("team@example.com");
        Assert.Equal(SubscriptionStatus.Pending, (await _site.SubscriptionAsync("team@example.com")).Status);

        _site.World.Clock.Now += TimeSpan.FromDays(2);
        await _site.RunDigestTimerAsync();

        Assert.Equal(SubscriptionStatus.Stopped, (await _site.SubscriptionAsync("team@example.com")).Status);
    }

    [Fact]
    public async Task Confirmations_to_one_domain_are_bounded_by_the_hour_whatever_the_organization_and_other_domains_are_not_affected()
    {
        await using var site = await ASite.StartAsync(settings => settings with
        {
            Organizations = [.. Enumerable.Range(0, 4).Select(number => settings.Organizations[0] with { Id = $"acme{number}" })],
            Access = settings.Access with { RequestsPerMinute = 100_000, SubscriberDomains = ["example.com", "example.org"] },
        });
        foreach (var number in Enumerable.Range(0, 40))
        {
            await AskAsync(site, $"victim{number}@example.com", $"acme{number % 4}");
        }

        await AskAsync(site, "other@example.org", "acme0");
        await site.PollAsync();

        Assert.Equal(SubscribeLimits.AnonymousPerDomain, site.Mails.Sent.Count(mail => mail.To.StartsWith("victim", StringComparison.Ordinal)));
        Assert.Contains(site.Mails.Sent, mail => mail.To == "other@example.org");
    }

    [Fact]
    public async Task One_network_may_ask_ten_times_within_five_minutes_and_whoever_signed_in_more_often()
    {
        foreach (var number in Enumerable.Range(0, SubscribeLimits.PerNetwork))
        {
            Assert.Equal(HttpStatusCode.OK, (await _site.FormAsync("/subscriptions", ("address", $"a{number}@example.com"))).Code);
        }

        using var refused = await _site.Client.PostAsync("/subscriptions", new FormUrlEncodedContent([KeyValuePair.Create("address", "b@example.com")]));
        Assert.Equal((HttpStatusCode.TooManyRequests, "300"), (refused.StatusCode, refused.Headers.RetryAfter?.ToString()));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("address", "c@example.com")]);
        Assert.Equal(HttpStatusCode.OK, (await _site.PostAsync("/subscriptions", form, withKey: true)).Code);

        _site.World.Clock.Now += TimeSpan.FromMinutes(5);
        Assert.Equal(HttpStatusCode.OK, (await _site.FormAsync("/subscriptions", ("address", "b@example.com"))).Code);
    }

    [Fact]
    public async Task Many_at_once_gain_nothing()
    {
        var limits = new SubscribeLimits(_site.World.Clock);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => _site.AskDirectlyAsync($"victim{number}@example.com")));

        Assert.Equal(PendingRequests.MostWithinAnHour, (await AddressesAsync()).Length);
        Assert.Equal(SubscribeLimits.AnonymousPerDomain, Enumerable.Range(0, 100).Count(number => limits.MayMail($"x{number}@EXAMPLE.com", vouched: false)));
        limits.Dispose();
    }

    /// <summary>From as many networks, as it were, as there are asks.</summary>
    /// <returns>How many wait now.</returns>
    private async Task<int> FloodAsync(string name, int times)
    {
        foreach (var number in Enumerable.Range(0, times))
        {
            await _site.AskDirectlyAsync($"{name}{number}@example.com");
        }

        return (await AddressesAsync()).Length;
    }

    private Task AskAsync(string address) => AskAsync(_site, address, "acme");

    private static Task AskAsync(ASite site, string address, string organization) => site.AskDirectlyAsync(address, organization);

    private async Task<string[]> AddressesAsync() => [.. (await _site.Store.ReadSubscriptionsAsync("acme", CancellationToken.None)).Select(one => one.Address).Order(StringComparer.Ordinal)];
}
