using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CreditMonitor.Core;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.StandIn;
using CreditMonitor.Storage;

namespace CreditMonitor.Tests.Functions;

/// <summary>The published executable, driven the way the Functions host drives it.</summary>
public sealed class UnderTheFunctionsHost(PublishedPackage package) : IAsyncLifetime
{
    private const string Key = "a-reading-key-of-some-length";
    private static readonly DateTimeOffset Hour = new(DateTime.UtcNow.Date.AddHours(DateTime.UtcNow.Hour), TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("credit-monitor-host-").FullName;
    private readonly StandInProvider _provider = new(TimeProvider.System);
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);
    private StandInServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await StandInServer.StartAsync(_provider, CancellationToken.None);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        for (var back = 40; back > 0; back--)
        {
            var day = today.AddDays(-back);
            _provider.Publish(day, "proj_a", "gpt-5, input", null, new Usd(4), CostHistory.DayEnd(day).AddHours(3));
        }

        Set("Organizations:0:Id", "acme").Set("Organizations:0:AdminKey", "sk-admin-host-test-key").Set("Organizations:0:BaseUrl", _server.BaseUrl.ToString())
            .Set("Organizations:0:Subscribers:0", "team@example.com").Set("Organizations:0:TimeZone", "Europe/Berlin")
            .Set("Organizations:0:Grants:0:Id", "g1").Set("Organizations:0:Grants:0:Amount", "500")
            .Set("Organizations:0:Grants:0:EffectiveAt", $"{today.AddDays(-60):yyyy-MM-dd}T00:00:00Z").Set("Organizations:0:Grants:0:ExpiresAt", $"{today.AddDays(5):yyyy-MM-dd}T00:00:00Z")
            .Set("Storage:Sqlite", Path.Combine(_folder, "monitor.db")).Set("Mail:Pickup", Path.Combine(_folder, "mail")).Set("PublicUrl", "https://acme-credit.azurewebsites.net")
            .Set("Access:TokenSecret:0", "a-token-secret-of-thirty-two-characters").Set("Access:Keys:0:Name", "ops").Set("Access:Keys:0:Secret", Key);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_deployed_has_the_three_timers_and_explicit_anonymous_http_functions()
    {
        var functions = HostedFunction.ReadAll(await package.FolderAsync());

        Assert.Equal(["Digest", "PollBilling", "PollUsage"], functions.Where(function => function.IsTimer).Select(function => function.Name));
        Assert.Equal(["%DIGEST_SCHEDULE%", "%POLL_BILLING_SCHEDULE%", "%POLL_USAGE_SCHEDULE%"], functions.Where(function => function.IsTimer).Select(function => function.Schedule));
        Assert.All(functions.Where(function => !function.IsTimer), function => Assert.Equal("anonymous", function.AuthLevel));
        Assert.All(functions, function => Assert.Matches("^[A-Za-z][A-Za-z0-9_-]{0,127}$", function.Name));
    }

