using System.Text;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Http.Pages;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Http.Api;

/// <summary>Lapses as a feed for calendar programs, which send no key: the token stands for a subscription and ends with it.</summary>
internal static class CalendarEndpoints
{
    public static void MapCalendar(this IEndpointRouteBuilder app) =>
        app.MapGet("/calendar/{org}.ics", (string org, HttpContext context, CancellationToken cancellationToken) => FeedAsync(org, context, cancellationToken));

    private static async Task<IResult> FeedAsync(string org, HttpContext context, CancellationToken cancellationToken)
    {
        PageGuard.Protect(context.Response.Headers);
        var services = context.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var token = services.GetRequiredService<TokenSigner>().Read(TokenPurpose.Calendar, context.Request.Query["token"] is [{ } text] ? text : null, now);
        if (token is not { Expired: false } || services.GetRequiredService<MonitorSettings>().Find(org) is not { } organization)
        {
            return NotFound();
        }

        try
        {
            var stored = await services.GetRequiredService<IMonitorStore>().ReadAsync(org, cancellationToken);
            var reader = Subscription.Merge(org, organization.Subscribers, stored.State.Subscriptions).FirstOrDefault(subscription => subscription.Id == token.Subject.SubscriptionId);
            return reader is { IsConfirmed: true } && (reader.AllOrganizations || token.Subject.OrganizationId == org)
                ? Results.Text(ExpiryCalendar.Write(org, organization.Name, stored.State.Calendar, stored.State.Costs.LastOkAt ?? now), "text/calendar", Encoding.UTF8)
                : NotFound();
        }
        catch (StoreException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "The store cannot be read");
        }
    }

    private static IResult NotFound() => Results.Problem("This calendar's address does not work, or the subscription that it belongs to was ended.", statusCode: StatusCodes.Status404NotFound, title: "Not found");
}
