using System.Collections.Immutable;
using System.Net;
using System.Text;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Hosting;
using CreditMonitor.Jobs;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace CreditMonitor.Application.Tests.Intake;

/// <summary>Purchases entered one by one: shown at once, and one email when they have settled.</summary>
public sealed class EntriesThatSettle : IAsyncLifetime
{
    private const string Key = "a-writing-key-of-some-length";

    private readonly AWorld _world = new AWorld().Spending(20m, 60);
    private WebApplication? _app;
    private HttpClient? _client;

    private MonitorSettings Settings => _app!.Services.GetRequiredService<MonitorSettings>();

    public async ValueTask InitializeAsync()
    {
        var settings = new MonitorSettings(
            [_world.Organization with { Grants = [] }], new StorageSettings("unused", null, null), new MailSettings(SettingsLoader.DefaultFrom, _world.Pickup, null),
            new AccessSettings([new AccessKey("billing-bot", Key, AccessScope.Write)], [], []), SettingsLoader.DefaultSchedules, null);
        _app = MonitorHost.Build(new MonitorHostOptions(settings, "http://127.0.0.1:0") { Clock = _world.Clock, Provider = new FakeHandler(_world.Provider), Rows = new MemoryRowStore(), Quiet = true });
        await _app.StartAsync();
        await PollAsync("first");
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()), DefaultRequestHeaders = { { "x-functions-key", Key } } };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _app!.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Purchases_entered_one_by_one_make_one_email_once_they_have_settled_and_are_shown_at_once()
    {
        await EnterAsync("a", 1_210m);
        Assert.Contains("\"kind\":\"low_balance\"", await StatusAsync(), StringComparison.Ordinal);
        _world.Clock.Now += TimeSpan.FromMinutes(4);
        await EnterAsync("b", 5_000m);
        Assert.DoesNotContain("\"kind\":\"low_balance\"", await StatusAsync(), StringComparison.Ordinal);
        _world.Clock.Now += TimeSpan.FromMinutes(4);
        await EnterAsync("c", 2_000m, "2026-03-20T00:00:00Z");
        await TickAsync();
        Assert.Empty(_world.Mails);

        _world.Clock.Now += TimeSpan.FromMinutes(11);
        await TickAsync();

        var mail = MimeMessage.Load(Path.Combine(_world.Pickup, Assert.Single(_world.Mails)));
        Assert.DoesNotContain("runs out", mail.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poll_that_somebody_asks_for_sends_what_is_due_settled_or_not()
    {
        await EnterAsync("a", 1_210m);
        Assert.Empty(_world.Mails);

        await PollAsync(FleetPoller.ByVerb + "now");

        Assert.Single(_world.Mails);
    }

    [Fact]
    public async Task A_refused_call_that_a_program_reports_does_not_wait()
    {
        await EnterAsync("a", 9_000m);
        using var refused = await _client!.PostAsync("/api/organizations/acme/refusals", Json("""{"id":"r1","at":"2026-03-10T12:00:00Z","code":"credit_balance_exhausted"}"""));
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        await TickAsync();

        Assert.NotEmpty(_world.Mails);
    }

    private async Task EnterAsync(string id, decimal amount, string expires = "2027-03-01T00:00:00Z")
    {
        using var answer = await _client!.PostAsync(
            "/api/organizations/acme/grants", Json($$"""{"id":"{{id}}","kind":"paid","amount":"{{amount}}","effective_at":"2026-01-09T12:00:00Z","expires_at":"{{expires}}"}"""));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private Task<string> StatusAsync() => _client!.GetStringAsync("/api/status/acme");

    private Task<ImmutableArray<PollReport>> PollAsync(string id) => _app!.Services.GetRequiredService<FleetPoller>().PollAsync(Settings.Organizations, id, CancellationToken.None);

    private Task<ImmutableArray<PollReport>> TickAsync() => _app!.Services.GetRequiredService<FleetPoller>().CheckAsync(CancellationToken.None);
}
