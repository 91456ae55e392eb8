using System.Text.Json.Serialization;
using CreditMonitor.Access;
using CreditMonitor.Polling;
using Microsoft.AspNetCore.Mvc;

namespace CreditMonitor.Status;

/// <summary>Problem details (RFC 9457) without reflection, which the program does not have.</summary>
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class ProblemJson : JsonSerializerContext;

/// <summary>What operations call.</summary>
internal static class StatusEndpoints
{
    public static void MapStatus(this WebApplication app)
    {
        app.MapGet("/api/health", () => Results.Text("ok"));
        var status = app.MapGroup("/api/status").RequireAccess(Settings.AccessScope.Read);
        status.MapGet("", async (StatusView view, CancellationToken cancellationToken) => Answer(await TryReadAsync(view, null, cancellationToken)));
        status.MapGet("/{org}", async (string org, StatusView view, CancellationToken cancellationToken) => Answer(await TryReadAsync(view, org, cancellationToken)));
    }

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
        (null, { } failure) => Results.Problem(failure, statusCode: StatusCodes.Status503ServiceUnavailable, title: "The store cannot be read"),
        (null, null) => Results.Problem("No such organization is watched here.", statusCode: StatusCodes.Status404NotFound, title: "Not found"),
        ({ } answer, _) => Results.Json(answer.Body, StatusJson.Default.StatusBody, statusCode: answer.Well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable),
    };
}
