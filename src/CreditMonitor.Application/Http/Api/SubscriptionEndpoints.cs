using System.Text.Json.Serialization;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Http.Access;
using CreditMonitor.Http.Pages;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Subscriptions;

namespace CreditMonitor.Http.Api;

/// <param name="Result">The same whether the address was known before or not.</param>
/// <param name="WebhookSecret">Signs what is posted to a webhook; told here, and by the verb.</param>
internal sealed record SubscribedBody(string Id, string Result, string? WebhookSecret);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SubscribedBody))]
internal sealed partial class SubscribedJson : JsonSerializerContext;

/// <summary>How teams subscribe, confirm, change and stop. GET shows and changes nothing, so that no scanner of links acts for a reader; POST acts.</summary>
internal static class SubscriptionEndpoints
{
    private const int MaxBody = 16 * 1024;

    private static readonly ApiOperation Told = new("subscribe", "Subscribes an address; a mail address is told nothing before it is confirmed by the mail that is sent to it.", AccessScope.Write)
    {
        Body = new ApiBody("Who is told, and of what.", """
            {"type":"object","required":["address"],"properties":{
            "address":{"type":"string","description":"A mail address, or the https address of a webhook."},
            "channel":{"type":"string","enum":["mail","webhook","slack","teams"],"default":"mail"},
            "organization":{"type":["string","null"],"description":"Absent, null or *: every organization watched here."},
            "kinds":{"type":"array","items":{"type":"string"},"description":"Alert kinds; absent: all."},
            "least_severity":{"type":"string","enum":["info","warning","critical"],"default":"info"},
            "least_dollars":{"type":["string","number"],"description":"Alerts that name fewer US dollars are not told."},
            "windows_days":{"type":"array","items":{"type":"integer"},"description":"Days before a lapse; absent: as configured."},
            "cadence":{"type":"string","enum":["immediate","daily","weekly"],"default":"immediate"},
            "time_zone":{"type":"string","description":"IANA name, for dates in mails."}}}
            """, """{"address":"team@example.com","organization":"acme","least_severity":"warning"}""", ApiBody.Json),
        Answer = ApiAnswer.Json("Taken; the same answer whether the address was known before or not.", SubscribedJson.Default.SubscribedBody, StatusCodes.Status202Accepted),
    };

    public static void MapSubscriptions(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/subscriptions", (HttpContext context, CancellationToken cancellationToken) => TellAsync(context, cancellationToken)).Offer(Told);
        app.MapGet("/subscriptions", (HttpContext context, PageWriter pages) => ShowFormAsync(context, pages));
        app.MapPost("/subscriptions", (HttpContext context, CancellationToken cancellationToken) => Guarded(context, () => AskAsync(context, cancellationToken)));
        app.MapGet("/subscriptions/confirm", (HttpContext context, CancellationToken cancellationToken) => Guarded(context, () => ShowAsync(context, TokenPurpose.Confirm, cancellationToken)));
        app.MapPost("/subscriptions/confirm", (HttpContext context, CancellationToken cancellationToken) => Guarded(context, () => ConfirmAsync(context, cancellationToken)));
        app.MapGet("/subscriptions/unsubscribe", (HttpContext context, CancellationToken cancellationToken) => Guarded(context, () => ShowAsync(context, TokenPurpose.Unsubscribe, cancellationToken)));
        app.MapPost("/subscriptions/unsubscribe", (HttpContext context, CancellationToken cancellationToken) => Guarded(context, () => StopAsync(context, TokenPurpose.Unsubscribe, cancellationToken)));
        app.MapGet("/subscriptions/manage", (HttpContext context, CancellationToken cancellationToken) => Guarded(context, () => ShowAsync(context, TokenPurpose.Manage, cancellationToken)));
        app.MapPost("/subscriptions/manage", (HttpContext context, CancellationToken cancellationToken) => Guarded(context, () => ManageAsync(context, cancellationToken)));
    }

    private static async Task<IResult> TellAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        var body = await JsonBody.ReadAsync(context.Request, isOptional: false, cancellationToken);
        if (body.Fields is null)
        {
            return Invalid(
                "Expected a JSON object with address, and as you like channel, organization, kinds, least_severity, least_dollars, windows_days, "
                + $"cadence, time_zone; {body.Fault}.");
        }

        var reader = new AskReader(body.Text);
        if (reader.Read() is not { Ask: { } ask } read)
        {
            return Invalid(string.Join(' ', reader.Faults));
        }

