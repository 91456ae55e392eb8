using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Http.Api;

/// <summary>History and detail over a real port, page by page.</summary>
public sealed class ListsOverHttp : IAsyncLifetime
{
    private AServedWorld _served = null!;

    public async ValueTask InitializeAsync() => _served = await AServedWorld.StartAsync(new AWorld().Spending(4m, 60));

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task Costs_come_by_day_newest_first_with_their_rows_and_add_up_to_what_the_balance_lost()
    {
        var first = await _served.GetAsync("costs?limit=1");
        var newest = first.GetProperty("costs")[0];
        var row = Assert.Single(newest.GetProperty("rows").EnumerateArray());

        Assert.Equal("2026-03-09", newest.GetProperty("day").GetString());
        Assert.Equal((4m, "proj_a", "gpt-5, input"), (row.GetProperty("amount").GetDecimal(), row.GetProperty("project_id").GetString(), row.GetProperty("line_item").GetString()));
        Assert.Equal(500m - (await PagesAsync("costs", 7)).Sum(day => day.GetProperty("amount").GetDecimal()), (await BalanceAsync()).GetProperty("balance").GetDecimal());
    }

    [Theory]
    [InlineData("costs", "day")]
    [InlineData("snapshots", "at")]
    [InlineData("grants", "id")]
    public async Task Pages_of_one_hold_the_same_as_one_page(string list, string key)
    {
        await _served.PostAsync("grants", """[{"id":"gift","kind":"promotional","amount":"5","effective_at":"2026-03-01T00:00:00Z"},{"id":"<b>&\"x","kind":"paid","amount":"7","effective_at":"2026-03-01T00:00:00Z"}]""");
        _served.World.Clock.Now += TimeSpan.FromMinutes(1);
        await _served.PostAsync("balance-readings", """{"amount":"12.00"}""");

        var whole = (await _served.GetAsync($"{list}?limit=1000")).GetProperty(list).EnumerateArray().Select(one => one.GetProperty(key).GetString()).ToList();

        Assert.True(whole.Count > 1);
        Assert.Equal(whole, (await PagesAsync(list, 1)).Select(one => one.GetProperty(key).GetString()));
    }

    [Fact]
    public async Task A_grant_says_what_remains_when_it_lapses_and_who_told_of_it()
    {
        await _served.PostAsync("grants", """{"id":"april","kind":"paid","amount":"120.50","effective_at":"2026-03-09T10:15:00Z"}""");

        var grants = (await _served.GetAsync("grants")).GetProperty("grants").EnumerateArray().ToDictionary(grant => grant.GetProperty("id").GetString()!);

        Assert.Equal(("told", "bot"), (grants["april"].GetProperty("source").GetProperty("from").GetString(), grants["april"].GetProperty("source").GetProperty("by").GetString()));
        Assert.Equal((120.50m, "active", "2027-03-01T00:00:00Z"), (grants["april"].GetProperty("remaining").GetDecimal(), grants["april"].GetProperty("state").GetString(), grants["april"].GetProperty("lapses_from").GetString()));
        Assert.Equal((260m, "configuration"), (grants["g1"].GetProperty("remaining").GetDecimal(), grants["g1"].GetProperty("source").GetProperty("from").GetString()));
    }

    [Theory]
    [InlineData("from=2026-03-03&to=2026-03-05", "2026-03-05,2026-03-04,2026-03-03")]
    [InlineData("from=2026-03-08", "2026-03-09,2026-03-08")]
    [InlineData("to=2026-01-09", "2026-01-09")]
    [InlineData("from=2026-03-05&to=2026-03-05", "2026-03-05")]
    [InlineData("from=2026-03-03&to=2026-03-05&limit=1&after=2026-03-05", "2026-03-04")]
    [InlineData("from=9999-12-31", "")]
    [InlineData("to=0001-01-01", "")]
    public async Task Costs_of_some_days_are_asked_for_with_both_ends_included(string query, string days) =>
        Assert.Equal(days, string.Join(',', (await _served.GetAsync($"costs?{query}")).GetProperty("costs").EnumerateArray().Select(day => day.GetProperty("day").GetString())));

    [Theory]
    [InlineData("from=yesterday", "from is")]
    [InlineData("from=", "from is")]
    [InlineData("to=2026-3-1", "to is")]
    [InlineData("to=2026-02-30", "to is")]
    [InlineData("from=2026-03-01&from=2026-03-02", "from is")]
    [InlineData("from=2026-03-02&to=2026-03-01", "no later than to")]
    [InlineData("from=x&to=y&limit=0&after=", "from is", "to is", "limit is", "after is")]
    public async Task Days_that_are_none_are_refused_with_every_fault(string query, params string[] faults)
    {
        using var answer = await _served.Client.GetAsync($"/api/organizations/acme/costs?{query}");
        var detail = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString()!;

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.All(faults, fault => Assert.Contains(fault, detail, StringComparison.Ordinal));
        Assert.Equal(faults.Length, detail.Split("expected").Length - 1);
    }

