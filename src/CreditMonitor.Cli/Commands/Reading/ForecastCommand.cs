using System.CommandLine;
using System.Text;
using System.Text.Json;
using CreditMonitor.Cli.Commands.Reading.Forecasts;

namespace CreditMonitor.Cli.Commands.Reading;

/// <summary>Answers forecast requests from standard input. Reads no configuration and touches no store.</summary>
internal static class ForecastCommand
{
    public static Command Create()
    {
        var command = new Command(
            "forecast",
            $$$"""
            Foresee spend: requests on standard input, answers on standard output, one JSON object a line, in the same order.
            Request: {"series":"x","origin":"2026-05-01","first":"2026-01-01","amounts":[1.2,0,…],"horizons":[7,30,90],"balances":{"now":110.7}}
            amounts are dollars a complete UTC day from first on; origin is the last of these days, or later when the newest are not published yet.
            Answers: {"series","origin","horizon","p10","p50","p90"}, dollars cumulative from amounts' last day to origin + horizon, and
            {"series","origin","balance","runway_p10","runway_p50","runway_p90"}, days on whose evening the balance is used up; null is not within {{{Core.Forecasting.SpendForecaster.Horizon}}} days.
            """);
        command.SetAction((_, cancellationToken) => AnswerAsync(ForecastAnswers.Forecast, cancellationToken));
        return command;
    }

    internal static async Task<int> AnswerAsync(Action<JsonElement, TextWriter> answer, CancellationToken cancellationToken)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var input = new StreamReader(Console.OpenStandardInput(), utf8);
        await using var output = new StreamWriter(Console.OpenStandardOutput(), utf8, bufferSize: 64 * 1024);
        return await RequestLines.AnswerAsync(input, output, Console.Error, answer, cancellationToken);
    }
}
