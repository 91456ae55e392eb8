using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace CreditMonitor.Http.Api;

/// <summary>Bounds every body, and reads what is left of a refused one and drops it: whoever still sends would see a broken pipe instead
/// of the answer.</summary>
internal static class RequestBodies
{
    /// <summary>Whoever sends more than this has the connection ended, which the Functions host books as a failed run. The server itself
    /// reads no more either.</summary>
    public const int MostDropped = 32 * 1024 * 1024;

    /// <summary>No address takes as much as this: whoever announces more is refused for that, before anything else is looked at.</summary>
    public const int MostAnywhere = 8 * 1024 * 1024;

    private static readonly TimeSpan DroppedWithin = TimeSpan.FromSeconds(5);

    /// <remarks>First in line, so that the answer has been made whatever it is.</remarks>
    public static void UseBodyLimits(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false ? next(context) : AnswerAsync(context, next));

    public static void LimitBody(this HttpContext context, long mostBytes)
    {
        if (context.Features.Get<BodyLimit>() is { } limit)
        {
            limit.Most = mostBytes;
        }
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var (sent, limit) = (context.Request.Body, new BodyLimit(ApiErrors.LargestBodyKiB * 1024));
        var body = new BoundedBody(sent, context.Request.ContentLength, limit);
        context.Features.Set(limit);
        context.Request.Body = body;
        await (context.Request.ContentLength > MostAnywhere ? ApiProblem.TooLarge().ExecuteAsync(context) : next(context));
        var comes = body.IsBegun || context.Request.Headers.Expect.Count == 0;    // else the caller waits to be asked for it
        if (!body.IsEnded && comes && context.Request.ContentLength is not (0 or > MostDropped))
        {
            await context.Response.CompleteAsync();
            await DropAsync(sent, context.RequestAborted);
        }
    }

    private static async Task DropAsync(Stream sent, CancellationToken aborted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(DroppedWithin);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            for (var dropped = 0; dropped < MostDropped;)
            {
                var read = await sent.ReadAsync(buffer, patience.Token);
                if (read == 0)
                {
                    return;
                }

                dropped += read;
            }
        }
        catch (Exception e) when (e is IOException or BadHttpRequestException or OperationCanceledException)
        {
            // The caller has gone, sends too slowly or too much: it was answered.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
