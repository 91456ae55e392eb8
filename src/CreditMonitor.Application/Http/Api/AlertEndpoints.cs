using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Http.Access;
using CreditMonitor.Intake;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Http.Api;

/// <summary><c>GET …/alerts</c>, and what people on call say: <c>POST …/alerts/{key}/acknowledge|silence|accept|reset</c>.</summary>
internal static class AlertEndpoints
{
    private static readonly string Reason = $$"""
        "reason":{"type":"string","maxLength":{{AlertAction.MaxReasonLength}},"description":"Why, in one line."}
        """;


    private static readonly (string Path, AlertActionKind Word, string Summary, ApiBody? Body)[] Words =
    [
        ("acknowledge", AlertActionKind.Acknowledged, "Somebody is at it: it is not repeated while nothing changes.",
            new ApiBody("Why.", $$"""{"type":"object","required":["reason"],"properties":{ {{Reason}} } }""", """{"reason":"waiting for support"}""", ApiBody.Json)),
        ("silence", AlertActionKind.Silenced, "Nothing of it is told until an instant; it stays in the status.",
            new ApiBody("Until when, 90 days ahead at most, and why.", $$"""{"type":"object","required":["reason","until"],"properties":{ {{Reason}}, "until":{"type":"string","format":"date-time"} } }""", """{"reason":"known until the move","until":"2026-03-20T00:00:00Z"}""", ApiBody.Json)),
        ("accept", AlertActionKind.Accepted, "Of spend above the usual: it was meant, and the new level is the usual from its first day on.",
            new ApiBody("Why.", $$"""{"type":"object","required":["reason"],"properties":{ {{Reason}} } }""", """{"reason":"the new product is live"}""", ApiBody.Json)),
        ("reset", AlertActionKind.Withdrawn, "Takes back what was said of the alert.", null),
    ];

    public static void MapAlerts(this IEndpointRouteBuilder app)
    {
        var alerts = app.MapGroup("/api/organizations/{org}/alerts");
        alerts.MapGet("", (string org, HttpContext context, CancellationToken cancellationToken) => context.ListAsync(org, AlertsJson.Default.AlertsBody, AlertChoice.Read, (organization, ask, choice) => ListAsync(context, organization, ask, choice, cancellationToken)))
            .Offer(new ApiOperation("listAlerts", "Alerts with their evidence: open ones first, then those that ended.", AccessScope.Read) { Query = [AlertChoice.State, .. PageRequest.Parameters], Answer = ApiAnswer.Json("A page of alerts.", AlertsJson.Default.AlertsBody), Tagged = true });
        foreach (var (path, word, summary, body) in Words)
        {
            alerts.MapPost($"/{{key}}/{path}", (string org, string key, HttpContext context, CancellationToken cancellationToken) => SayAsync(org, key, word, context, cancellationToken))
                .Offer(new ApiOperation($"{path}Alert", summary, AccessScope.Write) { Body = body });
        }
    }

    private static async Task<AlertsBody?> ListAsync(HttpContext context, OrganizationSettings organization, PageRequest ask, AlertChoice choice, CancellationToken cancellationToken)
    {
        var desk = context.Part<AlertHandling>();
        var all = (await desk.ReadAsync(organization, cancellationToken)).Where(known => !choice.OpenOnly || known.Alert.IsOpen).ToList();
        return ask.Of(all, known => known.Alert.Key) is { } page ? new AlertsBody([.. page.Entries.Select(known => AlertBody.Of(known, desk.Now))], page.Next) : null;
    }

    private static Task<IResult> SayAsync(string org, string key, AlertActionKind word, HttpContext context, CancellationToken cancellationToken) => context.ForAsync(org, async organization =>
    {
        var body = await JsonBody.ReadAsync(context.Request, isOptional: true, cancellationToken);
        if (body.Fields is null)
        {
            const string Example = """{"reason":"rotating keys","until":"2026-03-09T00:00:00Z"}""";
            return ApiProblem.NotKept($"Expected a JSON object such as {Example}; {body.Fault}.");
        }

        var reason = body.Text("reason");
        var until = InstantText.TryRead(body.Text("until") ?? "", out var instant) ? instant : (DateTimeOffset?)null;
        try
        {
            return await context.Part<AlertHandling>().SayAsync(organization, key, word, until, reason, context.Part<AccessGate>().NameOf(context), cancellationToken) is { } fault ? ApiProblem.NotKept(fault) : Results.NoContent();
        }
        catch (StoreException e)
        {
            return ApiProblem.NothingKept(e);
        }
    });
}
