using System.Globalization;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Intake;

namespace CreditMonitor.Http.Pages;

/// <summary>What people say on an organization's page of its alerts and charges.</summary>
internal static class WordEndpoints
{
    private const int MostBytes = 16 * 1024;

    private static readonly (string Path, AlertActionKind Word)[] Words = [("acknowledge", AlertActionKind.Acknowledged), ("silence", AlertActionKind.Silenced), ("accept", AlertActionKind.Accepted), ("reset", AlertActionKind.Withdrawn)];

    public static void MapWords(this IEndpointRouteBuilder app)
    {
        foreach (var (path, word) in Words)
        {
            app.MapPost($"/organizations/{{org}}/alerts/{path}", (string org, HttpContext context, CancellationToken cancellationToken) =>
                PageGuard.ActAsync(context, org, MostBytes, sent => OfAlertAsync(sent, word, context, cancellationToken)));
        }

        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            app.MapPost($"/organizations/{{org}}/charges/{SnakeCase.Of(verdict)}", (string org, HttpContext context, CancellationToken cancellationToken) =>
                PageGuard.ActAsync(context, org, MostBytes, sent => OfChargeAsync(sent, verdict, context, cancellationToken)));
        }
    }

    private static async Task<IResult?> OfAlertAsync(Sent sent, AlertActionKind word, HttpContext context, CancellationToken cancellationToken)
    {
        var fault = await context.RequestServices.GetRequiredService<AlertHandling>().SayAsync(
            sent.Organization, sent.Text("alert") ?? "", word, UntilOf(sent.Text("until")), sent.Text("reason"), sent.Visitor.Name, cancellationToken);
        return await AnswerAsync(sent, fault, SnakeCase.Of(word), "alerts", context, cancellationToken);
    }

    private static async Task<IResult?> OfChargeAsync(Sent sent, Verdict verdict, HttpContext context, CancellationToken cancellationToken)
    {
        var fault = await context.RequestServices.GetRequiredService<Charges>().DecideAsync(
            sent.Organization, verdict, sent.Text("charge") ?? "", sent.Text("record"), sent.Visitor.Name, cancellationToken);
        return await AnswerAsync(sent, fault, SnakeCase.Of(verdict), "charges", context, cancellationToken);
    }

    private static async Task<IResult?> AnswerAsync(Sent sent, string? fault, string said, string section, HttpContext context, CancellationToken cancellationToken) => fault is null
        ? SessionEndpoints.Elsewhere($"/organizations/{sent.Organization.Id}?said={said}#{section}")
        : await context.RequestServices.GetRequiredService<PageWriter>().OrganizationAsync(new OrganizationAsk(sent.Organization.Id, null, null, fault), sent.Visitor, cancellationToken);

    /// <summary>As a browser's field for day and time gives it, in UTC as its label says; or RFC 3339, where a browser has no such field.</summary>
    private static DateTimeOffset? UntilOf(string? text) =>
        InstantText.TryRead(text, out var instant) ? instant
        : DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var field) ? field
        : null;
}
