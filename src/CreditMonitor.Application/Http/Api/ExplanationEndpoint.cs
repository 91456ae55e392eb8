using CreditMonitor.Settings;
using CreditMonitor.Status;

namespace CreditMonitor.Http.Api;

/// <summary><c>GET …/explanation?of=2026-03</c>: a month or a day in words and figures; without <c>of</c> the running UTC month.</summary>
internal static class ExplanationEndpoint
{
    public static void MapExplanation(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/organizations/{org}/explanation", AnswerAsync).Offer(new ApiOperation("explain", "Where the money of a month or a day went, in words, with figures that add up.", AccessScope.Read)
        {
            Query = [new ApiParameter("of", "A UTC month or day; the running month unless said.", """{"type":"string","pattern":"^\\d{4}-\\d{2}(-\\d{2})?$"}""", "\"2026-03\"")],
            Answer = ApiAnswer.Json("The explanation. Its amounts are exact decimal strings in US dollars.", ExplanationJson.Default.ExplanationBody),
        });

    private static Task<IResult> AnswerAsync(string org, HttpContext context, CancellationToken cancellationToken) => context.ForAsync(org, async organization =>
        await context.Part<Explainer>().ExplainAsync(organization, context.Request.Query["of"].FirstOrDefault(), cancellationToken) is { } explanation
            ? Results.Json(ExplanationBody.Of(explanation), ExplanationJson.Default.ExplanationBody)
            : ApiProblem.NotUnderstood("of is expected to be a UTC month such as 2026-03 or a UTC day such as 2026-03-02."));
}
