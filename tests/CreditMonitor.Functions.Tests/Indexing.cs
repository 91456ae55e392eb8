using CreditMonitor.Functions.Tests.Rpc;
using CreditMonitor.Testing;
using Google.Protobuf.WellKnownTypes;

namespace CreditMonitor.Functions.Tests;

/// <summary>What the worker tells the host of its functions.</summary>
[Collection(nameof(UnderTheFunctionsHost))]
public sealed class Indexing(PublishedPackage package) : UnderTheFunctionsHost(package)
{
    [Fact]
    public async Task The_three_timers_run_by_app_settings_of_these_names_and_a_failed_run_is_repeated_twice()
    {
        await using var host = await StartedAsync();
        var timers = host.Functions.Where(function => function.IsTimer).OrderBy(function => function.Name, StringComparer.Ordinal).ToList();

        Assert.Equal(
            [("Digest", "%DIGEST_SCHEDULE%"), ("PollBilling", "%POLL_BILLING_SCHEDULE%"), ("PollUsage", "%POLL_USAGE_SCHEDULE%")],
            timers.Select(timer => (timer.Name, timer.Schedule)));
        Assert.All(timers.Select(timer => timer.Metadata.RetryOptions), retry => Assert.Equal(
            (RpcRetryOptions.Types.Strategy.FixedDelay, 2, Duration.FromTimeSpan(TimeSpan.FromSeconds(30))),
            (retry.RetryStrategy, retry.MaxRetryCount, retry.DelayInterval)));
    }

    [Fact]
    public async Task Http_functions_are_open_to_everybody_and_to_every_method_and_none_takes_the_hosts_own_addresses_or_a_scan()
    {
        await using var host = await StartedAsync();
        var functions = host.Functions.Where(function => !function.IsTimer).ToList();

        Assert.All(functions, function => Assert.Equal(("Anonymous", null), (function.AuthLevel, function.Methods)));
        Assert.All(
            ["/admin/warmup", "/admin/host/status", "/PollBilling", "/wp-login.php", "/.env", "/runtime/webhooks/x", "/apis"],
            path => Assert.DoesNotContain(functions, function => function.Takes("GET", path)));
    }

    [Fact]
    public async Task What_publish_wrote_for_the_host_names_the_same_functions()
    {
        await using var host = await StartedAsync();

        var written = await File.ReadAllTextAsync(Path.Combine(host.Process.StartInfo.WorkingDirectory, "functions.metadata"));

        Assert.All(host.Functions, function => Assert.Contains($"\"name\": \"{function.Name}\"", written, StringComparison.Ordinal));
        Assert.All(host.Functions, function => Assert.Matches("^[A-Za-z][A-Za-z0-9_-]{0,127}$", function.Name));
    }
}
