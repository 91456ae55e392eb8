using System.CommandLine;
using System.Text.Json;
using CreditMonitor.Cli.Commands.Reading.Fleet;
using CreditMonitor.Cli.Output;

namespace CreditMonitor.Cli.Commands.Reading;

/// <summary>The status of many deployments in one table. Reads no configuration, touches no store, changes nothing anywhere.</summary>
internal static class FleetCommand
{
    private static readonly Option<string> From = new("--from")
    {
        Description = $"File of deployments, a line each: https://HOST [VARIABLE], the environment variable that holds its access key (default {FleetList.DefaultVariable}); # begins a comment.",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<int> Patience = new("--timeout") { Description = "Seconds for one deployment, 1 to 300.", HelpName = "SECONDS", DefaultValueFactory = _ => 30 };

    public static Command Create()
    {
        var command = new Command("fleet", "Show the status of several deployments in one table, the worst first. Keys are read from the environment and never printed.") { From, Patience };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var seconds = parsed.GetValue(Patience);
        if (seconds is < 1 or > 300)
        {
            throw new CommandFailure(ExitCode.Usage, $"--timeout is {seconds}; expected 1 to 300 seconds.");
        }

        var (deployments, faults) = FleetList.Read(Lines(parsed.GetValue(From)!), parsed.GetValue(From)!, Environment.GetEnvironmentVariable);
        if (!faults.IsEmpty)
        {
            throw new CommandFailure(ExitCode.BadInput, faults);
        }

        using var client = FleetReader.CreateClient();
        var report = await new FleetReader(client, TimeSpan.FromSeconds(seconds), TimeProvider.System).ReadAsync(deployments, cancellationToken);
        Console.WriteLine(parsed.GetValue(CommonOptions.Json) ? JsonSerializer.Serialize(report, FleetJson.Default.FleetReport) : FleetTable.Write(report));
        var failures = report.Deployments.Where(deployment => deployment.Failure is not null).Select(deployment => $"{deployment.Url}: {deployment.Failure}").ToList();
        return failures.Count > 0 ? throw new CommandFailure(ExitCode.RemoteFailed, failures) : ExitCode.Done;
    }

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{file} cannot be read; give a file of deployments with --from, a line each: https://HOST [VARIABLE].");
        }
    }
}
