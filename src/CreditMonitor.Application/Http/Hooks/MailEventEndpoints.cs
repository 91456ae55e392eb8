using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;
using CreditMonitor.Delivery.SendGrid;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Subscriptions;

namespace CreditMonitor.Http.Hooks;

/// <summary>Takes in what SendGrid tells of mails that it took. Whatever is not signed with the configured key is refused before it is looked at.</summary>
internal static class MailEventEndpoints
{
    public static void MapMailEvents(this IEndpointRouteBuilder app) =>
        app.MapPost("/hooks/sendgrid/events", (HttpContext context, CancellationToken cancellationToken) => TakeAsync(context, cancellationToken));

    private static async Task<IResult> TakeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        if (services.GetRequiredService<MonitorSettings>().Mail.SendGrid?.EventWebhookPublicKey is not { } key)
        {
            return Results.Problem("No event is believed without CreditMonitor:Mail:SendGrid:EventWebhookPublicKey.", statusCode: StatusCodes.Status404NotFound, title: "Not found");
        }

        var body = await BodyAsync(context, cancellationToken);
        if (!SendGridEvents.IsGenuine(key, context.Request.Headers[SendGridEvents.SignatureHeader], context.Request.Headers[SendGridEvents.TimestampHeader], body, services.GetRequiredService<TimeProvider>().GetUtcNow()))
        {
            return Results.Problem("The signature does not fit the body and the time.", statusCode: StatusCodes.Status403Forbidden, title: "Not believed");
        }

        if (SendGridEvents.Read(body) is not { } events)
        {
            return Results.Problem("Expected a JSON array of events.", statusCode: StatusCodes.Status400BadRequest, title: "Not understood");
        }

        try
        {
            foreach (var one in events)
            {
                await services.GetRequiredService<MailEventIntake>().TakeAsync(one, cancellationToken);
            }

            return Results.NoContent();
        }
        catch (StoreException e)
        {
            // SendGrid sends again what was not taken.
            return Results.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Nothing was kept");
        }
    }

    private static async Task<byte[]> BodyAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }
}

/// <summary>Moves a mail on, and stops an address that takes no mail or wants none.</summary>
internal sealed class MailEventIntake(MonitorSettings settings, IMonitorStore store, Subscribers desk)
{
    public async Task TakeAsync(SendGridEvent happened, CancellationToken cancellationToken)
    {
        foreach (var organization in settings.Organizations.Where(organization => happened.MailId.StartsWith(Outbox.ScopeOf(organization.Id), StringComparison.Ordinal)))
        {
            // The address is stopped again when the same event comes again: it may not have been before a crash. Stopping twice changes nothing.
            if (await store.MoveDeliveryAsync(organization.Id, happened.MailId, happened.Event, cancellationToken) is { } delivery && happened.Event.Stops && delivery.Stage == happened.Event.Stage && happened.Event.At >= delivery.AcceptedAt.AddMinutes(-5))
            {
                await desk.LoseAsync(organization.Id, delivery.SubscriptionId, WhyOf(happened.Event), cancellationToken);
            }
        }
    }

    private static string WhyOf(MailEvent happened) => $"{SnakeCase.Of(happened.Stage)}{(happened.Why is { Length: > 0 } why ? $" ({why})" : "")}";
}