    [Fact]
    public async Task A_first_run_with_the_year_one_a_repeat_and_one_that_is_past_due_all_succeed_and_poll_once_each()
    {
        await using var host = await StartedAsync();

        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour)));
        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour)));
        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(Hour.AddHours(-4), Hour.AddHours(-3), pastDue: true)));

        Assert.Equal(2, await SnapshotsAsync());
        Assert.Single(Mails());
    }

    [Fact]
    public async Task A_run_by_hand_does_not_pass_for_the_scheduled_one()
    {
        await using var host = await StartedAsync();
        var next = DateTimeOffset.UtcNow.AddMinutes(20);

        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(Hour, next)));
        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(Hour, next)));

        Assert.Equal(2, await SnapshotsAsync());
    }

    [Theory]
    [InlineData("""{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}},"Metadata":{}}""")]
    [InlineData("""{"data":{"timer":{"schedulestatus":{"next":"2026-11-22T08:00:00+00:00","newest":1},"isPastDue":true,"more":[{}]}},"metadata":{"retryContext":{"retryCount":1}},"unknown":null}""")]
    [InlineData("""{"Data":{"timer":{"ScheduleStatus":{"Last":"never","Next":12,"LastUpdated":null},"IsPastDue":"no"}}}""")]
    [InlineData("null")]
    [InlineData("not json")]
    [InlineData("")]
    public async Task Whatever_the_body_says_the_run_is_due(string body)
    {
        await using var host = await StartedAsync();

        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", body));
        Assert.Equal(1, await SnapshotsAsync());
    }

    [Fact]
    public async Task Four_runs_at_once_amid_a_storm_of_probes_all_succeed()
    {
        await using var host = await StartedAsync();
        await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour.AddHours(-1)));
        using var stop = new CancellationTokenSource();
        var storm = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var answer = await host.ForceAsync("GET", "/");
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            }
        })));

        var results = await Task.WhenAll(
            host.InvokeAsync("PollBilling", Invocation.Timer(Hour.AddHours(-1), Hour)), host.InvokeAsync("PollBilling", Invocation.Timer(Hour.AddHours(-1), Hour)),
            host.InvokeAsync("PollUsage", Invocation.Timer(Hour.AddHours(-1), Hour)), host.InvokeAsync("Digest", Invocation.Timer(Hour.AddHours(-1), Hour)));
        await stop.CancelAsync();
        await storm;

        Assert.All(results, result => Assert.Equal(InvocationResult.Succeeded, result));
        Assert.Equal(2, await SnapshotsAsync());
        Assert.Single(Mails());
    }

    [Fact]
    public async Task A_provider_that_hangs_is_given_up_before_the_host_gives_up_on_the_run()
    {
        using var silent = new SilentProvider();
        Set("Organizations:0:BaseUrl", silent.BaseUrl);
        await using var host = await StartedAsync();

        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour)));

        Assert.Equal(1, await SnapshotsAsync());
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_fails_the_run_and_says_so_in_the_log()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "monitor.db"));
        await using var host = await StartedAsync();

        Assert.Equal(InvocationResult.Failed, await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour)));
        Assert.Equal(InvocationResult.Failed, await host.InvokeAsync("PollUsage", Invocation.Timer(null, Hour)));

        await EventuallyAsync(() => host.Errors.Contains("PollUsage failed: The SQLite file", StringComparison.Ordinal), () => host.Errors);
        Assert.False(host.Process.HasExited);
    }

    [Fact]
    public async Task Told_to_stop_it_ends_with_143_and_never_with_0()
    {
        await using var host = await StartedAsync();

        host.Terminate();

        Assert.Equal(143, await host.EndAsync());
    }

    [Fact]
    public async Task Told_to_stop_in_the_middle_of_a_run_it_does_not_wait_for_the_provider()
    {
        using var silent = new SilentProvider();
        Set("Organizations:0:BaseUrl", silent.BaseUrl);
        await using var host = await StartedAsync();
        var run = host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour));
        await Task.Delay(500);

        host.Terminate();

        Assert.Equal(143, await host.EndAsync());
        Assert.Equal(InvocationResult.Failed, await run);
        Assert.Equal(0, await SnapshotsAsync());
    }

    [Fact]
    public async Task Killed_in_the_middle_of_runs_it_loses_nothing_that_it_had_answered()
    {
        for (var round = 1; round <= 3; round++)
        {
            await using var host = await StartedAsync();
            Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(Hour, Hour.AddMinutes(-round))));
            var cutOff = host.InvokeAsync("PollBilling", Invocation.Timer(Hour, Hour.AddMinutes(-10 - round)));
            await Task.Delay(round * 5);
            host.Process.Kill();
            await Assert.ThrowsAnyAsync<Exception>(async () => Assert.NotEqual(InvocationResult.Succeeded, await cutOff));
            Assert.InRange(await SnapshotsAsync(), round, 2 * round);
        }

        Assert.Single(Mails());
    }

    [Fact]
    public async Task No_stranger_reaches_a_timer_neither_by_the_hosts_routes_nor_past_them()
    {
        await using var host = await StartedAsync();

        foreach (var path in new[] { "/PollBilling", "/pollbilling", "/POLLUSAGE", "/Digest", "/Digest/", "//PollBilling", "/api/../PollBilling", "/%50ollBilling", "/PollBilling?x=1" })
        {
            foreach (var method in new[] { "POST", "GET", "PUT" })
            {
                using var forwarded = await host.ForwardAsync(method, path.Split('?')[0], Key);
                using var forced = await host.ForceAsync(method, path, Key);
                Assert.False(forwarded is { IsSuccessStatusCode: true }, $"{method} {path}");
                Assert.False(forced.IsSuccessStatusCode, $"{method} {path}");
            }
        }

        Assert.Equal(0, await SnapshotsAsync());
    }

    [Fact]
    public async Task The_host_hands_over_what_is_served_and_the_program_checks_the_keys_itself()
    {
        await using var host = await StartedAsync();
        await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour));

        foreach (var path in new[] { "/", "/organizations/acme", "/api/status", "/api/status/acme" })
        {
            using var without = await host.ForwardAsync("GET", path);
            using var with = await host.ForwardAsync("GET", path, Key);
            Assert.Equal(HttpStatusCode.Unauthorized, without?.StatusCode);
            Assert.Equal(HttpStatusCode.OK, with?.StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await host.ForwardAsync("GET", "/api/health"))?.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.ForwardAsync("GET", "/app.css"))?.StatusCode);
    }

    [Fact]
    public async Task The_probe_reads_no_storage()
    {
        await using var host = await StartedAsync();

        await host.ProbeUntilReadyAsync();

        Assert.False(File.Exists(Path.Combine(_folder, "monitor.db")));
    }

    [Theory]
    [InlineData("Storage:Sqlite", "CreditMonitor:Storage")]
    [InlineData("Mail:Pickup", "CreditMonitor:Mail")]
    [InlineData("PublicUrl", "CreditMonitor:PublicUrl")]
    [InlineData("Access:TokenSecret:0", "CreditMonitor:Access:TokenSecret")]
    public async Task A_setting_that_has_no_default_there_is_named_and_the_process_ends_with_2(string without, string named)
    {
        _settings.Remove(Variable(without));
        await using var host = AFunctionsHost.Start(await package.FolderAsync(), _settings);

        Assert.Equal(2, await host.EndAsync());
        host.Process.WaitForExit();
        Assert.Contains($"creditmonitor: {named} ", host.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TZ", "Pacific/Kiritimati")]
    [InlineData("TZDIR", "/nonexistent")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:1")]
    public async Task Neither_the_machines_time_zone_nor_the_lack_of_zones_nor_another_address_matters(string variable, string value)
    {
        _settings[variable] = value;
        await using var host = await StartedAsync();

        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour)));

        using var answer = await host.ForwardAsync("GET", "/api/status", Key);
        using var status = JsonDocument.Parse(await answer!.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.EndsWith("Z", status.RootElement.GetProperty("as_of").GetString(), StringComparison.Ordinal);
        Assert.Equal(variable == "TZDIR", host.Errors.Contains("Europe/Berlin", StringComparison.Ordinal));
        Assert.Single(Mails());
    }

    [Fact]
    public async Task Of_all_that_is_logged_only_what_went_wrong_goes_to_stderr()
    {
        await using var host = await StartedAsync();

        await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour));

        await EventuallyAsync(() => host.Output.Contains("Polled acme", StringComparison.Ordinal), () => host.Output);
        Assert.Equal("", host.Errors.Trim());
    }

    private UnderTheFunctionsHost Set(string key, string value)
    {
        _settings[Variable(key)] = value;
        return this;
    }

    private static string Variable(string key) => "CreditMonitor__" + key.Replace(":", "__", StringComparison.Ordinal);

    private async Task<AFunctionsHost> StartedAsync()
    {
        var host = AFunctionsHost.Start(await package.FolderAsync(), _settings);
        await host.ProbeUntilReadyAsync();
        return host;
    }

    private async Task<int> SnapshotsAsync() =>
        File.Exists(Path.Combine(_folder, "monitor.db"))
            ? (await new MonitorStore(new SqliteRowStore(Path.Combine(_folder, "monitor.db"))).ReadSnapshotsAsync("acme", 100, null, CancellationToken.None)).Snapshots.Length
            : 0;

    private string[] Mails() => Directory.GetFiles(Path.Combine(_folder, "mail"), "*.eml");

    private static async Task EventuallyAsync(Func<bool> condition, Func<string> found)
    {
        for (var tries = 0; tries < 100 && !condition(); tries++)
        {
            await Task.Delay(50);
        }

        Assert.True(condition(), found());
    }

    /// <summary>Takes connections and never says a word.</summary>
    private sealed class SilentProvider : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public SilentProvider() => _listener.Start();

        public string BaseUrl => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1";

        public void Dispose() => _listener.Dispose();
    }
}
