using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Records;
using CreditMonitor.Http.Api;
using CreditMonitor.Intake.Receipts;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using MimeKit;

namespace CreditMonitor.Http.Hooks;

/// <summary><c>POST /hooks/sendgrid/inbound/{secret}</c>: mails that SendGrid's Inbound Parse hands over. The secret names the organization; what is taken in is <em>claimed</em> until a person confirms it.
/// SendGrid sends again what is not answered with success, so a mail that is no receipt, or comes from elsewhere, is answered with success too, and dropped.</summary>
internal static partial class InboundEndpoint
{
    private const string By = "mail";

    public static void MapInboundMail(this IEndpointRouteBuilder app) =>
        app.MapPost("/hooks/sendgrid/inbound/{secret}", (string secret, HttpContext context, CancellationToken cancellationToken) => TakeAsync(secret, context, cancellationToken));

    private static async Task<IResult> TakeAsync(string secret, HttpContext context, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        if (Owner(services.GetRequiredService<MonitorSettings>(), secret) is not { Inbound: { } inbound } organization)
        {
            return Results.Problem("There is nothing here.", statusCode: StatusCodes.Status404NotFound, title: "Not found");
        }

        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(InboundEndpoint).FullName!);
        var sent = await context.ReadFormAsync(ReceiptMail.MaxBytes, cancellationToken);
        if (sent.Form is not { } form)
        {
            return sent.IsTooLarge ? ApiProblem.TooLarge() : ApiProblem.NotUnderstood("Expected the form of SendGrid's Inbound Parse.");
        }

        if (!IsTrusted(form, inbound.Senders))
        {
            Log.Dropped(logger, organization.Id, "its sender is not on the list, or did not sign it");
            return Results.NoContent();
        }

        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var read = Read(form, now);
        if (read.Receipt is not { } receipt)
        {
            Log.Dropped(logger, organization.Id, read.Problem!);
            return Results.NoContent();
        }

        try
        {
            await ReceiptConfirmation.TakeClaimAsync(services, organization, receipt, By, cancellationToken);
            return Results.NoContent();
        }
        catch (StoreException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Nothing was kept");
        }
    }

    /// <summary>Every secret is compared, by digest and in constant time.</summary>
    private static OrganizationSettings? Owner(MonitorSettings settings, string secret)
    {
        var sent = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        return settings.Organizations.Where(organization => organization.Inbound is { } inbound && CryptographicOperations.FixedTimeEquals(sent, SHA256.HashData(Encoding.UTF8.GetBytes(inbound.Secret)))).ToList() is [var only] ? only : null;
    }

    /// <summary>The sender's address or domain is on the list, and that domain signed the mail (DKIM, as SendGrid checked it).</summary>
    internal static bool IsTrusted(IFormCollection form, ImmutableArray<string> senders)
    {
        if (!MailboxAddress.TryParse(form["from"].ToString(), out var from) || from.Domain is not { Length: > 0 } domain)
        {
            return false;
        }

        var listed = senders.Any(sender => sender.Contains('@', StringComparison.Ordinal) ? sender.Equals(from.Address, StringComparison.OrdinalIgnoreCase) : IsWithin(domain, sender));
        return listed && Passed().Matches(form["dkim"].ToString()).Any(pass => IsWithin(domain, pass.Groups["domain"].Value) || IsWithin(pass.Groups["domain"].Value, domain));
    }

    private static bool IsWithin(string domain, string parent) => domain.Equals(parent, StringComparison.OrdinalIgnoreCase) || domain.EndsWith($".{parent}", StringComparison.OrdinalIgnoreCase);

    /// <summary>The whole mail where SendGrid was told to send it raw, else the fields it was parsed into.</summary>
    private static ReceiptRead Read(IFormCollection form, DateTimeOffset now)
    {
        if (form["email"].ToString() is { Length: > 0 } raw)
        {
            return ReceiptMail.Read(Encoding.UTF8.GetBytes(raw), now, By, claimed: true);
        }

        return ReceiptMail.Read(form["text"].ToString(), form["html"].ToString(), form["subject"].ToString(), now, now, By, claimed: true);
    }

    [GeneratedRegex(@"@(?<domain>[A-Za-z0-9.-]{1,253})\s*:\s*pass\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 250)]
    private static partial Regex Passed();

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "A mail to {Organization} was dropped: {Reason}.")]
        public static partial void Dropped(ILogger logger, string organization, string reason);
    }
}
