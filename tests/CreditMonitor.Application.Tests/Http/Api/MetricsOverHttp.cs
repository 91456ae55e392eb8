using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Http.Api;

/// <summary>The status as metrics, over a real port.</summary>
public sealed partial class MetricsOverHttp : IAsyncLifetime
{
    private const string Hostile = "g\"1\\\n} evil 1";
    private readonly AWorld _world = new AWorld().Spending(4m, 60);
    private AServedWorld _served = null!;

    public async ValueTask InitializeAsync()
    {
        _world.Organization = _world.Organization with { Grants = [.. _world.Organization.Grants, new CreditGrant(Hostile, GrantKind.Promotional, new(10m), AWorld.Start.AddDays(-1))] };
        _served = await AServedWorld.StartAsync(_world);
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task Metrics_say_what_the_status_says()
    {
        var (_, samples) = await ReadAsync();
        var status = JsonDocument.Parse(await _served.Client.GetStringAsync("/api/status/acme")).RootElement.GetProperty("organizations")[0];

        Assert.Equal(status.GetProperty("balance").GetDouble(), One(samples, "creditmonitor_balance_dollars").Value);
        Assert.Equal(4, One(samples, "creditmonitor_burn_dollars_per_day").Value);
        Assert.Equal(["10", "50", "90"], samples.Where(sample => sample.Family == "creditmonitor_runway_days").Select(sample => sample.Labels["percentile"]));
        Assert.Equal(status.GetProperty("runway").GetProperty("p50").GetDouble(), samples.Single(sample => sample.Family == "creditmonitor_runway_days" && sample.Labels["percentile"] == "50").Value);
        Assert.Equal(TimeSpan.FromDays(5).TotalSeconds, samples.Single(sample => sample.Family == "creditmonitor_grant_time_to_expiry_seconds" && sample.Labels["grant"] == "g1").Value);
        Assert.Equal(status.GetProperty("open_alerts").GetArrayLength(), samples.Where(sample => sample.Family == "creditmonitor_open_alerts").Sum(sample => sample.Value));
        Assert.Contains(samples, sample => sample.Family == "creditmonitor_open_alerts" && sample.Labels["kind"] == "credit_expiring" && sample.Value == 1);
    }

    [Fact]
    public async Task What_this_process_did_is_counted()
    {
        var (types, samples) = await ReadAsync();

        Assert.Equal("counter", types["creditmonitor_polls_total"]);
        Assert.Contains(samples, sample => sample.Family == "creditmonitor_polls_total" && sample.Labels["organization"] == "acme" && sample.Labels["outcome"] == "ok" && sample.Value >= 1);
        Assert.Contains(samples, sample => sample.Family == "creditmonitor_provider_requests_total" && sample.Labels["answer"] == "2xx" && sample.Value >= 1);
        Assert.Contains(samples, sample => sample.Family == "creditmonitor_deliveries_total" && sample.Labels["outcome"] == "accepted" && sample.Value >= 1);
    }

    [Fact]
    public async Task A_grants_name_stays_one_label_whatever_it_holds()
    {
        Assert.Contains((await ReadAsync()).Samples, sample => sample.Family == "creditmonitor_grant_remaining_dollars" && sample.Labels["grant"] == Hostile);
    }

    [Fact]
    public async Task They_cost_one_storage_read()
    {
        var before = _served.Reads;
        await ReadAsync();

        Assert.Equal(1, _served.Reads - before);
    }

    [Fact]
    public async Task Blindness_is_a_metric_and_no_failure_to_answer()
    {
        Assert.Equal(1, One((await ReadAsync()).Samples, "creditmonitor_sees").Value);
        _world.Clock.Now += TimeSpan.FromHours(5);
        var (_, samples) = await ReadAsync();

        Assert.Equal(0, One(samples, "creditmonitor_sees").Value);
        Assert.Equal(TimeSpan.FromHours(5).TotalSeconds, samples.Single(sample => sample.Family == "creditmonitor_source_age_seconds" && sample.Labels["source"] == "costs").Value);
    }

    [Fact]
    public async Task A_mail_that_does_not_go_out_grows_old_by_its_state()
    {
        Assert.DoesNotContain((await ReadAsync()).Samples, sample => sample.Family == "creditmonitor_outbox_oldest_age_seconds");
        await _served.Store.WriteMailAsync("acme", MailStanding.AllDelivered with { Waiting = 2, OutcomeUnknown = 1, OldestWaiting = _world.Clock.Now, OldestOutcomeUnknown = _world.Clock.Now.AddHours(-1) }, CancellationToken.None);
        _world.Clock.Now += TimeSpan.FromMinutes(30);

        var ages = (await ReadAsync()).Samples.Where(sample => sample.Family == "creditmonitor_outbox_oldest_age_seconds").ToDictionary(sample => sample.Labels["state"], sample => sample.Value);
        Assert.Equal(new Dictionary<string, double> { ["waiting"] = 1800, ["outcome_unknown"] = 5400 }, ages);
    }

    [Fact]
    public async Task A_stranger_reads_none()
    {
        using var stranger = new HttpClient { BaseAddress = _served.Client.BaseAddress };

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/metrics")).StatusCode);
    }

    [Theory]
    [InlineData("alerts.rules.yml", 7)]
    [InlineData("dashboard.json", 8)]
    public async Task Every_metric_that_the_samples_name_is_one_that_is_served(string file, int atLeast)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder(), file));
        var named = MetricName().Matches(text).Select(match => match.Value).Distinct().ToList();
        var (types, _) = await ReadAsync();

        Assert.True(named.Count >= atLeast, $"{file} names only {named.Count} metrics");
        Assert.All(named, name => Assert.Contains(name, types.Keys));
    }

    [Fact]
    public async Task The_dashboard_is_json_whose_panels_each_ask_for_something()
    {
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder(), "dashboard.json")));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();

        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels, panel => Assert.All(panel.GetProperty("targets").EnumerateArray(), target => Assert.StartsWith("creditmonitor_", MetricName().Match(target.GetProperty("expr").GetString()!).Value, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("a 1\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na{x=\"y} 1\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na{x=\"y\",} 1\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na{x=\"1\"} 1\na{x=\"1\"} 2\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na NaN?\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na 1")]
    [InlineData("# TYPE a gauge\na 1\n")]
    public void The_reader_itself_finds_what_departs(string text) => Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => PrometheusReader.Read(text));

    private static MetricSample One(IReadOnlyList<MetricSample> samples, string family) => Assert.Single(samples, sample => sample.Family == family);

    private async Task<(IReadOnlyDictionary<string, string> Types, IReadOnlyList<MetricSample> Samples)> ReadAsync()
    {
        using var answer = await _served.Client.GetAsync("/api/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        return PrometheusReader.Read(await answer.Content.ReadAsStringAsync());
    }

    private static string Folder() => Path.Combine(Docs(), "metrics");

    internal static string Docs()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "docs", "metrics")))
            {
                return Path.Combine(folder.FullName, "docs");
            }
        }

        throw new InvalidOperationException("docs/metrics is not above the tests.");
    }

    [GeneratedRegex("creditmonitor_[a-z_]+")]
    private static partial Regex MetricName();
}
