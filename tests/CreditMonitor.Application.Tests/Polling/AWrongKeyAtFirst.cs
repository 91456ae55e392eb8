using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Polling;
using CreditMonitor.Status;
using CreditMonitor.Telemetry;
using CreditMonitor.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CreditMonitor.Application.Tests.Polling;

/// <summary>Whoever sets the monitor up with a wrong key hears of it within minutes, and first of all.</summary>
public sealed class AWrongKeyAtFirst : IAsyncLifetime
{
    private const string Advice = "OpenAI refused the admin key (HTTP 401). Create a new one and set it.";

    private readonly AWorld _world = new AWorld().Spending(4m, 60);

    public async ValueTask InitializeAsync() => await _world.ReadyAsync();

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_is_an_alert_within_ten_minutes_of_the_first_poll_and_the_usage_timer_carries_it()
    {
        _world.Provider.Fail(_world.Clock.Now, _world.Clock.Now.AddHours(3), null, FaultMode.Unauthorized);
        var first = await _world.PollAsync();
        _world.Clock.Now += TimeSpan.FromMinutes(5);
        var second = await LookAsync();

        Assert.Empty(first.Decision!.Events);
        var alert = Assert.Single(second.Decision!.Events).Alert;
        Assert.Equal((AlertKind.MonitorBlind, Advice), (alert.Kind, alert.Text.Action));

        _world.Clock.Now += TimeSpan.FromMinutes(5);
        Assert.Equal(1, await RequestsAsync());
        _world.Clock.Now += TimeSpan.FromMinutes(5);
        Assert.Equal(3, (await StateAsync()).Costs.Failures);    // from now on with the polls
        await LookAsync();
        Assert.Equal(3, (await StateAsync()).Costs.Failures);
    }

    [Fact]
    public async Task A_key_that_is_set_right_meanwhile_is_read_with_the_next_look()
    {
        _world.Provider.Fail(_world.Clock.Now, _world.Clock.Now.AddMinutes(3), null, FaultMode.Unauthorized);
        await _world.PollAsync();
        _world.Clock.Now += TimeSpan.FromMinutes(5);

        var again = await LookAsync();

        Assert.Equal(260m, again.Decision!.Snapshot.Balance?.Amount);
        Assert.Null((await StateAsync()).Costs.AskAgainAt);
    }

    [Fact]
    public async Task It_is_the_first_sentence_of_the_page_of_its_own_page_and_of_the_status()
    {
        var world = new AWorld();
        world.Provider.Fail(world.Clock.Now.AddHours(-1), world.Clock.Now.AddHours(3), null, FaultMode.Unauthorized);
        await using var served = await AServedWorld.StartAsync(world);

        foreach (var page in (string[])["/", "/organizations/acme"])
        {
            var html = await served.Client.GetStringAsync(new Uri(page, UriKind.Relative));
            var first = html.IndexOf("<p", html.IndexOf("</h1>", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.StartsWith($"<p class=\"notice blind\">{Advice} No costs have been read yet.", html[first..], StringComparison.Ordinal);
        }

        var answer = (await served.App.Services.GetRequiredService<StatusView>().ReadAsync("acme", CancellationToken.None))!;
        Assert.StartsWith(Advice, answer.Body.Organizations[0].Blind, StringComparison.Ordinal);
        Assert.StartsWith($"Acme (acme): unknown\n  {Advice}", StatusText.Write(answer.Body, world.Clock.Now), StringComparison.Ordinal);
    }

    private Task<PollOutcome> LookAsync() => _world.Poller().PollUsageAsync(_world.Organization, TimeSpan.FromHours(1), CancellationToken.None);

    private async Task<OrganizationState> StateAsync() => (await _world.Store.ReadAsync("acme", CancellationToken.None)).State;

    private async Task<int> RequestsAsync()
    {
        var meter = PollMeter.Start();
        await LookAsync();
        return meter.Requests;
    }
}
