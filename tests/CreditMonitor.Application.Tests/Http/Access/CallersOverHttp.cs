using System.Net;
using System.Text.Json;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Hosting;
using CreditMonitor.Jobs;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CreditMonitor.Application.Tests.Http.Access;

/// <summary>The whole program over a real port, with hostile text in everything that people and the provider name.</summary>
public sealed class CallersOverHttp : IAsyncLifetime
{
    private const string Key = "a-reading-key-of-some-length";
    private readonly AWorld _world = new AWorld().Spending(4m, 60);
    private readonly string _folder = Directory.CreateTempSubdirectory("credit-monitor-http-").FullName;
    private readonly List<WebApplication> _apps = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        _world.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task This_machine_reads_without_a_key_when_none_is_configured()
    {
        using var client = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/api/status", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/", UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("X-Forwarded", "for=203.0.113.9")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("x-real-ip", "203.0.113.9")]
    [InlineData("X-Client-IP", "203.0.113.9")]
    [InlineData("CF-Connecting-IP", "203.0.113.9")]
    [InlineData("True-Client-IP", "203.0.113.9")]
    [InlineData("X-Original-URL", "/api/status")]
    [InlineData("X-Original-Host", "credit.example.com")]
    [InlineData("X-ARR-ClientIP", "203.0.113.9")]
    [InlineData("X-ARR-SSL", "1")]
    public async Task A_caller_that_may_be_elsewhere_is_refused(string header, string value)
    {
        using var client = await StartAsync();
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        foreach (var path in new[] { "/api/status", "/api/status/acme", "/", "/organizations/acme" })
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            var said = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("Acme", said, StringComparison.Ordinal);
            Assert.Contains(header == "Host" ? "by a loopback address" : $"came through a proxy (its header {header})", said.Replace("open this page on the machine that runs the monitor", "by a loopback address", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_proxy_that_leaves_nothing_but_the_older_protocol_is_refused_and_may_ask_for_the_health()
    {
        using var client = await StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/status"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/health"));

        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = HttpVersion.Version10, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("cross-site", null, false)]
    [InlineData("same-site", null, false)]
    [InlineData("cross-site", "own", false)]
    [InlineData(null, "https://evil.example", false)]
    [InlineData(null, "null", false)]
    [InlineData("same-origin", "own", true)]
    [InlineData("none", null, true)]
    [InlineData(null, null, true)]
    public async Task Without_keys_a_page_of_another_site_writes_nothing(string? site, string? origin, bool isKept)
    {
        using var client = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/organizations/acme/balance-readings") { Content = new StringContent("""{"amount":"12.00"}""") };
        foreach (var (name, value) in new[] { ("Sec-Fetch-Site", site), ("Origin", origin == "own" ? client.BaseAddress!.GetLeftPart(UriPartial.Authority) : origin) })
        {
            if (value is not null)
            {
                request.Headers.Add(name, value);
            }
        }

        Assert.Equal(isKept ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Without_keys_a_link_in_a_mail_leads_to_a_page_with_its_forms()
    {
        using var client = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/organizations/acme") { Headers = { { "Sec-Fetch-Site", "cross-site" } } };

        Assert.Contains("/alerts/acknowledge", await (await client.SendAsync(request)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_keys_configured_only_a_key_opens_whatever_the_caller_looks_like()
    {
        using var client = await StartAsync(new AccessKey("ops", Key, AccessScope.Read));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(null, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("x-functions-key", Key + "x"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("x-functions-key", Key));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("Authorization", "Bearer " + Key));

        async Task<HttpStatusCode> StatusAsync(string? header, string? value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/status", UriKind.Relative));
            if (header is not null)
            {
                request.Headers.TryAddWithoutValidation(header, value);
            }

            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Health_needs_no_key_and_says_nothing_else()
    {
        using var client = await StartAsync(new AccessKey("ops", Key, AccessScope.Read));

        Assert.Equal("ok", await client.GetStringAsync(new Uri("/api/health", UriKind.Relative)));
    }

    [Fact]
    public async Task Stale_figures_answer_503_with_the_figures_and_their_age()
    {
        using var client = await StartAsync();
        _world.Clock.Now += TimeSpan.FromHours(5);

        using var answer = await client.GetAsync(new Uri("/api/status/acme", UriKind.Relative));
        var organization = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("organizations")[0];

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("unknown", organization.GetProperty("status").GetString());
        Assert.Equal(260m, organization.GetProperty("balance").GetDecimal());
        Assert.False(organization.GetProperty("data").GetProperty("costs").GetProperty("fresh").GetBoolean());
    }

    [Fact]
    public async Task An_organization_that_is_not_watched_is_a_problem_of_its_own()
    {
        using var client = await StartAsync();

        using var answer = await client.GetAsync(new Uri("/api/status/other", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Hostile_names_are_encoded_on_the_page_and_in_the_mail()
    {
        const string Script = "<script>alert(1)</script>";
        _world.Organization = _world.Organization with { Name = Script, Grants = [new CreditGrant(Script, GrantKind.Paid, new(500m), AWorld.Start.AddDays(-60), AWorld.Start.AddDays(5))] };
        using var client = await StartAsync();

        var page = await client.GetStringAsync(new Uri("/", UriKind.Relative));
        var mail = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(_folder, "mail"), "*.eml")[0]);

        Assert.DoesNotContain(Script, page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Script, mail[mail.IndexOf("text/html", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere_and_runs_no_script()
    {
        using var client = await StartAsync();

        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.StartsWith("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    private async Task<HttpClient> StartAsync(params AccessKey[] keys)
    {
        var settings = new MonitorSettings(
            [_world.Organization], new StorageSettings(Path.Combine(_folder, "monitor.db"), null, null), new MailSettings(SettingsLoader.DefaultFrom, Path.Combine(_folder, "mail"), null),
            new AccessSettings([.. keys], [], []), SettingsLoader.DefaultSchedules, null);
        var app = MonitorHost.Build(new MonitorHostOptions(settings, "http://127.0.0.1:0") { Clock = _world.Clock, Provider = new FakeHandler(_world.Provider) });
        _apps.Add(app);
        await app.Services.GetRequiredService<IMonitorStore>().PrepareAsync(CancellationToken.None);
        await app.Services.GetRequiredService<FleetPoller>().PollAsync(settings.Organizations, "first", CancellationToken.None);
        await app.StartAsync();
        return new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }
}
