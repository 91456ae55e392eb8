using System.Net;

namespace CreditMonitor.Tests.Functions;

/// <summary>What the host forwards, and what strangers ask of it.</summary>
[Collection(nameof(UnderTheFunctionsHost))]
public sealed class RequestsUnderTheFunctionsHost(PublishedPackage package) : UnderTheFunctionsHost(package)
{
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

        Assert.False(File.Exists(Database));
    }
}
