using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Observations;
using CreditMonitor.Polling;
using CreditMonitor.Telemetry;
using CreditMonitor.Testing;
using MimeKit;

namespace CreditMonitor.Application.Tests.Polling;

/// <summary>From the poll's question to the mail, over the real store.</summary>
public sealed class TheAdminKeysOwnEnd : IAsyncLifetime
{
    private const string Endpoint = "admin_api_keys";

    private readonly AWorld _world = new AWorld().Spending(4m, 60);

    public async ValueTask InitializeAsync() => await _world.ReadyAsync();

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_list_is_asked_with_the_first_poll_of_a_day_and_costs_that_poll_one_request()
    {
        await _world.PollAsync();
        await PollAgainAsync(hours: 11);
        Assert.Equal(1, _world.Provider.RequestsTo(Endpoint));

        var meter = PollMeter.Start();
        await PollAgainAsync(hours: 1);    // the first of the next UTC day

        Assert.Equal(2, _world.Provider.RequestsTo(Endpoint));
        Assert.InRange(meter.Requests, 1, 4);
        Assert.InRange(meter.Transactions, 1, 3);
        Assert.Equal(AWorld.Start.AddHours(12), (await StateAsync()).AdminKey.SeenAt);
    }

    [Fact]
    public async Task An_end_is_told_by_mail_kept_without_the_key_and_over_once_the_key_is_another()
    {
        _world.Provider.EndAdminKey(AWorld.Start.AddDays(6), AWorld.Start);
        await _world.PollAndDeliverAsync();

        var alert = Assert.Single((await StateAsync()).Alerts, alert => alert.About == "admin_key");
        Assert.Equal((AlertKind.MonitorBlind, Severity.Warning, true), (alert.Kind, alert.Severity, alert.IsOpen));
        Assert.Contains(_world.Mails, mail => TextOf(mail).Contains("reads from OpenAI ends Monday 16 March 2026, 12:00 UTC", StringComparison.Ordinal));
        Assert.Equal(new AdminKeyEnd(AWorld.Start, AWorld.Start, AWorld.Start.AddDays(6)), (await StateAsync()).AdminKey);

        _world.Provider.EndAdminKey(null, AWorld.Start);
        await PollAgainAsync(hours: 23);
        Assert.Equal("the key in use has no end", Assert.Single((await StateAsync()).Alerts, alert => alert.About == "admin_key").Ending);
    }

    [Theory]
    [InlineData("unauthorized")]
    [InlineData("missing_scope")]
    [InlineData("rate_limited")]
    [InlineData("timeout")]
    [InlineData("garbage")]
    public async Task A_list_that_cannot_be_read_fails_no_poll_raises_nothing_and_is_asked_once_a_day_all_the_same(string mode)
    {
        Assert.True(FaultModes.TryParse(mode, out var fault));
        _world.Provider.Fail(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Endpoint, fault);

        for (var poll = 0; poll < 30; poll++)
        {
            var outcome = await _world.PollAsync();
            Assert.Null(outcome.Failure);
            await _world.Delivery().DeliverAsync(_world.Organization, outcome.Pending, CancellationToken.None);
            _world.Clock.Now += TimeSpan.FromHours(1);
        }

        var state = await StateAsync();
        Assert.DoesNotContain(state.Alerts, alert => alert.Kind == AlertKind.MonitorBlind);
        Assert.Equal((0, null), (state.Costs.Failures, state.AdminKey.SeenAt));
        Assert.Equal(2, _world.Provider.RequestsTo(Endpoint));
    }

    private Task<PollOutcome> PollAgainAsync(int hours)
    {
        _world.Clock.Now += TimeSpan.FromHours(hours);
        return _world.PollAsync();
    }

    /// <summary>Without the line breaks of the mail.</summary>
    private string TextOf(string mail) => string.Join(' ', MimeMessage.Load(Path.Combine(_world.Pickup, mail)).TextBody!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private async Task<OrganizationState> StateAsync() => (await _world.Store.ReadAsync("acme", CancellationToken.None)).State;
}
