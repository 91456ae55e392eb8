using System.Net;
using System.Text;
using System.Text.Json;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Http.Api;

/// <summary>Alerts and what people on call say of them, over a real port.</summary>
public sealed class AlertsOverHttp : IAsyncLifetime
{
    private AServedWorld _served = null!;

    public async ValueTask InitializeAsync()
    {
        _served = await AServedWorld.StartAsync(new AWorld().Spending(4m, 60));
        await _served.PostAsync("balance-readings", """{"amount":"12.00"}""");
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task An_alert_is_listed_with_its_evidence_acknowledged_by_name_and_reason_and_taken_back()
    {
        var key = (await MismatchAsync()).GetProperty("key").GetString();
        Assert.NotEmpty((await MismatchAsync()).GetProperty("facts").EnumerateObject());

        await _served.PostAsync($"alerts/{key}/acknowledge", """{"reason":"waiting for support"}""");
        var word = (await MismatchAsync()).GetProperty("word");
        Assert.Equal(("acknowledged", "bot", "waiting for support"), (word.GetProperty("word").GetString(), word.GetProperty("by").GetString(), word.GetProperty("reason").GetString()));

        await _served.PostAsync($"alerts/{key}/reset", "");
        Assert.False((await MismatchAsync()).TryGetProperty("word", out _));
        Assert.Contains("waiting for support", string.Join(' ', (await _served.Store.ReadAuditAsync("acme", 10, CancellationToken.None)).SelectMany(entry => entry.Changes)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acknowledge", "", "reason is expected")]
    [InlineData("silence", """{"reason":"x"}""", "until is expected")]
    [InlineData("silence", """{"reason":"x","until":"2031-01-01T00:00:00Z"}""", "within 90 days")]
    [InlineData("acknowledge", "[1]", "Expected a JSON object")]
    public async Task What_is_missing_is_named_and_nothing_is_kept(string verb, string body, string expected)
    {
        var key = (await MismatchAsync()).GetProperty("key").GetString();
        var answer = await _served.Client.PostAsync($"/api/organizations/acme/alerts/{key}/{verb}", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty((await _served.Store.ReadToldAsync("acme", CancellationToken.None)).AlertActions);
    }

    [Theory]
    [InlineData("state=opne")]
    [InlineData("state=Open")]
    [InlineData("state=")]
    [InlineData("state=open&state=all")]
    public async Task A_state_that_is_none_is_refused_and_lists_nothing(string query)
    {
        using var answer = await _served.Client.GetAsync($"/api/organizations/acme/alerts?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("state is expected to be open or all.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_alerts_are_listed_where_no_state_is_asked_for() =>
        Assert.Equal((await _served.GetAsync("alerts?state=all")).GetRawText(), (await _served.GetAsync("alerts")).GetRawText());

    [Fact]
    public async Task Pages_follow_one_another_and_a_key_that_may_only_read_says_nothing()
    {
        var first = await _served.GetAsync("alerts?limit=1");
        Assert.Single(first.GetProperty("alerts").EnumerateArray());
        if (first.GetProperty("next").GetString() is { } next)
        {
            Assert.NotEqual(next, (await _served.GetAsync($"alerts?limit=1&after={Uri.EscapeDataString(next)}")).GetProperty("alerts")[0].GetProperty("key").GetString());
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/organizations/acme/alerts/x/reset") { Headers = { { "x-functions-key", AServedWorld.ReadKey } } };
        using var reader = new HttpClient { BaseAddress = _served.Client.BaseAddress };
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.SendAsync(request)).StatusCode);
    }

    private async Task<JsonElement> MismatchAsync() =>
        (await _served.GetAsync("alerts?state=open")).GetProperty("alerts").EnumerateArray().Single(alert => alert.GetProperty("kind").GetString() == "balance_mismatch");
}
