using System.Net;
using System.Text.Json;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Hosting;
using CreditMonitor.Polling;
using CreditMonitor.Settings;
using CreditMonitor.Tests.Builders;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CreditMonitor.Tests.Access;

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
    [InlineData("Forwarded", "for=203.0.113.9")]
    public async Task A_caller_that_may_be_elsewhere_is_refused(string header, string value)
    {
        using var client = await StartAsync();
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        foreach (var path in new[] { "/api/status", "/api/status/acme", "/", "/organizations/acme" })
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.DoesNotContain("Acme", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
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
        var app = MonitorHost.Build(new MonitorHostOptions(settings, "http://127.0.0.1:0") { Clock = _world.Clock, Provider = new CreditMonitor.StandIn.StandInHandler(_world.Provider) });
        _apps.Add(app);
        await app.Services.GetRequiredService<IMonitorStore>().PrepareAsync(CancellationToken.None);
        await app.Services.GetRequiredService<FleetPoller>().PollAsync(settings.Organizations, "first", CancellationToken.None);
        await app.StartAsync();
        return new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }
}
