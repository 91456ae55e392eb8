using System.CommandLine;
using System.Text.Json;
using CreditMonitor.Cli.Commands.Reading.Forecasts;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Commands.Reading;

/// <summary>Shows how far the forecasts could have been trusted on an organization's own past.</summary>
internal static class BacktestCommand
{
    public static Command Create()
    {
        var command = new Command("backtest", "Forecast an organization's past from what was known each week, beside what came: how often the range held, and by how much the middle was off.") { CommonOptions.Org };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var history = (await app.Services.GetRequiredService<IMonitorStore>().ReadAsync(organization.Id, cancellationToken)).State.History.ToDailySpend();
        if (SpendBacktest.Of(history) is not { } backtest)
        {
            throw new CommandFailure(ExitCode.Usage, $"{organization.Id} has {history.Days} complete days of costs; a backtest needs {SpendBacktest.FirstOrigin + SpendBacktest.Horizons[0]}.");
        }

        var table = BacktestTable.Of(organization.Id, history, backtest);
        Console.WriteLine(parsed.GetValue(CommonOptions.Json) ? JsonSerializer.Serialize(table, BacktestJson.Default.BacktestTable) : table.ToString());
        return ExitCode.Done;
    }
}
