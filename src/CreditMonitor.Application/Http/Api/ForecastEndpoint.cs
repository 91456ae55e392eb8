using CreditMonitor.Settings;
using CreditMonitor.Status;
using CreditMonitor.Storage;

namespace CreditMonitor.Http.Api;

/// <summary>What is foreseen of one organization, as JSON.</summary>
internal static class ForecastEndpoint
{
    public static void MapForecast(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/organizations/{org}/forecast", (string org, string? days, ForecastView view, CancellationToken cancellationToken) => AnswerAsync(org, days, view, cancellationToken))
            .Offer(new ApiOperation("forecast", "What is foreseen, day by day: spend, balance, run-out and lapses as ranges.", AccessScope.Read)
            {
                Query = [new ApiParameter("days", "How many days ahead.", $$"""{"type":"integer","minimum":1,"maximum":{{ForecastView.MostDays}},"default":{{ForecastView.UsualDays}}}""", "30")],
                Answer = ApiAnswer.Json("The forecast.", ForecastJson.Default.ForecastBody),
            });

    private static async Task<IResult> AnswerAsync(string org, string? days, ForecastView view, CancellationToken cancellationToken)
    {
        var asked = ForecastView.UsualDays;
        if (days is not null && (!int.TryParse(days, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out asked) || asked is < 1 or > ForecastView.MostDays))
        {
            return ApiProblem.NotUnderstood($"The query's days must be a whole number from 1 to {ForecastView.MostDays}.");
        }

        try
        {
            return await view.ReadAsync(org, cancellationToken) is { } picture
                ? Results.Json(ForecastView.BodyOf(picture, asked), ForecastJson.Default.ForecastBody)
                : ApiProblem.NotWatched();
        }
        catch (StoreException e)
        {
            return ApiProblem.StoreUnread(e);
        }
    }
}
