using System.Collections.Immutable;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Hosting;
using CreditMonitor.Jobs;
using CreditMonitor.Settings;
using CreditMonitor.Status;
using CreditMonitor.Storage;
using CreditMonitor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CreditMonitor.Application.Tests.Polling;

/// <summary>Data of a newer version, and a copy from which a row is missing: that organization is not polled, says why, and stops no
/// other.</summary>
public sealed class StatesThatCannotBeRead : IDisposable
{
    private const string Troubled = "org-1";

    private readonly AWorld _world = new AWorld().Spending(4m, 30);

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task Data_of_a_newer_layout_is_refused_for_that_organization_alone_and_stays_as_it_is(string engine)
    {
        var rows = await RowsAsync(engine);
        await using var app = await PolledAsync(rows);
        await rows.SubmitAsync("org-" + Troubled, [new RowChange.Put("d.head", """{"version":2}"""u8.ToArray())], CancellationToken.None);

        var layouts = "(layout 2, this one knows 1)";
        await IsShownAsItsOwnStateAsync(
            app, $"The data of {Troubled} in the {rows.Description} was written by a newer version {layouts}; run that version.");

        var head = (await rows.ReadRangeAsync("org-" + Troubled, "d.head", "d.head!", null, CancellationToken.None)).Single();
        Assert.Equal("""{"version":2}"""u8.ToArray(), head.Content.ToArray());
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task A_missing_month_is_named_for_that_organization_alone(string engine)
    {
        var rows = await RowsAsync(engine);
        await using var app = await PolledAsync(rows);
        var months = await rows.ReadRangeAsync("org-" + Troubled, "d.cost.2026-02", "d.cost.2026-03", null, CancellationToken.None);
        var month = Assert.Single(months);
        await rows.SubmitAsync("org-" + Troubled, [new RowChange.Delete(month.Key)], CancellationToken.None);

        await IsShownAsItsOwnStateAsync(
            app, $"The data of {Troubled} in the {rows.Description} lacks row {month.Key}, which its head names; restore a copy.");

        await rows.SubmitAsync("org-" + Troubled, [new RowChange.Put(month.Key, month.Content)], CancellationToken.None);
        _world.Clock.Now += TimeSpan.FromHours(1);
        await PollBillingAsync(app);
        Assert.True((await StatusAsync(app)).Well);
    }

    private async Task IsShownAsItsOwnStateAsync(WebApplication app, string sentence)
    {
        _world.Clock.Now += TimeSpan.FromHours(1);
        var reports = await app.Services.GetRequiredService<FleetPoller>().PollAsync(Organizations, "again", CancellationToken.None);
        var failed = reports.Single(report => report.Error is not null);
        Assert.Equal((Troubled, $"Org 1 could not be polled. {sentence}"), (failed.Organization.Id, failed.Error));
        Assert.Equal(("fault", false), (failed.OutcomeWord, failed.StoreFailed));

        _world.Clock.Now += TimeSpan.FromHours(1);
        await PollBillingAsync(app);    // no failed run, which a host would repeat to no avail
        var status = await StatusAsync(app);
        var all = status.Body.Organizations;
        Assert.False(status.Well);
        Assert.Equal([null, failed.Error, null], all.Select(organization => organization.Blind));
        Assert.Equal([_world.Clock.Now, AWorld.Start, _world.Clock.Now], all.Select(organization => organization.AsOf));
        Assert.Equal(StatusWord.Unknown, all[1].Status);
    }

    private ImmutableArray<OrganizationSettings> Organizations =>
    [
        .. Enumerable.Range(0, 3).Select(n => _world.Organization with
        {
            Id = $"org-{n}",
            Name = $"Org {n}",
            AdminKey = $"sk-admin-org-{n}",
            Subscribers = [],
        }),
    ];

    private async Task<IRowStore> RowsAsync(string engine)
    {
        var rows = engine == "memory" ? new MemoryRowStore() : _world.Rows;
        await rows.PrepareAsync(CancellationToken.None);
        return rows;
    }

    private async Task<WebApplication> PolledAsync(IRowStore rows)
    {
        var settings = new MonitorSettings(
            Organizations, new StorageSettings("unused", null, null), new MailSettings(SettingsLoader.DefaultFrom, _world.Pickup, null),
            new AccessSettings([], [], []), SettingsLoader.DefaultSchedules, null);
        var provider = new FakeHandler(_world.Provider);
        var app = MonitorHost.Build(
            new MonitorHostOptions(settings) { Clock = _world.Clock, Provider = provider, Rows = rows, Quiet = true });
        await PollBillingAsync(app);
        Assert.True((await StatusAsync(app)).Well);
        return app;
    }

    private static Task PollBillingAsync(WebApplication app) =>
        app.Services.GetServices<ITimerFunction>().Single(function => function.Name == "PollBilling")
            .RunAsync(new TimerRunInfo(null, IsPastDue: false), CancellationToken.None);

    private static async Task<StatusAnswer> StatusAsync(WebApplication app) =>
        (await app.Services.GetRequiredService<StatusView>().ReadAsync(null, CancellationToken.None))!;
}