    [Fact]
    public async Task Days_outside_of_what_was_asked_for_are_no_place_to_go_on_from() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await _served.Client.GetAsync("/api/organizations/acme/costs?from=2026-03-03&after=2026-03-02")).StatusCode);

    [Fact]
    public async Task The_status_says_how_old_the_card_statements_are()
    {
        Assert.Equal("""{"as_of":null,"fresh":false,"through":null}""", (await StatementsAsync()).GetRawText());

        await _served.PostAsync("statements", "Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n03/02/2026,03/03/2026,OPENAI,Shopping,Sale,-54.44,\n02/02/2026,02/03/2026,OPENAI,Shopping,Sale,-20.00,\n", "text/csv");
        Assert.Equal("""{"as_of":"2026-03-10T12:00:00Z","fresh":true,"through":"2026-03-02"}""", (await StatementsAsync()).GetRawText());

        _served.World.Clock.Now += TimeSpan.FromDays(46);
        Assert.Equal("""{"as_of":"2026-03-10T12:00:00Z","fresh":false,"through":"2026-03-02"}""", (await StatementsAsync()).GetRawText());
        Assert.Contains("creditmonitor_source_age_seconds{organization=\"acme\",source=\"statements\"} 3974400", await _served.Client.GetStringAsync("/api/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_says_what_was_believed()
    {
        var snapshot = Assert.Single((await _served.GetAsync("snapshots")).GetProperty("snapshots").EnumerateArray());

        Assert.Equal(("first", 260m, 4m), (snapshot.GetProperty("poll_id").GetString(), snapshot.GetProperty("balance").GetDecimal(), snapshot.GetProperty("burn_per_day").GetDecimal()));
    }

    [Theory]
    [InlineData("/api/status")]
    [InlineData("/api/organizations/acme/grants")]
    [InlineData("/api/organizations/acme/costs?limit=3")]
    [InlineData("/api/organizations/acme/charges")]
    public async Task What_has_not_changed_is_not_sent_again(string path)
    {
        using var first = await _served.Client.GetAsync(path);
        using var again = await AskAsync(path, first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());

        await _served.PostAsync("grants", """{"id":"april","kind":"paid","amount":"120.50","effective_at":"2026-03-09T10:15:00Z"}""");
        await _served.PostAsync("statements", "Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n03/02/2026,03/03/2026,OPENAI,Shopping,Sale,-54.44,\n", "text/csv");
        using var changed = await AskAsync(path, first.Headers.ETag!);
        Assert.Equal(path.Contains("costs", StringComparison.Ordinal) ? HttpStatusCode.NotModified : HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task Stale_figures_are_never_answered_as_unchanged()
    {
        using var first = await _served.Client.GetAsync("/api/status");
        _served.World.Clock.Now += TimeSpan.FromHours(5);

        using var stale = await AskAsync("/api/status", first.Headers.ETag!);
        using var any = await AskAsync("/api/status", EntityTagHeaderValue.Any);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (stale.StatusCode, any.StatusCode));
        Assert.NotEmpty(await stale.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("after=never%20given", "after")]
    [InlineData("after=%00%27%20or%20PartitionKey%20gt%20%27", "after")]
    [InlineData("after=", "after")]
    public async Task A_page_that_cannot_be_is_refused_by_every_list(string query, string named)
    {
        foreach (var list in new[] { "snapshots", "grants", "costs", "charges", "alerts" })
        {
            using var answer = await _served.Client.GetAsync($"/api/organizations/acme/{list}?{query}");
            Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.StartsWith(named, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    private async Task<HttpResponseMessage> AskAsync(string path, EntityTagHeaderValue known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(known);
        return await _served.Client.SendAsync(request);
    }

    private async Task<List<JsonElement>> PagesAsync(string list, int limit)
    {
        var all = new List<JsonElement>();
        for (string? next = ""; next is not null;)
        {
            var page = await _served.GetAsync($"{list}?limit={limit}{(next.Length == 0 ? "" : $"&after={Uri.EscapeDataString(next)}")}");
            Assert.True(page.GetProperty(list).GetArrayLength() <= limit);
            all.AddRange(page.GetProperty(list).EnumerateArray());
            next = page.GetProperty("next").GetString();
        }

        return all;
    }

    private async Task<JsonElement> BalanceAsync() => JsonDocument.Parse(await _served.Client.GetStringAsync("/api/status/acme")).RootElement.GetProperty("organizations")[0];

    private async Task<JsonElement> StatementsAsync()
    {
        using var answer = await _served.Client.GetAsync("/api/status/acme");    // 503 while stale, with its usual body
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("organizations")[0].GetProperty("data").GetProperty("statements");
    }
}
