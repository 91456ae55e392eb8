using System.IO.Compression;
using System.Net;
using CreditMonitor.OpenAI;
using CreditMonitor.Polling;
using CreditMonitor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using static CreditMonitor.Testing.OpenAIReadings;

namespace CreditMonitor.Application.Tests.OpenAI;

public sealed class Outages
{
    private static readonly OpenAILimits Hasty = new() { RequestTimeout = TimeSpan.FromMilliseconds(80) };

    public static TheoryData<Exception, string> Failures() => new()
    {
        { new HttpRequestException(HttpRequestError.NameResolutionError, $"no {Key}"), "could not be resolved" },
        { new HttpRequestException(HttpRequestError.ConnectionError, "refused"), "no connection" },
        { new HttpRequestException(HttpRequestError.SecureConnectionError, "bad certificate"), "TLS" },
        { new HttpRequestException($"reset while sending {Key}"), "the connection to api.example broke" },
        { new IOException("reset"), "the connection to api.example broke" },
        { new TaskCanceledException("timed out", new TimeoutException()), "did not answer within" },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task A_network_that_fails_is_an_outage_without_the_key_in_it(Exception failure, string why)
    {
        var outage = (await CostsAsync(new ScriptedHandler().ThenThrow(failure))).Outage();

        Assert.Contains(why, outage, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, outage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_never_ends_is_cut()
    {
        var outage = (await CostsAsync(Body(new EndlessStream(TimeSpan.Zero)))).Outage();

        Assert.Contains("sent more than 16,", outage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_drips_without_end_runs_into_the_timeout_of_the_request() =>
        Assert.Contains("did not answer within 0.1 seconds", (await CostsAsync(Body(new EndlessStream(TimeSpan.FromMilliseconds(5))), Hasty)).Outage(), StringComparison.Ordinal);

    [Fact]
    public async Task Pages_that_each_answer_in_time_still_run_into_the_deadline_of_the_whole_read()
    {
        var provider = new ScriptedHandler();
        for (var page = 0; page < 50; page++)
        {
            var cursor = $"p{page}";
            provider.Then(async (_, cancellationToken) =>
            {
                await Task.Delay(20, cancellationToken);
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Page(cursor)) };
            });
        }

        Assert.Contains("had not sent all of it after 0.2 seconds", (await CostsAsync(provider, new OpenAILimits { ReadDeadline = TimeSpan.FromMilliseconds(200) })).Outage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_an_outage() =>
        Assert.Contains("broke", (await CostsAsync(Body(new BreakingStream()))).Outage(), StringComparison.Ordinal);

    [Fact]
    public async Task An_error_page_without_end_is_still_told_by_its_status()
    {
        var provider = new ScriptedHandler().Then((_, _) => Task.FromResult(
            new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StreamContent(new EndlessStream(TimeSpan.Zero)) }));

        Assert.Contains("failed (HTTP 502)", (await CostsAsync(provider)).Outage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_cancels_gets_an_exception_and_no_reading()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CostsAsync(Body(new EndlessStream(TimeSpan.FromMilliseconds(5))), cancellationToken: stop.Token));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_a_compressed_answer_is_read()
    {
        var redirected = false;
        await using var app = await LoopbackAsync(async context =>
        {
            redirected |= context.Request.Path == "/elsewhere";
            if (context.Request.Path.StartsWithSegments("/moved"))
            {
                context.Response.Redirect("/elsewhere");
                return;
            }

            context.Response.Headers.ContentEncoding = "br";
            await using var brotli = new BrotliStream(context.Response.Body, CompressionLevel.Fastest);
            await brotli.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Page(null, Bucket(MarchFirst, Cost("3")))));
        });
        using var handler = OpenAIHttp.CreateHandler();
        var source = Source(handler);
        var root = app.Urls.Single();

        var moved = await source.ReadCostsAsync(new BillingAccess("acme", new Uri(root + "/moved"), Key), MarchFirst, CancellationToken.None);
        var read = await source.ReadCostsAsync(new BillingAccess("acme", new Uri(root + "/v1/"), Key), MarchFirst, CancellationToken.None);

        Assert.Contains("redirects elsewhere", moved.Denial(), StringComparison.Ordinal);
        Assert.False(redirected);
        Assert.Equal(3m, read.Value().Days[0].Total.Amount);
    }

    [Fact]
    public async Task A_compressed_answer_that_unfolds_without_end_is_cut()
    {
        await using var app = await LoopbackAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var zip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            var zeros = new byte[1024 * 1024];
            for (var written = 0; written < 64 && !context.RequestAborted.IsCancellationRequested; written++)
                await zip.WriteAsync(zeros, context.RequestAborted);
        });
        using var handler = OpenAIHttp.CreateHandler();

        var reading = await Source(handler).ReadCostsAsync(new BillingAccess("acme", new Uri(app.Urls.Single()), Key), MarchFirst, CancellationToken.None);

        Assert.Contains("did not come to an end", reading.Outage(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_connection_keeps_no_cookies_and_follows_nothing()
    {
        using var handler = OpenAIHttp.CreateHandler();

        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
        Assert.True(handler.ConnectTimeout < TimeSpan.FromMinutes(1));
    }

    private static ScriptedHandler Body(Stream stream) =>
        new ScriptedHandler().Then((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(stream) }));

    private static async Task<WebApplication> LoopbackAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }
}
