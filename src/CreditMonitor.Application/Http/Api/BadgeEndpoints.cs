using System.Text.Json.Serialization;
using CreditMonitor.Http.Access;
using CreditMonitor.Http.Pages;
using CreditMonitor.Intake;
using CreditMonitor.Settings;
using CreditMonitor.Status;
using CreditMonitor.Storage;

namespace CreditMonitor.Http.Api;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(InstantJson)])]
[JsonSerializable(typeof(BadgeBody))]
internal sealed partial class BadgeJson : JsonSerializerContext;

/// <summary><c>GET /badge/{org}.svg?token=</c> for pages that send no key, and <c>GET …/badge</c>, which hands out its address to those who may read.</summary>
internal static class BadgeEndpoints
{
    public static void MapBadge(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/organizations/{org}/badge", AddressAsync).Offer(new ApiOperation("badge", "The address of the organization's badge. Whoever knows it reads the balance.", AccessScope.Read)
        {
            Answer = ApiAnswer.Json("The address, and the Markdown that shows it.", BadgeJson.Default.BadgeBody),
        });
        app.MapPost("/api/organizations/{org}/badge/revoke", RevokeAsync).Offer(new ApiOperation("revokeBadge", "Ends every address of the badge that was given out before.", AccessScope.Write)
        {
            Answer = ApiAnswer.Json("A new address.", BadgeJson.Default.BadgeBody),
        });
        app.MapGet("/badge/{org}.svg", (string org, HttpContext context, CancellationToken cancellationToken) => PictureAsync(org, context, cancellationToken));
    }

    private static Task<IResult> AddressAsync(string org, HttpContext context, CancellationToken cancellationToken) => context.ForAsync(org, async organization =>
        Results.Json(await context.Part<Badges>().AddressAsync(organization.Id, cancellationToken), BadgeJson.Default.BadgeBody));

    private static Task<IResult> RevokeAsync(string org, HttpContext context, CancellationToken cancellationToken) => context.ForAsync(org, async organization =>
    {
        try
        {
            return Results.Json(await context.Part<Badges>().RevokeAsync(organization.Id, context.Part<AccessGate>().NameOf(context), cancellationToken), BadgeJson.Default.BadgeBody);
        }
        catch (StoreException e)
        {
            return ApiProblem.NothingKept(e);
        }
    });

    private static async Task<IResult> PictureAsync(string org, HttpContext context, CancellationToken cancellationToken)
    {
        PageGuard.Protect(context.Response.Headers);
        try
        {
            return !await context.Part<Badges>().OpensAsync(org, context.Request.Query["token"] is [{ } token] ? token : null, cancellationToken) ? NotFound()
                : await context.Part<StatusView>().ReadAsync(org, cancellationToken) is { } answer ? Results.Text(StatusBadge.Write(answer.Body.Organizations[0]), "image/svg+xml; charset=utf-8") : NotFound();
        }
        catch (StoreException e)
        {
            return ApiProblem.StoreUnread(e);
        }
    }

    private static IResult NotFound() => ApiProblem.NotFound("This badge's address does not work; ask for another with GET /api/organizations/{org}/badge.");
}
