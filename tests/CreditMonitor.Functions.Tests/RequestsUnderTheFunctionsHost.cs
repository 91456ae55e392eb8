using System.Net;
using CreditMonitor.Functions.Tests.Host;
using CreditMonitor.Testing;

namespace CreditMonitor.Functions.Tests;

/// <summary>What the host hands over, and what anonymous callers ask of it.</summary>
[Collection(nameof(UnderTheFunctionsHost))]
public sealed class RequestsUnderTheFunctionsHost(PublishedPackage package) : UnderTheFunctionsHost(package)
{
    [Fact]
    public async Task Nobody_starts_a_timer_over_http()
    {
        string[] paths =
        [
            "/PollBilling", "/pollbilling", "/POLLUSAGE", "/Digest", "/Digest/", "//PollBilling", "/api/../PollBilling", "/api/PollBilling",
            "/%50ollBilling", "/PollBilling?x=1",
        ];
        await using var host = await StartedAsync();

        foreach (var path in paths)
        {
            foreach (var method in new[] { "POST", "GET", "PUT" })
            {
                var status = await host.StatusAsync(method, path, Key);
                Assert.True(status is null or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, $"{method} {path}");
            }
        }

        Assert.Equal(0, await SnapshotsAsync());
    }

    [Fact]
    public async Task The_host_hands_over_what_is_served_and_the_program_checks_the_keys_itself()
    {
        await using var host = await StartedAsync();
        await host.RunAsync("PollBilling", Invocation.Timer(null, Hour));

        foreach (var path in new[] { "/", "/organizations/acme", "/api/status", "/api/status/acme" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync("GET", path));
            Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("GET", path, Key));
        }

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("GET", "/api/health"));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("GET", "/app.css"));
    }

    [Fact]
    public async Task Without_any_key_nobody_is_let_in_although_every_caller_looks_like_loopback()
    {
        Unset("Access:Keys:0:Name");
        Unset("Access:Keys:0:Secret");
        await using var host = await StartedAsync();

        using var answer = (await host.HandOverAsync(new Asked("GET", "/api/status", From: "127.0.0.1")))!.Answer;

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Whom_the_platform_signed_in_reads_the_pages_and_nothing_else()
    {
        Set("Access:TrustPlatformIdentity", "true");
        SetVariable("WEBSITE_AUTH_ENABLED", "True");
        await using var host = await StartedAsync();
        await host.RunAsync("PollBilling", Invocation.Timer(null, Hour));

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("GET", "/", signedIn: "a-person"));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("GET", "/organizations/acme", signedIn: "a-person"));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync("GET", "/"));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync("GET", "/api/status", signedIn: "a-person"));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync("POST", "/api/organizations/acme/grants", signedIn: "a-person"));
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

        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync("GET", "/", signedIn: "anybody"));
    }

    [Fact]
    public async Task An_anonymous_look_at_the_page_reads_no_storage()
    {
        await using var host = await StartedAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync("GET", "/"));

        Assert.False(File.Exists(Database));
    }

    [Fact]
    public async Task Forty_requests_at_once_are_answered_each_with_its_own_answer_and_every_run_succeeds()
    {
        await using var host = await StartedAsync();
        await host.RunAsync("PollBilling", Invocation.Timer(null, Hour));
        string[] paths = ["/api/health", "/api/status", "/", "/api/organizations/acme/costs", "/app.css"];

        var all = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(n => host.HandOverAsync(new Asked("GET", paths[n % paths.Length], Key))));

        Assert.All(all, one => Assert.True(one!.Run.Succeeded, one.Run.Message));
        Assert.All(all, one => Assert.Equal(HttpStatusCode.OK, one!.Answer.StatusCode));
        var kinds = all.Select(one => one!.Answer.Content.Headers).Select(headers => $"{headers.ContentType} {headers.ContentLength}");
        Assert.Equal(paths.Length, kinds.Distinct(StringComparer.Ordinal).Count());
    }
}
