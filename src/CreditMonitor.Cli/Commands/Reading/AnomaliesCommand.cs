using System.CommandLine;
using CreditMonitor.Cli.Commands.Reading.Forecasts;

namespace CreditMonitor.Cli.Commands.Reading;

/// <summary>Names the abnormal days of series from standard input. Reads no configuration and touches no store.</summary>
internal static class AnomaliesCommand
{
    public static Command Create()
    {
        var command = new Command(
            "anomalies",
            """
            Name abnormal days: requests on standard input, answers on standard output, one JSON object a line, in the same order.
            Request: {"id":"x","first":"2026-01-01","amounts":[1.2,0,…]}, dollars a UTC day. Answer: {"id":"x","alarms":["2026-05-01",…]},
            every day on which far more was spent than the days before let expect, decided from that day and earlier ones alone.
            """);
        command.SetAction((_, cancellationToken) => ForecastCommand.AnswerAsync(ForecastAnswers.Anomalies, cancellationToken));
        return command;
    }
}
