using System.CommandLine;
using System.Globalization;
using CreditMonitor.Cli.Output;
using CreditMonitor.Cli.Simulation.Replay;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Scenarios;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Cli.Commands.Reading;

/// <summary>Runs whole scenarios through the real pipeline on a virtual clock. Reads no configuration and touches no store of yours.</summary>
internal static class ReplayCommand
{
    private const long LargestFile = 64L * 1024 * 1024;

    private static readonly Argument<string[]> Files = new("FILE") { Description = "Scenario files; each is run by itself, from an empty store.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> FromExport = new("--from-export") { Description = "Your own past: the file that creditmonitor export --format json wrote.", HelpName = "FILE" };
    private static readonly Option<string?> Explain = new("--explain") { Description = "Only alerts of this kind (or whose key begins so), each with its evidence, and why it came no earlier.", HelpName = "ALERT" };
    private static readonly Option<string?> Mails = new("--mails") { Description = "Leave every mail in this folder, as <scenario>/*.eml.", HelpName = "DIR" };

    public static Command Create()
    {
        var command = new Command("replay", "Replay scenarios: what the monitor says of a life, and when.") { Files, FromExport, Explain, Mails };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var json = parsed.GetValue(CommonOptions.Json);
        var explain = parsed.GetValue(Explain);
        foreach (var (file, scenario) in await ScenariosAsync(parsed, cancellationToken))
        {
            if (!json)
            {
                Console.WriteLine($"{scenario.Id}, {When.Short(scenario.Start)} to {When.Short(scenario.End)}");
            }

            var run = new ReplayRun(scenario, parsed.GetValue(Mails), (e, before) =>
            {
                if (explain is null || SnakeCase.Of(e.Alert.Kind) == explain || e.Alert.Key.StartsWith(explain, StringComparison.Ordinal))
                {
                    Console.WriteLine(json ? ReplayLines.Of(scenario.Id, e) : explain is null ? Line(e) : $"{Line(e)}\n{ReplayReasons.Of(e, before)}");
                }
            });
            var summary = await RunAsync(run, file, cancellationToken);
            Console.WriteLine(json ? ReplayLines.Of(scenario.Id, summary)
                : string.Create(CultureInfo.InvariantCulture, $"  {When.Count(summary.Polls, "poll")}, {When.Count(summary.Alerts, "alert")}, {When.Count(summary.Mails, "mail")}\n"));
        }

        return ExitCode.Done;
    }

    /// <exception cref="CommandFailure">With the file before each sentence.</exception>
    private static async Task<ReplaySummary> RunAsync(ReplayRun run, string file, CancellationToken cancellationToken)
    {
        try
        {
            return await run.RunAsync(cancellationToken);
        }
        catch (CommandFailure failure)
        {
            throw new CommandFailure(failure.Code, failure.Message.Split('\n').Select(sentence => $"{file}: {sentence}"));
        }
    }

    private static async Task<List<(string File, Scenario Scenario)>> ScenariosAsync(
        ParseResult parsed, CancellationToken cancellationToken)
    {
        var scenarios = new List<(string, Scenario)>();
        foreach (var file in parsed.GetValue(Files)!)
        {
            var read = ScenarioDocument.Read(await ReadAsync(file, cancellationToken));
            var scenario = read.Scenario ?? throw new CommandFailure(ExitCode.BadInput, read.Faults.Select(fault => $"{file}: {fault}"));
            scenarios.Add((file, scenario));
        }

        if (parsed.GetValue(FromExport) is { } export)
        {
            var (life, problem) = ExportedLife.Read(await ReadAsync(export, cancellationToken));
            scenarios.Add((export, life ?? throw new CommandFailure(ExitCode.BadInput, $"{export}: {problem}")));
        }

        return scenarios.Count > 0 ? scenarios : throw new CommandFailure(ExitCode.Usage, "Nothing to replay was named; give scenario files, or --from-export FILE.");
    }

    private static string Line(AlertEvent e) =>
        $"  {When.Short(e.At)}  {SnakeCase.Of(e.Kind),-8} [{SnakeCase.Of(e.Alert.Severity)}] {e.Alert.Text.Subject}{(e.Alert.Ending is { } ending ? $" - {ending}" : "")}";

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(file).Length > LargestFile)
            {
                throw new CommandFailure(ExitCode.BadInput, $"{file} is larger than {LargestFile / 1024 / 1024} MiB, which no scenario is.");
            }

            return await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{file} cannot be read: {e.Message}");
        }
    }
}
