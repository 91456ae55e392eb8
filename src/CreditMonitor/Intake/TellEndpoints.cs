using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CreditMonitor.Access;
using CreditMonitor.Core;
using CreditMonitor.Core.Facts;
using CreditMonitor.Polling;
using CreditMonitor.Settings;
using Microsoft.AspNetCore.Mvc;

namespace CreditMonitor.Intake;

/// <param name="Result"><c>added</c>, <c>replaced</c> or <c>unchanged</c>.</param>
internal sealed record ToldBody(string Id, string Result);

/// <param name="Remarks">What was put up with, such as decimals that were rounded.</param>
internal sealed record TellBody(ImmutableArray<ToldBody> Results, ImmutableArray<string> Remarks);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TellBody))]
internal sealed partial class TellJson : JsonSerializerContext;

/// <summary>What people and programs tell the monitor over HTTP: all idempotent by id.</summary>
internal static class TellEndpoints
{
    private static readonly (string Path, Func<string, DateTimeOffset, string, FactsRead> Read)[] Told =
    [
        ("/grants", FactDocument.Grants), ("/balance-readings", FactDocument.BalanceReadings), ("/refusals", FactDocument.Refusals),
        ("/account", FactDocument.Account),
    ];

    public static void MapTelling(this WebApplication app)
    {
        var organization = app.MapGroup("/api/organizations/{org}").RequireAccess(AccessScope.Write);
        foreach (var (path, read) in Told)
        {
            organization.MapPost(path, (string org, HttpContext context, CancellationToken cancellationToken) => TellAsync(org, context, read, cancellationToken));
        }

        organization.MapPost("/receipts", (string org, HttpContext context, CancellationToken cancellationToken) => TellAsync(
            org, context, context.Request.ContentType is { } type && (type.StartsWith("message/rfc822", StringComparison.OrdinalIgnoreCase) || type.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase)) ? ReceiptOf : FactDocument.Receipts, cancellationToken));
        organization.MapPost("/receipts/{id}/confirm", ConfirmAsync);
        organization.MapPost("/statements", (string org, HttpContext context, CancellationToken cancellationToken) => Statements.StatementEndpoint.TakeAsync(org, context, cancellationToken));
    }

    /// <summary>The mail or its text: a person who sends it here vouches for it.</summary>
    private static FactsRead ReceiptOf(string body, DateTimeOffset now, string by)
    {
        var read = Receipts.ReceiptMail.Read(System.Text.Encoding.UTF8.GetBytes(body), now, by, claimed: false);
        return read.Receipt is { } receipt ? new FactsRead([receipt], [], []) : new FactsRead([], [$"Expected a receipt of OpenAI as a mail or as text, but {read.Problem}."], []);
    }

    private static async Task<IResult> ConfirmAsync(string org, string id, HttpContext context, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        return services.GetRequiredService<MonitorSettings>().Find(org) is not { } organization
            ? Results.Problem("No such organization is watched here.", statusCode: StatusCodes.Status404NotFound, title: "Not found")
            : await Receipts.ReceiptDesk.ConfirmAsync(services, organization, id, services.GetRequiredService<AccessGate>().NameOf(context), cancellationToken) is { } fault
                ? Results.Problem(fault, statusCode: StatusCodes.Status400BadRequest, title: "Not kept") : Results.NoContent();
    }

    private static async Task<IResult> TellAsync(string org, HttpContext context, Func<string, DateTimeOffset, string, FactsRead> read, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        if (services.GetRequiredService<MonitorSettings>().Find(org) is not { } organization)
        {
            return Results.Problem("No such organization is watched here.", statusCode: StatusCodes.Status404NotFound, title: "Not found");
        }

        var by = services.GetRequiredService<AccessGate>().NameOf(context);
        using var body = new StreamReader(context.Request.Body);
        var told = read(await body.ReadToEndAsync(cancellationToken), services.GetRequiredService<TimeProvider>().GetUtcNow(), by);
        if (!told.Faults.IsEmpty)
        {
            return Invalid(told.Faults);
        }

        try
        {
            var changes = (await services.GetRequiredService<FactIntake>().TellAsync(organization, told.Facts, by, cancellationToken)).Changes;
            return Results.Json(new TellBody([.. changes.Select(change => new ToldBody(change.Fact.Id, SnakeCase.Of(change.Kind)))], told.Remarks), TellJson.Default.TellBody);
        }
        catch (StoreException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Nothing was kept");
        }
    }

    /// <summary>Every fault at once, a sentence each with its JSON path.</summary>
    private static IResult Invalid(ImmutableArray<string> faults)
    {
        var problem = new ProblemDetails { Status = StatusCodes.Status400BadRequest, Title = "Not kept", Detail = string.Join(' ', faults) };
        return Results.Problem(problem);
    }
}
