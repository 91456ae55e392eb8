using CreditMonitor.Access;
using CreditMonitor.Settings;

namespace CreditMonitor.Explaining;

/// <summary><c>GET …/explanation?of=2026-03</c>: a month or a day in words and figures; without <c>of</c> the running UTC month.</summary>
internal static class ExplanationEndpoint
{
    public static void MapExplanation(this WebApplication app) =>
        app.MapGet("/api/organizations/{org}/explanation", AnswerAsync).RequireAccess(AccessScope.Read);

    private static async Task<IResult> AnswerAsync(string org, HttpContext context, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        return services.GetRequiredService<MonitorSettings>().Find(org) is not { } organization
            ? Results.Problem("No such organization is watched here.", statusCode: StatusCodes.Status404NotFound, title: "Not found")
            : await services.GetRequiredService<ExplanationDesk>().ExplainAsync(organization, context.Request.Query["of"].FirstOrDefault(), cancellationToken) is { } explanation
                ? Results.Json(ExplanationBody.Of(explanation), ExplanationJson.Default.ExplanationBody)
                : Results.Problem("of is expected to be a UTC month such as 2026-03 or a UTC day such as 2026-03-02.", statusCode: StatusCodes.Status400BadRequest, title: "Not understood");
    }
}
