using CreditMonitor.Functions.Tests.Host;
using CreditMonitor.Testing;

namespace CreditMonitor.Functions.Tests;

[Collection(nameof(UnderTheFunctionsHost))]
public sealed class TelemetryUnderTheFunctionsHost(PublishedPackage package) : UnderTheFunctionsHost(package)
{
    /// <summary>Once the run is answered, the host may freeze or kill the process.</summary>
    [Fact]
    public async Task Spans_and_figures_of_a_run_are_sent_before_it_is_answered()
    {
        await using var collector = await ACollector.StartAsync();
        Set("Telemetry:OtlpEndpoint", collector.Url);
        await using var host = await StartedAsync();

        Assert.True((await host.RunAsync("PollBilling", Invocation.Timer(null, Hour))).Succeeded);
        var (traces, metrics) = (collector.Sent("/v1/traces"), collector.Sent("/v1/metrics"));

        Assert.All(["poll billing", "timer", "/v1/organization/costs", "deliver"], word => Assert.Contains(word, traces, StringComparison.Ordinal));
        Assert.All(["creditmonitor.polls", "creditmonitor_balance_dollars"], word => Assert.Contains(word, metrics, StringComparison.Ordinal));
        Assert.DoesNotContain("sk-admin", traces + metrics, StringComparison.Ordinal);
    }
}
