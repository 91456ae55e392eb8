using System.Text.Json.Serialization;
using CreditMonitor.Access;
using CreditMonitor.Api;
using CreditMonitor.Mail;
using CreditMonitor.Pages;
using CreditMonitor.Polling;
using CreditMonitor.Settings;
using CreditMonitor.Status;

namespace CreditMonitor.Badges;

/// <summary>Where a badge is fetched. Whoever knows the address reads the balance.</summary>
/// <param name="ExpiresAt">The address works until then, or until the secret that signed it is taken out of the settings.</param>
internal sealed record BadgeBody(string Url, string Markdown, DateTimeOffset ExpiresAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(InstantJson)])]
[JsonSerializable(typeof(BadgeBody))]
internal sealed partial class BadgeJson : JsonSerializerContext;

/// <summary><c>GET /badge/{org}.svg?token=</c> for pages that send no key, and <c>GET …/badge</c>, which hands out its address to those who may read.</summary>
internal static class BadgeEndpoints
{
    /// <summary>In a token, where a subscription's id stands in others.</summary>
    private const string Subject = "badge";

    public static void MapBadge(this WebApplication app)
    {
        app.MapGet("/api/organizations/{org}/badge", AddressAsync).Offer(new ApiOperation("badge", "The address of the organization's badge. Whoever knows it reads the balance.", AccessScope.Read)
        {
            Answer = ApiAnswer.Json("The address, and the Markdown that shows it.", BadgeJson.Default.BadgeBody),
            NeedsNoStore = true,
        });
        app.MapGet("/badge/{org}.svg", (string org, HttpContext context, CancellationToken cancellationToken) => PictureAsync(org, context, cancellationToken));
    }

    private static Task<IResult> AddressAsync(string org, HttpContext context) => context.ForAsync(org, organization =>
    {
        var (url, expires) = context.Part<MailLinks>().Badge(organization.Id, Subject, context.Part<TimeProvider>().GetUtcNow());
        return Task.FromResult(Results.Json(new BadgeBody(url, $"![OpenAI credit]({url})", expires), BadgeJson.Default.BadgeBody));
    });

    private static async Task<IResult> PictureAsync(string org, HttpContext context, CancellationToken cancellationToken)
    {
        PageGuard.Protect(context.Response.Headers);
        var token = context.Part<TokenSigner>().Read(TokenPurpose.Badge, context.Request.Query["token"] is [{ } text] ? text : null, context.Part<TimeProvider>().GetUtcNow());
        if (token is not { Expired: false, Subject.SubscriptionId: Subject } || token.Subject.OrganizationId != org)
        {
            return NotFound();
        }

        try
        {
            return await context.Part<StatusView>().ReadAsync(org, cancellationToken) is { } answer ? Results.Text(StatusBadge.Write(answer.Body.Organizations[0]), "image/svg+xml; charset=utf-8") : NotFound();
        }
        catch (StoreException e)
        {
            return ApiProblem.StoreUnread(e);
        }
    }

    private static IResult NotFound() => ApiProblem.NotFound("This badge's address does not work; ask for another with GET /api/organizations/{org}/badge.");
}
