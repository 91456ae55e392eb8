using System.Collections.Immutable;
using System.Net;

namespace CreditMonitor.Functions;

/// <summary>Answers the Functions host's calls: <c>POST /&lt;TimerFunction&gt;</c>, one route for each registered timer and no other.</summary>
internal static class TimerEndpoints
{
    public static void MapTimerFunctions(this WebApplication app, ImmutableArray<RegisteredTimer> timers)
    {
        foreach (var timer in timers)
        {
            var function = app.Services.GetServices<ITimerFunction>().Single(function => function.Name == timer.Name);
            app.MapPost("/" + timer.Name, (RequestDelegate)(context => AnswerAsync(context, function)));
        }
    }

    private static async Task AnswerAsync(HttpContext context, ITimerFunction function)
    {
        if (!IsTheHostItself(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var well = await context.RequestServices.GetRequiredService<TimerRun>().RunAsync(function, context);

        // Always a JSON object: an empty body, or a null, would leave the invocation hanging until the host kills this process (facts 1.4).
        context.Response.StatusCode = well ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync("{}"u8.ToArray(), CancellationToken.None);
    }

    /// <summary>The host calls by loopback address and by no proxy; what it forwards for a stranger bears the stranger's Host and the front end's marks.</summary>
    private static bool IsTheHostItself(HttpRequest request) =>
        IPAddress.TryParse(request.Host.Host, out var host) && IPAddress.IsLoopback(host)
        && !request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase));
}
