using System.Collections.Immutable;
using System.Text;
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

namespace CreditMonitor.Application.Tests.Jobs;

/// <summary>A bug, a damaged row or an unreadable state of one organization ends that organization's poll, and nothing else.</summary>
public sealed class TroubleOfOneOrganization : IAsyncDisposable
{
    private const string Troubled = "org-03";

    private readonly AWorld _world = new AWorld().Spending(4m, 30);
    private readonly Bugs _bugs;
    private readonly MemoryRowStore _rows = new();
    private readonly WebApplication _app;
    private readonly MonitorSettings _settings;

    public TroubleOfOneOrganization()
    {
        _bugs = new Bugs(new FakeHandler(_world.Provider));
        ImmutableArray<OrganizationSettings> organizations =
            [.. Enumerable.Range(0, 12).Select(n => _world.Organization with { Id = $"org-{n:00}", Name = $"Org {n}", AdminKey = $"sk-admin-org-{n:00}", Subscribers = [] })];
        _settings = new MonitorSettings(
            organizations, new StorageSettings("unused", null, null), new MailSettings(SettingsLoader.DefaultFrom, _world.Pickup, null),
            new AccessSettings([], [], []), SettingsLoader.DefaultSchedules, null);
        _app = MonitorHost.Build(new MonitorHostOptions(_settings) { Clock = _world.Clock, Provider = _bugs, Rows = _rows, Quiet = true });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task A_bug_met_by_one_organization_leaves_the_others_polled_and_is_shown_as_its_own_state()
    {
        _bugs.Met = "sk-admin-org-03";

        var reports = await PollAsync("one");

        Assert.Equal([Troubled], reports.Where(report => report.Error is not null).Select(report => report.Organization.Id));
        Assert.True(reports.Single(report => report.Error is not null).Faulted);
        var body = (await StatusAsync()).Body.Organizations.Single(organization => organization.Id == Troubled);
        Assert.Equal(StatusWord.Unknown, body.Status);
        Assert.StartsWith("Org 3 could not be polled because of a fault in Credit Monitor itself", body.Blind, StringComparison.Ordinal);
        Assert.DoesNotContain("secret of the bug", body.Blind, StringComparison.Ordinal);
        Assert.False((await StatusAsync()).Well);
    }

    [Fact]
    public async Task Once_it_is_polled_again_the_fault_is_no_longer_shown()
    {
        _bugs.Met = "sk-admin-org-03";
        await PollAsync("one");
        _bugs.Met = null;
        _world.Clock.Now += TimeSpan.FromHours(1);

        await PollAsync("two");

        Assert.True((await StatusAsync()).Well);
        Assert.Null((await StatusAsync()).Body.Organizations.Single(organization => organization.Id == Troubled).Blind);
    }

    [Fact]
    public async Task A_fault_that_comes_after_good_polls_leaves_the_figures_with_their_age()
    {
        await PollAsync("one");
        var polledAt = _world.Clock.Now;
        _bugs.Met = "sk-admin-org-03";
        _world.Clock.Now += TimeSpan.FromHours(1);

        await PollAsync("two");

        var body = (await StatusAsync()).Body.Organizations.Single(organization => organization.Id == Troubled);
        Assert.Equal((380m, polledAt), (body.Balance, body.AsOf));
        Assert.Equal(StatusWord.Unknown, body.Status);
    }

    [Theory]
    [InlineData("d.head", "{broken")]
    [InlineData("d.head", "")]
    [InlineData("d.head", "[]")]
    [InlineData("d.cost.", "{broken")]
    [InlineData("d.cost.", """{"days":[{"day":"2026-03-01","amount":"1"}]}""")]
    [InlineData("d.cost.", "\u0001\u0002\u0003")]
    [InlineData("d.alert.", "null")]
    public async Task A_damaged_row_is_named_and_stops_its_own_organization_alone(string key, string content)
    {
        await PollAsync("one");
        await DamageAsync(key, content);
        _world.Clock.Now += TimeSpan.FromHours(1);
        var cold = MonitorHost.Build(new MonitorHostOptions(_settings) { Clock = _world.Clock, Provider = _bugs, Rows = _rows, Quiet = true });
        await using var restarted = cold;

        var reports = await cold.Services.GetRequiredService<FleetPoller>().PollAsync(_settings.Organizations, "two", CancellationToken.None);

        var failed = reports.Single(report => report.Error is not null);
        Assert.Equal(Troubled, failed.Organization.Id);
        Assert.Contains($"Row {key}", failed.Error, StringComparison.Ordinal);
        Assert.Contains($"of {Troubled} is damaged and cannot be read; restore a copy of the data.", failed.Error, StringComparison.Ordinal);
        Assert.Equal(failed.Error, (await StatusAsync()).Body.Organizations.Single(organization => organization.Id == Troubled).Blind);
    }

    [Fact]
    public async Task A_damaged_row_of_the_fleet_is_one_organizations_state_until_its_next_poll_writes_it_anew()
    {
        await PollAsync("one");
        await _rows.SubmitAsync("fleet", [new RowChange.Put(Troubled, Encoding.UTF8.GetBytes("{broken"))], CancellationToken.None);

        var damaged = (await StatusAsync()).Body.Organizations;
        Assert.Contains($"The status row of {Troubled} is damaged", damaged.Single(organization => organization.Id == Troubled).Blind, StringComparison.Ordinal);
        Assert.All(damaged.Where(organization => organization.Id != Troubled), organization => Assert.Equal(380m, organization.Balance));

        _world.Clock.Now += TimeSpan.FromHours(1);
        await PollAsync("two");
        Assert.True((await StatusAsync()).Well);
    }

    [Fact]
    public async Task A_run_in_which_one_organization_met_a_bug_is_no_failed_run_that_the_host_would_repeat()
    {
        _bugs.Met = "sk-admin-org-03";
        var billing = _app.Services.GetServices<ITimerFunction>().Single(function => function.Name == "PollBilling");

        await billing.RunAsync(new TimerRunInfo(null, IsPastDue: false), CancellationToken.None);

        Assert.Equal(11, (await StatusAsync()).Body.Organizations.Count(organization => organization.Balance == 380m));
    }

    [Fact]
    public async Task Of_several_organizations_the_digests_of_the_others_are_made()
    {
        await PollAsync("one");
        await _rows.SubmitAsync("org-org-00", [new RowChange.Put("d.sub.broken", Encoding.UTF8.GetBytes("{broken"))], CancellationToken.None);
        var digest = _app.Services.GetServices<ITimerFunction>().Single(function => function.Name == "Digest");

        await digest.RunAsync(new TimerRunInfo(null, IsPastDue: false), CancellationToken.None);

        Assert.Contains("Row d.sub.broken of org-00 is damaged", (await StatusAsync()).Body.Organizations[0].Blind, StringComparison.Ordinal);
    }

    private Task<ImmutableArray<PollReport>> PollAsync(string id) => _app.Services.GetRequiredService<FleetPoller>().PollAsync(_settings.Organizations, id, CancellationToken.None);

    private async Task<StatusAnswer> StatusAsync() => (await _app.Services.GetRequiredService<StatusView>().ReadAsync(null, CancellationToken.None))!;

    private async Task DamageAsync(string key, string content)
    {
        var row = (await _rows.ReadRangeAsync("org-" + Troubled, key, key + "~", 1, CancellationToken.None)).FirstOrDefault();
        await _rows.SubmitAsync("org-" + Troubled, [new RowChange.Put(row?.Key ?? key + "x", Encoding.UTF8.GetBytes(content))], CancellationToken.None);
    }

    /// <summary>Throws what no caller expects, for one organization's key.</summary>
    private sealed class Bugs(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public string? Met { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.Headers.Authorization?.Parameter == Met ? throw new ABug() : base.SendAsync(request, cancellationToken);
    }
}
