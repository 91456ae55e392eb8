using CreditMonitor.Http.Pages;
using CreditMonitor.Storage;

namespace CreditMonitor.Http.Api;

/// <summary>Turns what no endpoint answered into problem details, so that a caller never meets an empty error and a log never a caller's mistake.</summary>
internal static partial class ApiErrors
{
    /// <summary>In kibibytes, as the server is told.</summary>
    public const int LargestBodyKiB = 1024;

    private static readonly string[] ForPrograms = ["/badge", "/calendar", "/hooks"];

    /// <remarks>First in line, before routing.</remarks>
    public static void UseApiErrors(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ApiErrors).FullName!);
        app.Use((context, next) => AnswerAsync(context, next, logger));
    }

    public static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    /// <summary>What a browser shows to a reader, beside the API and what other programs fetch or post.</summary>
    public static bool IsPage(HttpContext context) =>
        !IsApi(context) && !Array.Exists(ForPrograms, prefix => context.Request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next, ILogger logger)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;    // answered as GET is; the server leaves the body out
        }

        try
        {
            await next(context);
            if (IsApi(context) && !context.Response.HasStarted && context.Response is { ContentType: null, ContentLength: null } && OfStatus(context) is { } problem)
            {
                await problem.ExecuteAsync(context);
            }
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await OfBadRequest(e).ExecuteAsync(context);
        }
        catch (StoreException e) when (IsApi(context) && !context.Response.HasStarted)
        {
            await ApiProblem.StoreUnread(e).ExecuteAsync(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Log.Failed(logger, e, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "an address without an endpoint");
            await (await FailedAsync(context)).ExecuteAsync(context);
        }
    }

    private static async Task<IResult> FailedAsync(HttpContext context)
    {
        const string Heading = "The monitor failed";
        const string Text = "This is a fault of the monitor, and its log has the cause; nothing is known to have been kept.";
        return IsPage(context) ? await context.Part<PageWriter>().NoticeAsync(Heading, Text, StatusCodes.Status500InternalServerError)
            : ApiProblem.Of(StatusCodes.Status500InternalServerError, Heading, Text);
    }

    private static IResult? OfStatus(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => ApiProblem.NotFound("The API has nothing at this address; GET /api/openapi.json lists what it has."),
        StatusCodes.Status405MethodNotAllowed => ApiProblem.Of(StatusCodes.Status405MethodNotAllowed, "Another method is expected", $"This address takes {context.Response.Headers.Allow.ToString().Replace(", ", " or ", StringComparison.Ordinal)}."),
        StatusCodes.Status415UnsupportedMediaType => ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, "Another kind of body is expected", "Send application/json."),
        >= 400 and var status => ApiProblem.Of(status, "Not answered", "The request was refused; GET /api/openapi.json says what is expected."),
        _ => null,
    };

    private static IResult OfBadRequest(BadHttpRequestException e) => e.StatusCode == StatusCodes.Status413PayloadTooLarge
        ? ApiProblem.TooLarge()
        : ApiProblem.Of(e.StatusCode, "Not understood", "The request broke off or is not valid HTTP; send it again.");

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed")]
        public static partial void Failed(ILogger logger, Exception exception, string method, string endpoint);
    }
}
