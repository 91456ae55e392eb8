using CreditMonitor.Http.Access;
using CreditMonitor.Intake;
using CreditMonitor.Settings;
using CreditMonitor.Status;
using CreditMonitor.Storage;

namespace CreditMonitor.Http.Api;

/// <summary><c>GET …/charges</c> with what explains each, and what people say of them: <c>POST …/charges/{id}/confirm|reject|reset</c>.</summary>
internal static class ChargeEndpoints
{
    private static readonly ApiBody Record = new(
        "The record that the verdict is about. Nothing with confirm: the charge is known, and no record will come.",
        """{"type":"object","properties":{"record":{"type":"string","description":"Id of a receipt or grant."}}}""", """{"record":"W4NJAXQX-0002"}""", ApiBody.Json, Required: false);

    public static void MapCharges(this IEndpointRouteBuilder app)
    {
        var charges = app.MapGroup("/api/organizations/{org}/charges");
        charges.MapGet("", (string org, HttpContext context, CancellationToken cancellationToken) => context.ListAsync(org, ChargesJson.Default.ChargesBody, (organization, ask) => ListAsync(context, organization, ask, cancellationToken)))
            .Offer(new ApiOperation("listCharges", "Card charges, newest first, each with what explains it.", AccessScope.Read) { Query = PageRequest.Parameters, Answer = ApiAnswer.Json("A page of charges.", ChargesJson.Default.ChargesBody), Tagged = true });
        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            charges.MapPost($"/{{id}}/{Core.Text.SnakeCase.Of(verdict)}", (string org, string id, HttpContext context, CancellationToken cancellationToken) => DecideAsync(org, id, verdict, context, cancellationToken))
                .Offer(new ApiOperation($"{Core.Text.SnakeCase.Of(verdict)}Charge", SummaryOf(verdict), AccessScope.Write) { Body = Record });
        }
    }

    private static string SummaryOf(Verdict verdict) => verdict switch
    {
        Verdict.Confirm => "A person says that the record explains the charge.",
        Verdict.Reject => "A person says that the record does not explain the charge.",
        _ => "Takes back what was said of the charge, so that the machine decides again.",
    };

    private static async Task<ChargesBody?> ListAsync(HttpContext context, OrganizationSettings organization, PageRequest ask, CancellationToken cancellationToken) =>
        ask.Of(await context.Part<Charges>().ReadAsync(organization, cancellationToken), told => told.Charge.Id) is { } page ? new ChargesBody([.. page.Entries.Select(ExplainedChargeBody.Of)], page.Next) : null;

    private static Task<IResult> DecideAsync(string org, string id, Verdict verdict, HttpContext context, CancellationToken cancellationToken) => context.ForAsync(org, async organization =>
    {
        var body = await JsonBody.ReadAsync(context.Request, isOptional: true, cancellationToken);
        if (body.Fields is null)
        {
            return ApiProblem.NotKept($"Expected no body, or a JSON object such as {{\"record\":\"W4NJAXQX-0002\"}}; {body.Fault}.");
        }

        try
        {
            return await context.Part<Charges>().DecideAsync(organization, verdict, id, body.Text("record"), context.Part<AccessGate>().NameOf(context), cancellationToken) is { } fault ? ApiProblem.NotKept(fault) : Results.NoContent();
        }
        catch (StoreException e)
        {
            return ApiProblem.NothingKept(e);
        }
    });
}
