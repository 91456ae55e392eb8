using System.Collections.Immutable;
using CreditMonitor.Access;

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
        if (!AccessGate.IsTheHostItself(context.Request))
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
}
