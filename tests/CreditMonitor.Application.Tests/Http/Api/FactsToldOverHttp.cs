using System.Net;
using System.Text;
using System.Text.Json;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Hosting;
using CreditMonitor.Jobs;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CreditMonitor.Application.Tests.Http.Api;

/// <summary>Grants and balance readings over a real port.</summary>
public sealed class FactsToldOverHttp : IAsyncLifetime
{
    private const string WriteKey = "a-writing-key-of-some-length";
    private const string ReadKey = "a-reading-key-of-some-length";
    private const string Grant = """{"id":"april","kind":"paid","amount":"120.50","effective_at":"2026-03-09T00:00:00Z"}""";

    private readonly AWorld _world = new AWorld().Spending(4m, 60);
    private readonly string _folder = Directory.CreateTempSubdirectory("credit-monitor-told-").FullName;
    private WebApplication? _app;
    private HttpClient? _client;

    private IMonitorStore Store => _app!.Services.GetRequiredService<IMonitorStore>();

    public async ValueTask InitializeAsync()
    {
        var settings = new MonitorSettings(
            [_world.Organization], new StorageSettings(Path.Combine(_folder, "monitor.db"), null, null), new MailSettings(SettingsLoader.DefaultFrom, Path.Combine(_folder, "mail"), null),
            new AccessSettings([new AccessKey("billing-bot", WriteKey, AccessScope.Write), new AccessKey("dashboard", ReadKey, AccessScope.Read)], [], []), SettingsLoader.DefaultSchedules, null);
        _app = MonitorHost.Build(new MonitorHostOptions(settings, "http://127.0.0.1:0") { Clock = _world.Clock, Provider = new FakeHandler(_world.Provider) });
        await Store.PrepareAsync(CancellationToken.None);
        await _app.Services.GetRequiredService<FleetPoller>().PollAsync(settings.Organizations, "first", CancellationToken.None);
        await _app.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _app!.DisposeAsync();
        _world.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_card_statement_is_kept_once_as_a_body_or_as_a_file_of_a_form(bool asForm)
    {
        const string Statement = "Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n03/02/2026,03/03/2026,OPENAI,Shopping,Sale,-54.36,\n03/02/2026,03/03/2026,GITHUB,Shopping,Sale,-21.00,\n";
        HttpContent Content() => asForm ? new MultipartFormDataContent { { new StringContent(Statement), "file", "statement.csv" } } : new StringContent(Statement);

        var bodies = new List<JsonElement>();
        foreach (var key in new[] { WriteKey, WriteKey })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/organizations/acme/statements") { Content = Content(), Headers = { { "x-functions-key", key } } };
            bodies.Add(JsonDocument.Parse(await (await _client!.SendAsync(request)).Content.ReadAsStringAsync()).RootElement);
        }

        Assert.Equal(["added", "unchanged"], bodies.Select(body => body.GetProperty("charges")[0].GetProperty("result").GetString()));
        Assert.Equal("not OpenAI's", bodies[0].GetProperty("skipped")[0].GetProperty("reason").GetString());
        Assert.Equal(54.36m, Assert.Single((await Store.ReadToldAsync("acme", CancellationToken.None)).CardCharges).Amount.Amount);
    }

    [Fact]
    public async Task A_statement_that_cannot_be_read_keeps_nothing_and_says_what_to_pass()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/organizations/acme/statements?date_order=mdy") { Content = new StringContent("Date,Description,Amount\n03/04/2026,OPENAI,5.00"), Headers = { { "x-functions-key", WriteKey } } };
        var answer = await _client!.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("does not say its currency", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty((await Store.ReadToldAsync("acme", CancellationToken.None)).CardCharges);
    }