        try
        {
            var fault = await services.GetRequiredService<Subscribers>().AskAsync(ask, services.GetRequiredService<AccessGate>().NameOf(context), vouched: true, cancellationToken);
            return fault is not null ? Invalid(fault) : Results.Json(BodyOf(ask, services.GetRequiredService<TokenSigner>()), SubscribedJson.Default.SubscribedBody, statusCode: StatusCodes.Status202Accepted);
        }
        catch (StoreException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Nothing was kept");
        }
    }

    public static SubscribedBody BodyOf(SubscriptionRequest ask, TokenSigner signer)
    {
        var id = Subscription.IdOf(ask.Channel, ask.Address, ask.OrganizationId);
        return new SubscribedBody(
            id, ask.Channel == SubscriptionChannel.Mail ? "a confirmation is sent where one is needed; nothing else is until it is confirmed" : "told from now on",
            ask.Channel == SubscriptionChannel.Webhook ? "whsec_" + Convert.ToBase64String(signer.WebhookSecrets(id)[0]) : null);
    }

    private static IResult Invalid(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "Not kept");

    private static async Task<IResult> Guarded(HttpContext context, Func<Task<IResult>> answer)
    {
        PageGuard.Protect(context.Response.Headers);
        try
        {
            return await answer();
        }
        catch (StoreException e)
        {
            return await PagesOf(context).NoticeAsync("Nothing was changed", e.Message, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static Task<IResult> ShowFormAsync(HttpContext context, PageWriter pages)
    {
        PageGuard.Protect(context.Response.Headers);
        var settings = context.RequestServices.GetRequiredService<MonitorSettings>();
        var visitor = PageGuard.VisitorOf(context);
        var known = visitor is not null;
        return known || !settings.Access.SubscriberDomains.IsEmpty
            ? pages.SubscribeAsync(known ? [.. settings.Organizations.Select(organization => (organization.Id, organization.Name))] : [], [], StatusCodes.Status200OK, visitor)
            : pages.NoticeAsync("Subscribe", "Nobody can subscribe here by themselves. Ask whoever runs the monitor.", StatusCodes.Status404NotFound);
    }

    /// <summary>A stranger learns nothing from the answer: not whether an address is known, nor whether its domain is listed.</summary>
    private static async Task<IResult> AskAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var signedIn = PageGuard.VisitorOf(context) is { MayWrite: true } writing ? writing : null;
        var network = CallerLimits.NetworkOf(context.Part<AccessGate>().AddressOf(context));
        if (signedIn is null && context.Part<SubscribeLimits>().WaitOf(network) is { } wait)
        {
            var text = $"Too many requests came from your network. Try again in {When.Count(RetryAfter.Say(context.Response, wait), "second")}.";
            return await PagesOf(context).NoticeAsync("Subscribe", text, StatusCodes.Status429TooManyRequests);
        }

        var sent = await context.ReadFormAsync(MaxBody, cancellationToken);
        if (sent.Form is not { } form)
        {
            return await NoFormAsync(context, sent);
        }

        var read = new AskReader(name => name == "channel" ? null : TextOf(form, name)).Read();
        if (read.Ask is not { } ask)
        {
            return await PagesOf(context).SubscribeAsync([], read.Faults, StatusCodes.Status400BadRequest);
        }

        var isOurs = context.Part<PageAccess>().IsFormOf(context, TextOf(form, PageAccess.FormField));
        var visitor = isOurs ? signedIn : null;
        await context.Part<Subscribers>().AskAsync(ask, visitor?.Name ?? PendingRequests.By, visitor is not null, cancellationToken);
        return await PagesOf(context).NoticeAsync(
            "Look into your mailbox", "If the address may subscribe here, a mail with a link is on its way and arrives within a few minutes. Nothing else is sent before the button behind that link is pressed.", StatusCodes.Status200OK);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, TokenPurpose purpose, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, purpose, cancellationToken) is not { } found)
        {
            return await NotOursAsync(context);
        }

        return await PagesOf(context).SubscriptionAsync(new SubscriptionPageModel(purpose, Token(context), found.Expired, found.Subscription, found.OrganizationName, Links(context).Calendar(found.OrganizationId, found.Subscription.Id, Now(context)), []));
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, TokenPurpose.Confirm, cancellationToken) is not { } found)
        {
            return await NotOursAsync(context);
        }

        var desk = context.RequestServices.GetRequiredService<Subscribers>();
        if (found.Expired)
        {
            await desk.AskAgainAsync(found.OrganizationId, found.Subscription.Id, cancellationToken);
            return await PagesOf(context).NoticeAsync("Look into your mailbox", "If it can be, a new mail with a link is on its way. At most three are sent within a day.", StatusCodes.Status200OK);
        }

        return await desk.ConfirmAsync(found.Subscription.Id, cancellationToken)
            ? await PagesOf(context).NoticeAsync("Confirmed", $"{found.Subscription.Masked} is told about {found.OrganizationName} from now on. Every mail has a link to change or end it.", StatusCodes.Status200OK)
            : await PagesOf(context).NoticeAsync("Nothing to confirm", "This subscription was ended. Subscribe again if that was not meant.", StatusCodes.Status409Conflict);
    }

    /// <summary>Also what a mail program does by itself at the reader's one click (RFC 8058): no cookie, no redirect, and the same again changes nothing.</summary>
    private static async Task<IResult> StopAsync(HttpContext context, TokenPurpose purpose, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, purpose, cancellationToken) is not { } found)
        {
            return await NotOursAsync(context);
        }

        var sent = await context.ReadFormAsync(MaxBody, cancellationToken);
        if (sent is { IsSent: true, Form: null })
        {
            return await NoFormAsync(context, sent);
        }

        var everything = sent.Form is { } form && TextOf(form, "scope") == "everything";
        await context.RequestServices.GetRequiredService<Subscribers>().StopAsync(found.Subscription.Id, everything, "the address's owner", cancellationToken);
        return await PagesOf(context).NoticeAsync("Unsubscribed", everything ? $"{found.Subscription.Masked} is told nothing more." : $"{found.Subscription.Masked} is told nothing more about {found.OrganizationName}.", StatusCodes.Status200OK);
    }

    private static async Task<IResult> ManageAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, TokenPurpose.Manage, cancellationToken) is not { Expired: false } found)
        {
            return await NotOursAsync(context);
        }

        var sent = await context.ReadFormAsync(MaxBody, cancellationToken);
        if (sent.Form is not { } form)
        {
            return await NoFormAsync(context, sent);
        }

        if (TextOf(form, "scope") is "this" or "everything")
        {
            return await StopAsync(context, TokenPurpose.Manage, cancellationToken);
        }

        var reader = new AskReader(name => TextOf(form, name));
        var wishes = reader.Wishes();
        if (reader.Faults is { IsEmpty: false } faults)
        {
            return await PagesOf(context).SubscriptionAsync(new SubscriptionPageModel(TokenPurpose.Manage, Token(context), false, found.Subscription, found.OrganizationName, null, faults));
        }

        await context.RequestServices.GetRequiredService<Subscribers>().ChangeAsync(found.Subscription.Id, wishes, "the address's owner", cancellationToken);
        return await PagesOf(context).NoticeAsync("Changed", "From now on you are told as you asked.", StatusCodes.Status200OK);
    }

    private static async Task<Found?> FindAsync(HttpContext context, TokenPurpose purpose, CancellationToken cancellationToken)
    {
        if (context.RequestServices.GetRequiredService<TokenSigner>().Read(purpose, Token(context), Now(context)) is not { } token
            || context.RequestServices.GetRequiredService<MonitorSettings>().Find(token.Subject.OrganizationId) is not { } organization
            || (token.Expired && purpose != TokenPurpose.Confirm))
        {
            return null;
        }

        var now = Now(context);
        var kept = (await context.Part<IMonitorStore>().ReadSubscriptionsAsync(organization.Id, cancellationToken))
            .RemoveAll(one => PendingRequests.HasEnded(one, now));
        return Subscription.Merge(organization.Id, organization.Subscribers, kept).FirstOrDefault(subscription => subscription.Id == token.Subject.SubscriptionId) is { } subscription
            ? new Found(organization.Id, subscription.AllOrganizations ? "every organization watched here" : organization.Name, subscription, token.Expired)
            : null;
    }

    private static Task<IResult> NotOursAsync(HttpContext context) => PagesOf(context).NoticeAsync(
        "This link does not work", "It is not whole, has expired, or what it was for is gone. Copy it whole from the mail, or take it from a newer one.", StatusCodes.Status404NotFound);

    private static Task<IResult> NoFormAsync(HttpContext context, FormRead sent) =>
        PagesOf(context).NoticeAsync("Nothing was changed", PageGuard.NoForm(sent, MaxBody), sent.Status);

    private static string? TextOf(IFormCollection form, string name) => form.TryGetValue(name, out var values) ? values.ToString() : null;

    private static string? Token(HttpContext context) => context.Request.Query["token"] is [{ } token] ? token : null;

    private static DateTimeOffset Now(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    private static MailLinks Links(HttpContext context) => context.RequestServices.GetRequiredService<MailLinks>();

    private static PageWriter PagesOf(HttpContext context) => context.RequestServices.GetRequiredService<PageWriter>();

    private sealed record Found(string OrganizationId, string OrganizationName, Subscription Subscription, bool Expired);
}
