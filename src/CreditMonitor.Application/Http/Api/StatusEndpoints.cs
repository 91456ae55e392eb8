using System.Text.Json.Serialization;
using CreditMonitor.Status;
using CreditMonitor.Storage;
using Microsoft.AspNetCore.Mvc;

namespace CreditMonitor.Http.Api;

/// <summary>Problem details (RFC 9457) without reflection, which the program does not have.</summary>
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class ProblemJson : JsonSerializerContext;

/// <summary>What operations call.</summary>
internal static class StatusEndpoints
{
    public static void MapStatus(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/health", () => Results.Text("ok")).Offer(new ApiOperation("health", "The process answers. Says nothing else.", null) { Answer = ApiAnswer.Text("ok", "text/plain"), NeedsNoStore = true });
        var status = app.MapGroup("/api/status");
        status.MapGet("", async (StatusView view, CancellationToken cancellationToken) => Answer(await TryReadAsync(view, null, cancellationToken)))
            .Offer(Operation("status", "The state of every organization; 503 when the monitor itself is blind or its figures are stale."));
        status.MapGet("/{org}", async (string org, StatusView view, CancellationToken cancellationToken) => Answer(await TryReadAsync(view, org, cancellationToken)))
            .Offer(Operation("statusOf", "The state of one organization."));
    }

    private static ApiOperation Operation(string id, string summary) => new(id, summary, Settings.AccessScope.Read)
    {
        Answer = ApiAnswer.Json("The figures, with their age.", StatusJson.Default.StatusBody),
        AnswersWhenUnwell = true,
        Tagged = true,
    };

    private static async Task<(StatusAnswer? Answer, string? Failure)> TryReadAsync(StatusView view, string? org, CancellationToken cancellationToken)
    {
        try
        {
            return (await view.ReadAsync(org, cancellationToken), null);
        }
        catch (StoreException e)
        {
            return (null, e.Message);
        }
    }

    private static IResult Answer((StatusAnswer? Answer, string? Failure) read) => read switch
    {
        (null, { } failure) => ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "The store cannot be read", failure),
        (null, null) => ApiProblem.NotWatched(),
        ({ } answer, _) => new TaggedJson<StatusBody>(answer.Body, StatusJson.Default.StatusBody, answer.Well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable),
    };
}