    [Fact]
    public async Task A_grant_is_kept_decided_upon_at_once_and_audited_under_the_callers_name()
    {
        var answer = await TellAsync("grants", Grant);

        Assert.Equal("""{"results":[{"id":"april","result":"added"}],"remarks":[]}""", await answer.Content.ReadAsStringAsync());
        var entry = Assert.Single(await Store.ReadAuditAsync("acme", 10, CancellationToken.None));
        Assert.Equal(("billing-bot", "tell"), (entry.By, entry.Action));
        Assert.Contains("120.5", Assert.Single(entry.Changes), StringComparison.Ordinal);
        Assert.Equal(260m + 120.5m, (await Store.ReadFleetAsync(CancellationToken.None)).Single().Latest.Balance?.Amount);
    }

    [Fact]
    public async Task The_same_again_is_unchanged_and_leaves_no_trace_and_another_amount_replaces()
    {
        await TellAsync("grants", Grant);

        Assert.Contains("unchanged", await (await TellAsync("grants", $"[{Grant}]")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(await Store.ReadAuditAsync("acme", 10, CancellationToken.None));
        Assert.Contains("replaced", await (await TellAsync("grants", Grant.Replace("120.50", "121", StringComparison.Ordinal))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await Store.ReadAuditAsync("acme", 10, CancellationToken.None)).Length);
    }

    [Fact]
    public async Task A_reading_that_disagrees_raises_its_alert_before_the_answer_is_given()
    {
        using var answer = await TellAsync("balance-readings", """{"amount":"12.00"}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains((await Store.ReadAsync("acme", CancellationToken.None)).State.Alerts, alert => alert.Kind == CreditMonitor.Core.Alerts.AlertKind.BalanceMismatch);
    }

    [Theory]
    [InlineData("grants", """[{"id":"a","kind":"gift","amount":"x","effective_at":"2026-03-09"},{"kind":"paid","amount":"1","effective_at":"2026-03-09T00:00:00Z"}]""", "grants[0].kind", "grants[0].amount", "grants[0].effective_at", "grants[1].id")]
    [InlineData("grants", "not json", "not valid JSON")]
    [InlineData("grants", "[]", "1 to 500")]
    [InlineData("grants", """{"id":"a","id":"b","kind":"paid","amount":"1","effective_at":"2026-03-09T00:00:00Z"}""", "not valid JSON")]
    [InlineData("balance-readings", """{"amount":"5","at":"2030-01-01T00:00:00Z"}""", "future")]
    [InlineData("balance-readings", """{"amount":"1e13"}""", "10^12")]
    public async Task Every_fault_is_named_at_once_and_nothing_is_kept(string kind, string body, params string[] named)
    {
        using var answer = await TellAsync(kind, body);
        var problem = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.All(named, text => Assert.Contains(text, JsonDocument.Parse(problem).RootElement.GetProperty("detail").GetString()!, StringComparison.Ordinal));
        Assert.Empty((await Store.ReadToldAsync("acme", CancellationToken.None)).All);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(ReadKey, HttpStatusCode.Forbidden)]
    [InlineData("another-key-of-the-same-length", HttpStatusCode.Unauthorized)]
    public async Task Only_a_key_that_may_write_tells(string? key, HttpStatusCode expected)
    {
        using var answer = await TellAsync("grants", Grant, key);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Empty((await Store.ReadToldAsync("acme", CancellationToken.None)).All);
    }

    [Fact]
    public async Task An_unknown_organization_and_a_body_beyond_the_limit_are_refused()
    {
        using var unknown = await TellAsync("grants", Grant, organization: "other");
        using var large = await TellAsync("grants", $"[\"{new string('x', 1024 * 1024)}\"]");

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    [Fact]
    public async Task Many_callers_at_once_lose_nothing()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => TellAsync("grants", Grant.Replace("april", $"grant-{n}", StringComparison.Ordinal))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(4, (await Store.ReadToldAsync("acme", CancellationToken.None)).Grants.Length);
    }

    private async Task<HttpResponseMessage> TellAsync(string kind, string body, string? key = WriteKey, string organization = "acme")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/organizations/{organization}/{kind}", UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        return await _client!.SendAsync(request);
    }
}
