using System.Net;
using CreditMonitor.Functions.Tests.Host;
using CreditMonitor.Testing;

namespace CreditMonitor.Functions.Tests;

/// <summary>A body that is refused is answered all the same: the host passes the answer on only when the worker took what was
/// sent.</summary>
[Collection(nameof(UnderTheFunctionsHost))]
public sealed class LargeBodies(PublishedPackage package) : UnderTheFunctionsHost(package)
{
    private const string WriteKey = "a-writing-key-of-some-length";

    private const int TwentyMebibytes = 20 * 1024 * 1024;

    [Theory]
    [InlineData("/session/sign-in", null)]
    [InlineData("/subscriptions", null)]
    [InlineData("/api/organizations/acme/statements", WriteKey)]
    [InlineData("/api/organizations/acme/statements", Key)]
    [InlineData("/api/organizations/acme/statements", null)]
    [InlineData("/hooks/sendgrid/events", null)]
    [InlineData("/hooks/sendgrid/inbound/x", null)]
    public async Task Twenty_mebibytes_are_refused_and_the_run_is_none_that_failed(string path, string? key)
    {
        Set("Access:Keys:1:Name", "writer");
        Set("Access:Keys:1:Secret", WriteKey);
        Set("Access:Keys:1:Scope", "write");
        await using var host = await StartedAsync();
        using var body = new ByteArrayContent(new byte[TwentyMebibytes]);
        body.Headers.ContentType = new(key is null ? "application/x-www-form-urlencoded" : "text/csv");

        var (answer, run) = (await host.HandOverAsync(new Asked("POST", path, key, Body: body)))!;

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.True(run.Succeeded, run.Message);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("GET", "/api/health"));
    }
}
