using System.Collections.Immutable;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Hosting;
using CreditMonitor.Jobs;
using CreditMonitor.Polling;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CreditMonitor.Application.Tests.Jobs;

/// <summary>One deployment that polls several organizations: bounded in how many at once, and in time.</summary>
public sealed class RoundsOfManyOrganizations : IAsyncDisposable
{
    private readonly AWorld _world = new AWorld().Spending(4m, 30);
    private readonly Gate _provider;
    private readonly RoundClock _clock;
    private readonly WebApplication _app;
    private readonly MonitorSettings _settings;

    public RoundsOfManyOrganizations()
    {
        _provider = new Gate(new FakeHandler(_world.Provider));
        _clock = new RoundClock(_world.Clock);
        ImmutableArray<OrganizationSettings> organizations = [.. Enumerable.Range(0, 20).Select(n => _world.Organization with { Id = $"org-{n:00}", Name = $"Org {n}", Subscribers = [] })];
        _settings = new MonitorSettings(
            organizations, new StorageSettings("unused", null, null), new MailSettings(SettingsLoader.DefaultFrom, _world.Pickup, null), new AccessSettings([], [], []), SettingsLoader.DefaultSchedules, null);
        _app = MonitorHost.Build(new MonitorHostOptions(_settings) { Clock = _clock, Provider = _provider, Rows = new MemoryRowStore(), Quiet = true });
    }

    private FleetPoller Fleet => _app.Services.GetRequiredService<FleetPoller>();

    private ITimerFunction Billing => _app.Services.GetServices<ITimerFunction>().Single(function => function.Name == "PollBilling");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Eight_are_polled_at_once_and_never_more_and_all_are_reported_in_their_order()
    {
        _provider.IsOpen = true;

        var reports = await Fleet.PollAsync(_settings.Organizations, "one", CancellationToken.None);

        Assert.InRange(_provider.MostAtOnce, 2, PollCadence.UsuallyAtATime);
        Assert.Equal(_settings.Organizations.Select(organization => organization.Id), reports.Select(report => report.Organization.Id));
        Assert.All(reports, report => Assert.Null(report.Error));
    }

    [Fact]
    public async Task When_the_time_of_a_round_is_up_it_ends_and_names_those_that_were_not_polled()
    {
        var round = Fleet.PollAsync(_settings.Organizations, "one", CancellationToken.None);
        await _provider.UntilHeldAsync(PollCadence.UsuallyAtATime);

        _clock.EndRound();
        var reports = await round.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(20, reports.Length);
        Assert.All(reports, report => Assert.True(report.OutOfTime, report.Error));
        Assert.All(reports, report => Assert.Contains("the next run polls it again", report.Error, StringComparison.Ordinal));
        Assert.Equal(PollCadence.UsuallyAtATime, _provider.MostAtOnce);
    }

    [Fact]
    public async Task A_run_that_ran_out_of_time_fails_and_its_repeat_polls_who_was_left_out()
    {
        var timer = new TimerRunInfo(new TimerSchedule(AWorld.Start.AddHours(-1), AWorld.Start, AWorld.Start), IsPastDue: false);
        var run = Billing.RunAsync(timer, CancellationToken.None);
        await _provider.UntilHeldAsync(PollCadence.UsuallyAtATime);
        _clock.EndRound();

        var unfinished = await Assert.ThrowsAsync<RoundUnfinishedException>(() => run);
        _provider.IsOpen = true;
        await Billing.RunAsync(timer, CancellationToken.None);

        Assert.StartsWith("20 of 20 organizations were not polled in time (org-00, org-01,", unfinished.Message, StringComparison.Ordinal);
        var rows = await _app.Services.GetRequiredService<IMonitorStore>().ReadFleetAsync(CancellationToken.None);
        Assert.Equal(20, rows.Count(row => row.FreshAt(AWorld.Start)));
    }

    [Fact]
    public async Task Another_organization_is_first_each_minute_so_that_none_is_always_left_out()
    {
        var firsts = new HashSet<string>(StringComparer.Ordinal);
        for (var minute = 0; minute < 20; minute++)
        {
            _world.Clock.Now = AWorld.Start.AddMinutes(minute);
            var reports = await RoundOfEightAsync();
            firsts.UnionWith(reports);
        }

        Assert.Equal(20, firsts.Count);
    }

    [Fact]
    public void A_round_ends_before_the_run_is_stopped_as_a_whole() => Assert.True(FleetPoller.OrganizationTime < FleetPoller.RoundTime && FleetPoller.RoundTime < TimerRun.Deadline);

    /// <summary>The organizations that a round began with, by the keys that reached the provider before its time was up.</summary>
    private async Task<IReadOnlyCollection<string>> RoundOfEightAsync()
    {
        await _provider.UntilNoneIsHeldAsync();
        _provider.Keys.Clear();
        using var stop = new CancellationTokenSource();
        var keyed = _settings.Organizations.Select(organization => organization with { AdminKey = $"sk-admin-{organization.Id}" });
        var round = Fleet.PollAsync(keyed, "one", stop.Token);
        await _provider.UntilHeldAsync(PollCadence.UsuallyAtATime);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => round);
        return [.. _provider.Keys];
    }

    /// <summary>Another clock's time; of its timers only those of rounds are ever up, and then when they are told to be.</summary>
    private sealed class RoundClock(TimeProvider inner) : TimeProvider
    {
        private readonly List<Action> _rounds = [];

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == FleetPoller.RoundTime)
            {
                _rounds.Add(() => callback(state));
            }

            return inner.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void EndRound() => Assert.Single(_rounds)();
    }

    /// <summary>Holds every request back, as a provider that hangs, until it is opened or the caller gives up.</summary>
    private sealed class Gate(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private int _held;

        public bool IsOpen { get; set; }

        public int MostAtOnce { get; private set; }

        public System.Collections.Concurrent.ConcurrentBag<string> Keys { get; } = [];

        public async Task UntilNoneIsHeldAsync()
        {
            while (Volatile.Read(ref _held) > 0)
            {
                await Task.Delay(5);
            }
        }

        public async Task UntilHeldAsync(int count)
        {
            for (var tries = 0; Volatile.Read(ref _held) < count; tries++)
            {
                Assert.True(tries < 1_000, $"{_held} of {count} requests after ten seconds.");
                await Task.Delay(10);
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Keys.Add(request.Headers.Authorization?.Parameter ?? "");
            var held = Interlocked.Increment(ref _held);
            lock (Keys)
            {
                MostAtOnce = Math.Max(MostAtOnce, held);
            }

            try
            {
                await Task.Delay(IsOpen ? TimeSpan.FromMilliseconds(5) : Timeout.InfiniteTimeSpan, cancellationToken);
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _held);
            }
        }
    }
}
