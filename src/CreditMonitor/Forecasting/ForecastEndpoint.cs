using CreditMonitor.Access;
using CreditMonitor.Polling;
using CreditMonitor.Settings;

namespace CreditMonitor.Forecasting;

/// <summary>What is foreseen of one organization, as JSON.</summary>
internal static class ForecastEndpoint
{
    public static void MapForecast(this WebApplication app) =>
        app.MapGroup("/api/organizations/{org}").RequireAccess(AccessScope.Read)
            .MapGet("/forecast", (string org, string? days, ForecastView view, CancellationToken cancellationToken) => AnswerAsync(org, days, view, cancellationToken));

    private static async Task<IResult> AnswerAsync(string org, string? days, ForecastView view, CancellationToken cancellationToken)
    {
        var asked = ForecastView.UsualDays;
        if (days is not null && (!int.TryParse(days, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out asked) || asked is < 1 or > ForecastView.MostDays))
        {
            return Results.Problem($"The query's days must be a whole number from 1 to {ForecastView.MostDays}.", statusCode: StatusCodes.Status400BadRequest, title: "Not understood");
        }

        try
        {
            return await view.ReadAsync(org, cancellationToken) is { } picture
                ? Results.Json(ForecastView.BodyOf(picture, asked), ForecastJson.Default.ForecastBody)
                : Results.Problem("No such organization is watched here.", statusCode: StatusCodes.Status404NotFound, title: "Not found");
        }
        catch (StoreException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "The store cannot be read");
        }
    }
}
