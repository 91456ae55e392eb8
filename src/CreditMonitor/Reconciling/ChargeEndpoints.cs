using System.Text.Json;
using CreditMonitor.Access;
using CreditMonitor.Polling;
using CreditMonitor.Settings;

namespace CreditMonitor.Reconciling;

/// <summary><c>GET …/charges</c> with what explains each, and what people say of them: <c>POST …/charges/{id}/confirm|reject|reset</c>.</summary>
internal static class ChargeEndpoints
{
    private const int DefaultLimit = 100;
    private const int MostAtOnce = 1_000;

    public static void MapCharges(this WebApplication app)
    {
        var charges = app.MapGroup("/api/organizations/{org}/charges");
        charges.MapGet("", ListAsync).RequireAccess(AccessScope.Read);
        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            charges.MapPost($"/{{id}}/{Core.SnakeCase.Of(verdict)}", (string org, string id, HttpContext context, CancellationToken cancellationToken) => DecideAsync(org, id, verdict, context, cancellationToken)).RequireAccess(AccessScope.Write);
        }
    }

    private static async Task<IResult> ListAsync(string org, HttpContext context, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        var query = context.Request.Query;
        if (services.GetRequiredService<MonitorSettings>().Find(org) is not { } organization)
        {
            return NotWatched();
        }

        if (!int.TryParse(query["limit"].FirstOrDefault() ?? $"{DefaultLimit}", out var limit) || limit is < 1 or > MostAtOnce)
        {
            return Results.Problem($"limit is expected to be a number from 1 to {MostAtOnce}.", statusCode: StatusCodes.Status400BadRequest, title: "Not understood");
        }

        var all = await services.GetRequiredService<ChargeDesk>().ReadAsync(organization, cancellationToken);
        var after = query["after"].FirstOrDefault();
        var from = after is null ? 0 : all.Select(charge => charge.Charge.Id).ToList().IndexOf(after) + 1;
        var page = all.Skip(from).Take(limit).Select(ExplainedChargeBody.Of).ToList();
        return Results.Json(new ChargesBody([.. page], from + limit < all.Length ? page[^1].Id : null), ChargesJson.Default.ChargesBody);
    }

    private static async Task<IResult> DecideAsync(string org, string id, Verdict verdict, HttpContext context, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        if (services.GetRequiredService<MonitorSettings>().Find(org) is not { } organization)
        {
            return NotWatched();
        }

        if (await RecordAsync(context.Request, cancellationToken) is not (true, var record))
        {
            return Results.Problem("Expected no body, or a JSON object such as {\"record\":\"W4NJAXQX-0002\"}.", statusCode: StatusCodes.Status400BadRequest, title: "Not kept");
        }

        try
        {
            var by = services.GetRequiredService<AccessGate>().NameOf(context);
            return await services.GetRequiredService<ChargeDesk>().DecideAsync(organization, verdict, id, record, by, cancellationToken) is { } fault
                ? Results.Problem(fault, statusCode: StatusCodes.Status400BadRequest, title: "Not kept") : Results.NoContent();
        }
        catch (StoreException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Nothing was kept");
        }
    }

    private static async Task<(bool Read, string? Record)> RecordAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new StreamReader(request.Body);
        var text = await body.ReadToEndAsync(cancellationToken);
        if (string.IsNullOrWhiteSpace(text))
        {
            return (true, null);
        }

        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 4 });
            return json.RootElement.ValueKind != JsonValueKind.Object ? (false, null)
                : json.RootElement.TryGetProperty("record", out var record) && record.ValueKind == JsonValueKind.String ? (true, record.GetString()) : (true, null);
        }
        catch (JsonException)
        {
            return (false, null);
        }
    }

    private static IResult NotWatched() => Results.Problem("No such organization is watched here.", statusCode: StatusCodes.Status404NotFound, title: "Not found");
}
