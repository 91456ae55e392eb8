using System.Net;
using System.Text.Json;
using CreditMonitor.Application.Tests.Subscriptions;

namespace CreditMonitor.Application.Tests.Http.Api;

/// <summary>The whole program over a real port: what it foresees, as JSON and as a page.</summary>
public sealed class ForecastsOverHttp
{
    [Fact]
    public async Task A_caller_with_a_key_reads_ranges_that_fit_together_and_others_read_nothing()
    {
        await using var site = await ASite.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(site, "/api/organizations/acme/forecast", withKey: false)).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(site, "/api/organizations/other/forecast")).Code);
        var (code, body) = await GetAsync(site, "/api/organizations/acme/forecast?days=30");

        Assert.Equal(HttpStatusCode.OK, code);
        var forecast = JsonDocument.Parse(body).RootElement;
        var days = forecast.GetProperty("days").EnumerateArray().ToList();
        Assert.Equal(31, days.Count);
        Assert.All(days, day => Assert.True(Quantile(day, "spend", "p10") <= Quantile(day, "spend", "p50") && Quantile(day, "spend", "p50") <= Quantile(day, "spend", "p90")));
        Assert.All(days, day => Assert.True(Quantile(day, "balance", "p10") <= Quantile(day, "balance", "p50") && Quantile(day, "balance", "p50") <= Quantile(day, "balance", "p90")));
        Assert.All(days.Zip(days.Skip(1)), pair => Assert.True(Quantile(pair.First, "spend", "p50") <= Quantile(pair.Second, "spend", "p50")));
        var status = JsonDocument.Parse((await GetAsync(site, "/api/status/acme")).Body).RootElement.GetProperty("organizations")[0];
        Assert.Equal(status.GetProperty("runway").GetProperty("p50_on").GetString(), forecast.GetProperty("runway").GetProperty("p50_on").GetString());
        Assert.True(status.GetProperty("runway").GetProperty("p10").GetDecimal() <= status.GetProperty("runway").GetProperty("p90").GetDecimal());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("731")]
    [InlineData("-1")]
    [InlineData("ten")]
    public async Task How_far_ahead_is_asked_is_bounded(string days)
    {
        await using var site = await ASite.StartAsync();

        var (code, body) = await GetAsync(site, $"/api/organizations/acme/forecast?days={days}");

        Assert.Equal(HttpStatusCode.BadRequest, code);
        Assert.Contains("from 1 to 730", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_organizations_page_draws_past_and_range_without_scripts_and_says_the_same_as_a_table()
    {
        await using var site = await ASite.StartAsync();

        var (_, fleet) = await GetAsync(site, "/");
        var (code, page) = await GetAsync(site, "/organizations/acme");

        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Contains("href=\"/organizations/acme\"", fleet, StringComparison.Ordinal);
        Assert.Contains("Credit runs out ", page, StringComparison.Ordinal);
        Assert.Contains("<svg viewBox=\"0 0 960 360\" role=\"img\"", page, StringComparison.Ordinal);
        Assert.Contains("class=\"band\" d=\"M", page, StringComparison.Ordinal);
        Assert.Contains("class=\"past\" d=\"M", page, StringComparison.Ordinal);
        Assert.Contains("class=\"cliff\"", page, StringComparison.Ordinal);
        Assert.Contains("<caption>Usable credit on the evening of a day, in US dollars</caption>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    private static decimal Quantile(JsonElement day, string what, string which) => day.GetProperty(what).GetProperty(which).GetDecimal();

    private static async Task<(HttpStatusCode Code, string Body)> GetAsync(ASite site, string path, bool withKey = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (withKey)
        {
            request.Headers.Add("x-functions-key", ASite.Key);
        }

        using var answer = await site.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
