using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.Extensions;

namespace CreditMonitor.Cli.Simulation.Provider;

/// <summary>The stand-in provider on a free loopback port, for the demo.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeServer(WebApplication app) => _app = app;

    /// <summary>What to configure as the organization's base address.</summary>
    public Uri BaseUrl => new($"{_app.Urls.Single()}/v1");

    public static async Task<FakeServer> StartAsync(FakeProvider provider, CancellationToken cancellationToken)
    {
        // Empty, not slim: what the environment says about addresses and logs is meant for the monitor itself.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(context => AnswerAsync(provider, context));
        await app.StartAsync(cancellationToken);
        return new FakeServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AnswerAsync(FakeProvider provider, HttpContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.GetEncodedUrl());
        if (AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var authorization))
            request.Headers.Authorization = authorization;

        try
        {
            using var answer = provider.Answer(request);
            await SendAsync(answer, context.Response, context.RequestAborted);
        }
        catch (TaskCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private static async Task SendAsync(HttpResponseMessage answer, HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = (int)answer.StatusCode;
        response.ContentType = answer.Content.Headers.ContentType?.ToString();
        if (answer.Headers.RetryAfter is { } retryAfter)
            response.Headers.RetryAfter = retryAfter.ToString();

        await answer.Content.CopyToAsync(response.Body, cancellationToken);
    }
}
