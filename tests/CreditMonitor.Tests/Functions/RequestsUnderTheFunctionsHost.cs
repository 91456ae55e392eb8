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
    public async Task Whom_the_platform_signed_in_reads_the_pages_and_nothing_else()
    {
        Set("Access:TrustPlatformIdentity", "true");
        SetVariable("WEBSITE_AUTH_ENABLED", "True");
        await using var host = await StartedAsync();
        await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour));

        Assert.Equal(HttpStatusCode.OK, (await host.ForwardAsync("GET", "/", signedIn: "a-person"))?.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.ForwardAsync("GET", "/organizations/acme", signedIn: "a-person"))?.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.ForwardAsync("GET", "/"))?.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.ForwardAsync("GET", "/api/status", signedIn: "a-person"))?.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.ForwardAsync("POST", "/api/organizations/acme/grants", signedIn: "a-person"))?.StatusCode);
    }

    [Theory]
    [InlineData("true", "")]
    [InlineData("true", "False")]
    [InlineData("false", "True")]
    public async Task A_callers_own_word_that_it_is_signed_in_is_believed_only_where_the_platform_authenticates_and_the_setting_says_so(string setting, string platform)
    {
        Set("Access:TrustPlatformIdentity", setting);
        SetVariable("WEBSITE_AUTH_ENABLED", platform);
        await using var host = await StartedAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.ForwardAsync("GET", "/", signedIn: "a-stranger"))?.StatusCode);
    }

    [Fact]
    public async Task The_probe_reads_no_storage()
    {
        await using var host = await StartedAsync();

        await host.ProbeUntilReadyAsync();

        Assert.False(File.Exists(Database));
    }
}
