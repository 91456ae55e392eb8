using System.Net;
using System.Xml.Linq;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Http.Api;

/// <summary>The badge over a real port, with a hostile name in it.</summary>
public sealed class Badges : IAsyncLifetime
{
    private const string Script = "<script>alert(1)</script>\u0001\"&";
    private AServedWorld _served = null!;
    private HttpClient _stranger = null!;

    public async ValueTask InitializeAsync()
    {
        _served = await AServedWorld.StartAsync(new AWorld().Spending(4m, 60), organization => organization with { Name = Script });
        _stranger = new HttpClient { BaseAddress = _served.Client.BaseAddress };
    }

    public async ValueTask DisposeAsync()
    {
        _stranger.Dispose();
        await _served.DisposeAsync();
    }

    [Fact]
    public async Task The_address_that_a_key_is_given_shows_balance_runway_and_instant_to_whoever_has_it()
    {
        using var answer = await _stranger.GetAsync(await AddressAsync());
        var svg = await answer.Content.ReadAsStringAsync();
        var picture = XDocument.Parse(svg);

        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("$260.00", svg, StringComparison.Ordinal);
        Assert.Contains("10 Mar 12:00Z", svg, StringComparison.Ordinal);
        Assert.DoesNotContain(picture.Descendants(), element => element.Name.LocalName is "script" or "style" or "image" or "foreignObject");
        Assert.StartsWith("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stale_figures_are_unknown_with_the_instant_of_the_last_ones()
    {
        var address = await AddressAsync();
        _served.World.Clock.Now += TimeSpan.FromHours(5);

        Assert.Contains("unknown, last read 10 Mar 12:00Z", await _stranger.GetStringAsync(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_another_purpose_organization_or_time_opens_nothing()
    {
        var late = AWorld.Start.AddDays(10);
        foreach (var token in new[]
        {
            "", AWorld.Signer.Sign(TokenPurpose.Calendar, new TokenSubject("acme", "badge"), late), AWorld.Signer.Sign(TokenPurpose.Badge, new TokenSubject("other", "badge"), late),
            AWorld.Signer.Sign(TokenPurpose.Badge, new TokenSubject("acme", "someone"), late), AWorld.Signer.Sign(TokenPurpose.Badge, new TokenSubject("acme", "badge"), AWorld.Start),
        })
        {
            using var answer = await _stranger.GetAsync($"/badge/acme.svg?token={token}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Revoked_an_address_opens_nothing_and_the_next_one_does()
    {
        var first = await AddressAsync();
        var second = await RevokeAsync();
        await _stranger.GetStringAsync(second);
        Assert.Equal(HttpStatusCode.NotFound, (await _stranger.GetAsync(first)).StatusCode);
        Assert.Equal(second, await AddressAsync());

        var third = await RevokeAsync();
        await _stranger.GetStringAsync(third);
        Assert.All(await Task.WhenAll(_stranger.GetAsync(first), _stranger.GetAsync(second)), answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        Assert.Equal([("bot", "revoke_badge"), ("bot", "revoke_badge")], (await _served.Store.ReadAuditAsync("acme", 10, CancellationToken.None)).Select(entry => (entry.By, entry.Action)));
    }

    [Fact]
    public async Task Two_who_revoke_at_once_both_do()
    {
        var addresses = await Task.WhenAll(RevokeAsync(), RevokeAsync());

        Assert.Equal(2, addresses.Distinct(StringComparer.Ordinal).Count());
        Assert.Single(await Task.WhenAll(addresses.Select(async address => (await _stranger.GetAsync(address)).StatusCode)), HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_that_may_only_read_revokes_nothing()
    {
        var address = await AddressAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/organizations/acme/badge/revoke") { Headers = { { "x-functions-key", AServedWorld.ReadKey } } };

        Assert.Equal(HttpStatusCode.Forbidden, (await _stranger.SendAsync(request)).StatusCode);
        await _stranger.GetStringAsync(address);
    }

    [Fact]
    public async Task A_token_of_another_organization_costs_no_read_of_the_store()
    {
        var before = _served.Reads;
        await _stranger.GetAsync("/badge/acme.svg?token=other.badge.1.x");
        await _stranger.GetAsync("/badge/other.svg?token=other.badge.1.x");
        await _stranger.GetAsync("/badge/acme.svg");

        Assert.Equal(before, _served.Reads);
    }

    private async Task<string> RevokeAsync()
    {
        using var answer = await _served.Client.PostAsync("/api/organizations/acme/badge/revoke", null);
        return new Uri(System.Text.Json.JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).RootElement.GetProperty("url").GetString()!).PathAndQuery;
    }

    private async Task<string> AddressAsync() => new Uri((await _served.GetAsync("badge")).GetProperty("url").GetString()!).PathAndQuery;
}
