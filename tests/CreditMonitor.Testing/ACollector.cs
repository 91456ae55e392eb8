using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CreditMonitor.Testing;

/// <param name="Text">The body's bytes, each as a letter: names and words stand in protobuf as they are.</param>
internal sealed record Post(string Path, string? Type, IReadOnlyDictionary<string, string> Headers, string Text);

/// <summary>Listens on a real port and keeps what is sent.</summary>
internal sealed class ACollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Post> _posts = new();

    private ACollector(WebApplication app) => _app = app;

    public int Answers { get; set; } = StatusCodes.Status200OK;

    public string Url => _app.Urls.Single();

    public IReadOnlyList<Post> Posts => [.. _posts];

    /// <summary>Everything that came to the path, one after the other.</summary>
    public string Sent(string path) => string.Concat(Posts.Where(post => post.Path == path).Select(post => post.Text));

    public static async Task<ACollector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var collector = new ACollector(app);
        app.Run(collector.KeepAsync);
        await app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task KeepAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _posts.Enqueue(new Post(
            context.Request.Path, context.Request.ContentType, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), Encoding.Latin1.GetString(body.ToArray())));
        context.Response.StatusCode = Answers;
    }
}
