using System.Collections.Immutable;
using System.Text.Json;
using CreditMonitor.Application.Tests.Storage.AzureTables;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Cli.Simulation.Sample;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Hosting;
using CreditMonitor.Jobs;
using CreditMonitor.Settings;
using CreditMonitor.Status;
using CreditMonitor.Storage;
using CreditMonitor.Telemetry;
using CreditMonitor.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CreditMonitor.Application.Tests.Storage;

/// <summary>The whole program over either engine.</summary>
[Trait("Needs", "azurite")]
public sealed class BothEngines(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Now = new(2026, 6, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_demos_organization_has_the_same_status_to_the_byte_and_a_steady_poll_costs_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("credit-monitor-engines-").FullName;
        var (sqlite, atHome) = await PollAsync(new StorageSettings($"{folder}/monitor.db", null, null), folder);
        var (tables, inAzure) = await PollAsync(new StorageSettings(null, null, (await azurite.StartedAsync()).ConnectionString), folder);

        Assert.Contains("annual", sqlite, StringComparison.Ordinal);
        Assert.Equal(sqlite, tables);
        Assert.All([atHome, inAzure], report => Assert.InRange(report.Requests, 1, 3));
        Assert.All([atHome, inAzure], report => Assert.InRange(report.Transactions, 1, 3));
        TestContext.Current.TestOutputHelper?.WriteLine($"Steady poll: SQLite {atHome.Requests} requests, {atHome.Transactions} transactions; Tables {inAzure.Requests} requests, {inAzure.Transactions} transactions; status {sqlite.Length} bytes.");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_steady_poll_makes_three_requests_to_the_table_service_at_most()
    {
        using var world = new AWorld().Spending(4m, 60);
        using var line = new LosingHandler(_ => false);
        world.Store = new MonitorStore(new MeteredRowStore(await azurite.EmptyAsync(line)));
        await world.PollAndDeliverAsync();
        world.Clock.Now += TimeSpan.FromHours(1);

        var (before, meter) = (line.Requests, PollMeter.Start());
        await world.PollAndDeliverAsync();

        Assert.InRange(line.Requests - before, 1, 3);
        Assert.Equal(meter.Transactions, line.Requests - before);
    }

    private static async Task<(string Status, PollReport Steady)> PollAsync(StorageSettings storage, string folder)
    {
        var clock = new FixedClock(Now);
        var life = SampleOrganization.Build(Now, seed: 7);
        var provider = new FakeProvider(clock);
        SampleOrganization.FillStandIn(provider, life);
        var settings = Settings(storage, life.Grants, folder);
        await using var app = MonitorHost.Build(new MonitorHostOptions(settings) { Clock = clock, Provider = new FakeHandler(provider) });
        await app.Services.GetRequiredService<IMonitorStore>().PrepareAsync(CancellationToken.None);
        var poller = app.Services.GetRequiredService<FleetPoller>();
        Assert.Null(Assert.Single(await poller.PollAsync(settings.Organizations, "first", CancellationToken.None)).Error);
        clock.Now += TimeSpan.FromHours(1);
        var steady = Assert.Single(await poller.PollAsync(settings.Organizations, "steady", CancellationToken.None));
        Assert.Null(steady.Error);
        var status = await app.Services.GetRequiredService<StatusView>().ReadAsync(null, CancellationToken.None);
        return (JsonSerializer.Serialize(status!.Body, StatusJson.Default.StatusBody), steady);
    }

    private static MonitorSettings Settings(StorageSettings storage, ImmutableArray<CreditGrant> grants, string folder) => new(
        [
            new OrganizationSettings(
                "sample", "Sample", TimeZoneInfo.Utc, "sk-admin-test", new Uri("http://stand-in/v1"), [], BurnOrder.PromotionalFirst, grants, ["team@example.com"], AlertSettings.Default),
        ],
        storage, new MailSettings(SettingsLoader.DefaultFrom, $"{folder}/mail", null), new AccessSettings([], [], []), SettingsLoader.DefaultSchedules, null);
}
