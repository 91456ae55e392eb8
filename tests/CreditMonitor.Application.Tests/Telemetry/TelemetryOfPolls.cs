using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Telemetry;

/// <summary>The real executable and a collector on a real port.</summary>
public sealed class TelemetryOfPolls : IAsyncLifetime
{
    private const string AdminKey = "sk-admin-verb-test-key";
    private const string HeaderSecret = "a-secret-of-the-collector";
    private readonly AProgram _program = new();
    private readonly FakeProvider _provider = new(TimeProvider.System) { AdminKey = AdminKey };
    private FakeServer _server = null!;
    private ACollector _collector = null!;

    public async ValueTask InitializeAsync()
    {
        var day = await RealDay.BeginAsync();
        day.Spend(_provider, 4m, 60);
        _server = await FakeServer.StartAsync(_provider, CancellationToken.None);
        _collector = await ACollector.StartAsync();
        _program.Watching(_server.BaseUrl.ToString(), day);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _collector.DisposeAsync();
        _program.Dispose();
    }

    [Fact]
    public async Task A_poll_sends_its_spans_and_figures_and_neither_key_nor_address()
    {
        var ending = await _program.Set("Telemetry:OtlpEndpoint", _collector.Url).Set("Telemetry:OtlpHeaders", $"x-token={HeaderSecret}").RunAsync("poll", "--verbose");

        Assert.Equal(0, ending.Code);
        Assert.All(_collector.Posts, post => Assert.Equal(("application/x-protobuf", HeaderSecret), (post.Type, post.Headers.GetValueOrDefault("x-token"))));
        var (traces, metrics) = (_collector.Sent("/v1/traces"), _collector.Sent("/v1/metrics"));
        Assert.All(["poll billing", "acme", "trigger", "verb", "outcome", "GET 127.0.0.1", "/v1/organization/costs", "deliver", "mails.sent", "credit-monitor"], word => Assert.Contains(word, traces, StringComparison.Ordinal));
        Assert.All(
            ["creditmonitor.polls", "creditmonitor.provider_requests", "2xx", "creditmonitor.deliveries", "accepted", "creditmonitor_balance_dollars", "creditmonitor_runway_days", "creditmonitor_open_alerts", "credit_expiring"],
            word => Assert.Contains(word, metrics, StringComparison.Ordinal));
        Assert.Contains(BitConverter.GetBytes(260d).Aggregate("", (text, one) => text + (char)one), metrics, StringComparison.Ordinal);    // the balance, as protobuf writes a double
        Assert.All([AdminKey, HeaderSecret, "@example.com", "start_time", "bucket_width"], secret => Assert.DoesNotContain(secret, traces + metrics, StringComparison.Ordinal));
        Assert.DoesNotContain(HeaderSecret, ending.Output + ending.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poll_that_learnt_nothing_says_so_of_itself_and_of_its_request()
    {
        await _program.Set("Organizations:0:AdminKey", "sk-admin-of-nobody").Set("Telemetry:OtlpEndpoint", _collector.Url).RunAsync("poll");

        Assert.Contains("provider_failed", _collector.Sent("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("provider_failed", _collector.Sent("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("4xx", _collector.Sent("/v1/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_variable_that_all_programs_know_is_enough()
    {
        var ending = await _program.Variable("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Url).Variable("OTEL_SERVICE_NAME", "credit-of-acme").RunAsync("poll");

        Assert.Equal(0, ending.Code);
        Assert.Contains("credit-of-acme", _collector.Sent("/v1/traces"), StringComparison.Ordinal);
        Assert.NotEmpty(_collector.Sent("/v1/metrics"));
    }

    [Theory]
    [InlineData(401, "refused the headers (HTTP 401)")]
    [InlineData(500, "answered HTTP 500")]
    public async Task A_collector_that_takes_nothing_fails_no_poll_and_is_told_of_once(int answer, string told)
    {
        _collector.Answers = answer;
        var ending = await _program.Set("Telemetry:OtlpEndpoint", _collector.Url).RunAsync("poll");

        Assert.Equal(0, ending.Code);
        Assert.Single(ending.Error.Split('\n'), line => line.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_collector_that_is_not_there_fails_no_poll()
    {
        var url = _collector.Url;
        await _collector.DisposeAsync();
        var ending = await _program.Set("Telemetry:OtlpEndpoint", url).RunAsync("poll");

        Assert.Equal(0, ending.Code);
        Assert.Single(ending.Error.Split('\n'), line => line.Contains("127.0.0.1 gave no answer", StringComparison.Ordinal));
    }

    /// <summary>With libraries that cannot be loaded, whoever touched one would fail.</summary>
    [Fact]
    public async Task Without_a_collector_nothing_is_sent_and_no_library_for_it_is_loaded()
    {
        using var copied = new AProgram { Assembly = Path.Combine(WithoutLibraries(_program.Folder), "creditmonitor.dll") };
        copied.Watching(_server.BaseUrl.ToString(), await RealDay.BeginAsync());

        var off = await copied.RunAsync("poll");
        var on = await copied.Set("Telemetry:OtlpEndpoint", _collector.Url).RunAsync("poll");

        Assert.True(off.Code == 0, off.Error);
        Assert.NotEqual(0, on.Code);
        Assert.Empty(_collector.Posts);
    }

    private static string WithoutLibraries(string under)
    {
        var built = Path.Combine(PublishedPackage.Repository, "artifacts", "bin", "CreditMonitor.Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)));
        var copy = Path.Combine(under, "copy");
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        var libraries = Directory.GetFiles(copy, "OpenTelemetry*.dll");
        Assert.NotEmpty(libraries);
        Array.ForEach(libraries, library => File.WriteAllText(library, "no library"));
        return copy;
    }
}
