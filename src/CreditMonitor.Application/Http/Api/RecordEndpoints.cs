using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Http.Access;
using CreditMonitor.Intake;
using CreditMonitor.Intake.Receipts;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Http.Api;

/// <param name="Result"><c>added</c>, <c>replaced</c> or <c>unchanged</c>.</param>
internal sealed record ToldBody(string Id, string Result);

/// <param name="Remarks">What was put up with, such as decimals that were rounded, and that what follows has to wait.</param>
internal sealed record TellBody(ImmutableArray<ToldBody> Results, ImmutableArray<string> Remarks);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TellBody))]
internal sealed partial class TellJson : JsonSerializerContext;

/// <summary>What people and programs tell the monitor over HTTP: all idempotent by id.</summary>
internal static class RecordEndpoints
{
    private const string DecisionWaits = "What you sent is kept. What follows from it is worked out at the next poll.";

    public static void MapTelling(this IEndpointRouteBuilder app)
    {
        var organization = app.MapGroup("/api/organizations/{org}");
        foreach (var (path, read, operation) in RecordOperations.Facts)
        {
            organization.MapPost(path, (string org, HttpContext context, CancellationToken cancellationToken) => TellAsync(org, context, read, cancellationToken)).Offer(operation);
        }

        organization.MapPost("/receipts", (string org, HttpContext context, CancellationToken cancellationToken) => TellAsync(
            org, context, context.Request.ContentType is { } type && (type.StartsWith("message/rfc822", StringComparison.OrdinalIgnoreCase) || type.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase)) ? ReceiptOf : FactDocument.Receipts, cancellationToken)).Offer(RecordOperations.Receipts);
        organization.MapPost("/receipts/{id}/confirm", ConfirmAsync).Offer(new ApiOperation("confirmReceipt", "A person vouches for a receipt that came by mail.", AccessScope.Write));
        organization.MapPost("/statements", (string org, HttpContext context, CancellationToken cancellationToken) => StatementEndpoint.TakeAsync(org, context, cancellationToken)).Offer(StatementEndpoint.Operation);
    }

    /// <summary>The mail or its text: a person who sends it here vouches for it.</summary>
    private static FactsRead ReceiptOf(string body, DateTimeOffset now, string by)
    {
        var read = ReceiptMail.Read(System.Text.Encoding.UTF8.GetBytes(body), now, by, claimed: false);
        return read.Receipt is { } receipt ? new FactsRead([receipt], [], []) : new FactsRead([], [$"Expected a receipt of OpenAI as a mail or as text, but {read.Problem}."], []);
    }

    private static Task<IResult> ConfirmAsync(string org, string id, HttpContext context, CancellationToken cancellationToken) => context.ForAsync(org, async organization =>
        await ReceiptConfirmation.ConfirmAsync(context.RequestServices, organization, id, context.Part<AccessGate>().NameOf(context), cancellationToken) is { } fault ? ApiProblem.NotKept(fault) : Results.NoContent());

    private static Task<IResult> TellAsync(string org, HttpContext context, Func<string, DateTimeOffset, string, FactsRead> read, CancellationToken cancellationToken) => context.ForAsync(org, async organization =>
    {
        var by = context.Part<AccessGate>().NameOf(context);
        using var body = new StreamReader(context.Request.Body);
        var told = read(await body.ReadToEndAsync(cancellationToken), context.Part<TimeProvider>().GetUtcNow(), by);
        if (!told.Faults.IsEmpty)
        {
            return ApiProblem.NotKept(string.Join(' ', told.Faults));    // every fault at once, a sentence each with its JSON path
        }

        try
        {
            var settles = told.Facts.Any(fact => fact is not CallReport);    // a refused call is a program's report, and urgent
            var outcome = await context.Part<RecordIntake>().TellAsync(organization, told.Facts, by, settles, cancellationToken);
            var remarks = outcome.DecisionWaits ? told.Remarks.Add(DecisionWaits) : told.Remarks;
            var results = outcome.Changes.Select(change => new ToldBody(change.Fact.Id, SnakeCase.Of(change.Kind)));
            return Results.Json(new TellBody([.. results], remarks), TellJson.Default.TellBody);
        }
        catch (StoreException e)
        {
            return ApiProblem.NothingKept(e);
        }
    });
}
