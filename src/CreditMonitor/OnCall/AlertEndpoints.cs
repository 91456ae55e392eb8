using System.Text.Json;
using CreditMonitor.Access;
using CreditMonitor.Core;
using CreditMonitor.Core.Facts;
using CreditMonitor.Polling;
using CreditMonitor.Settings;

namespace CreditMonitor.OnCall;

/// <summary><c>GET …/alerts</c>, and what people on call say: <c>POST …/alerts/{key}/acknowledge|silence|reset</c>.</summary>
internal static class AlertEndpoints
{
    private const int DefaultLimit = 100;
    private const int MostAtOnce = 1_000;

    private static readonly (string Path, AlertWordKind Word)[] Words = [("acknowledge", AlertWordKind.Acknowledged), ("silence", AlertWordKind.Silenced), ("reset", AlertWordKind.Withdrawn)];

    public static void MapAlerts(this WebApplication app)
    {
        var alerts = app.MapGroup("/api/organizations/{org}/alerts");
        alerts.MapGet("", ListAsync).RequireAccess(AccessScope.Read);
        foreach (var (path, word) in Words)
        {
            alerts.MapPost($"/{{key}}/{path}", (string org, string key, HttpContext context, CancellationToken cancellationToken) => SayAsync(org, key, word, context, cancellationToken)).RequireAccess(AccessScope.Write);
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

        var desk = services.GetRequiredService<AlertDesk>();
        var all = (await desk.ReadAsync(organization, cancellationToken)).Where(known => query["state"] != "open" || known.Alert.IsOpen).ToList();
        var from = query["after"].FirstOrDefault() is { } after ? all.FindIndex(known => known.Alert.Key == after) + 1 : 0;
        var page = all.Skip(from).Take(limit).Select(known => AlertBody.Of(known, desk.Now)).ToList();
        return Results.Json(new AlertsBody([.. page], from + limit < all.Count ? page[^1].Key : null), AlertsJson.Default.AlertsBody);
    }

    private static async Task<IResult> SayAsync(string org, string key, AlertWordKind word, HttpContext context, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        if (services.GetRequiredService<MonitorSettings>().Find(org) is not { } organization)
        {
            return NotWatched();
        }

        if (await BodyAsync(context.Request, cancellationToken) is not var (reason, until))
        {
            return Results.Problem("Expected a JSON object such as {\"reason\":\"rotating keys\",\"until\":\"2026-03-09T00:00:00Z\"}.", statusCode: StatusCodes.Status400BadRequest, title: "Not kept");
        }

        try
        {
            var by = services.GetRequiredService<AccessGate>().NameOf(context);
            return await services.GetRequiredService<AlertDesk>().SayAsync(organization, key, word, until, reason, by, cancellationToken) is { } fault
                ? Results.Problem(fault, statusCode: StatusCodes.Status400BadRequest, title: "Not kept") : Results.NoContent();
        }
        catch (StoreException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Nothing was kept");
        }
    }

    private static async Task<(string? Reason, DateTimeOffset? Until)?> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(cancellationToken);
        if (string.IsNullOrWhiteSpace(text))
        {
            return (null, null);
        }

        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 4 });
            string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return json.RootElement.ValueKind == JsonValueKind.Object ? (Text("reason"), InstantText.TryRead(Text("until") ?? "", out var until) ? until : null) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IResult NotWatched() => Results.Problem("No such organization is watched here.", statusCode: StatusCodes.Status404NotFound, title: "Not found");
}
