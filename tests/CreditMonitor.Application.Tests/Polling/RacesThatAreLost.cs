using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Hosting;
using CreditMonitor.Jobs;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CreditMonitor.Application.Tests.Polling;

/// <summary>Another instance commits first, each time: what whoever asked sees of it.</summary>
public sealed class RacesThatAreLost
{
    private const string Lost =
        "Three commits for acme lost against another instance; its figures stand. See that the poll runs in one place at a time.";

    [Fact]
    public async Task A_poll_that_lost_three_times_says_so_in_its_report_and_stops_no_other_organization()
    {
        using var world = new AWorld().Spending(4m, 30);
        var rows = new TroubledRows(new MemoryRowStore());
        var beta = world.Organization with { Id = "beta", AdminKey = "sk-admin-beta" };
        ImmutableArray<OrganizationSettings> organizations = [world.Organization, beta];
        var settings = new MonitorSettings(
            organizations, new StorageSettings("unused", null, null), new MailSettings(SettingsLoader.DefaultFrom, world.Pickup, null),
            new AccessSettings([], [], []), SettingsLoader.DefaultSchedules, null);
        var provider = new FakeHandler(world.Provider);
        await using var app = MonitorHost.Build(
            new MonitorHostOptions(settings) { Clock = world.Clock, Provider = provider, Rows = rows, Quiet = true });
        var fleet = app.Services.GetRequiredService<FleetPoller>();
        await fleet.PollAsync(organizations, "one", CancellationToken.None);
        world.Clock.Now += TimeSpan.FromHours(1);
        var losses = 0;
        rows.SubmittingTo = (partition, changes) => !(partition == "org-acme" && TroubledRows.IsCommit(changes) && ++losses > 0);

        var reports = await fleet.PollAsync(organizations, "two", CancellationToken.None);

        Assert.Equal(3, losses);
        Assert.Equal((Lost, "lost_race", null, null), (reports[0].Error, reports[0].OutcomeWord, reports[0].Poll, reports[0].Delivery));
        Assert.Equal((false, false, false), (reports[0].StoreFailed, reports[0].Faulted, reports[0].OutOfTime));
        Assert.Equal((null, "ok"), (reports[1].Error, reports[1].OutcomeWord));
        world.Clock.Now += TimeSpan.FromHours(1);
        var billing = app.Services.GetServices<ITimerFunction>().Single(function => function.Name == "PollBilling");
        // No failed run: what the other instance committed stands.
        await billing.RunAsync(new TimerRunInfo(null, IsPastDue: false), CancellationToken.None);
    }

    [Fact]
    public async Task What_was_entered_over_HTTP_is_kept_though_the_decision_upon_it_lost_and_the_next_poll_decides()
    {
        TroubledRows? rows = null;
        var world = new AWorld().Spending(4m, 30);
        await using var served = await AServedWorld.StartAsync(world, over: engine => rows = new TroubledRows(engine));
        rows!.SubmittingTo = (_, changes) => !TroubledRows.IsCommit(changes);

        const string April = """{"id":"april","kind":"paid","amount":"120.50","effective_at":"2026-03-09T10:15:00Z"}""";
        using var sent = new StringContent(April, Encoding.UTF8, "application/json");
        using var answer = await served.Client.PostAsync("/api/organizations/acme/grants", sent);
        var body = await answer.Content.ReadAsStringAsync();
        rows.SubmittingTo = (_, _) => true;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith("""{"results":[{"id":"april","result":"added"}]""", body, StringComparison.Ordinal);
        Assert.Contains("is kept. What follows from it is worked out at the next poll", body, StringComparison.Ordinal);
        Assert.Equal(380m, await BalanceAsync(served));
        await served.PollAsync("next");
        Assert.Equal(500.5m, await BalanceAsync(served));
    }

    private static async Task<decimal> BalanceAsync(AServedWorld served) =>
        JsonDocument.Parse(await served.Client.GetStringAsync("/api/status/acme")).RootElement
            .GetProperty("organizations")[0].GetProperty("balance").GetDecimal();
}
