using System.CommandLine;
using System.Globalization;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Scenarios;
using CreditMonitor.Replay;

namespace CreditMonitor.Verbs;

/// <summary>Runs whole scenarios through the real pipeline on a virtual clock. Reads no configuration and touches no store of yours.</summary>
internal static class ReplayVerb
{
    private const long LargestFile = 64L * 1024 * 1024;

    private static readonly Argument<string[]> Files = new("FILE") { Description = "Scenario files; each is run by itself, from an empty store.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string?> Mails = new("--mails") { Description = "Leave every mail in this folder, as <scenario>/*.eml.", HelpName = "DIR" };

    public static Command Create()
    {
        var command = new Command("replay", "Replay scenarios: what the monitor says of a life, and when.") { Files, Mails };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var json = parsed.GetValue(CommonOptions.Json);
        foreach (var file in parsed.GetValue(Files)!)
        {
            var scenario = await ReadAsync(file, cancellationToken);
            if (!json)
            {
                Console.WriteLine($"{scenario.Id}, {When.Short(scenario.Start)} to {When.Short(scenario.End)}");
            }

            var run = new ReplayRun(scenario, parsed.GetValue(Mails), e => Console.WriteLine(json ? ReplayLines.Of(scenario.Id, e) : Line(e)));
            var summary = await run.RunAsync(cancellationToken);
            Console.WriteLine(json ? ReplayLines.Of(scenario.Id, summary)
                : string.Create(CultureInfo.InvariantCulture, $"  {When.Count(summary.Polls, "poll")}, {When.Count(summary.Alerts, "alert")}, {When.Count(summary.Mails, "mail")}\n"));
        }

        return ExitCode.Done;
    }

    private static string Line(AlertEvent e) =>
        $"  {When.Short(e.At)}  {SnakeCase.Of(e.Kind),-8} [{SnakeCase.Of(e.Alert.Severity)}] {e.Alert.Text.Subject}{(e.Alert.Ending is { } ending ? $" - {ending}" : "")}";

    private static async Task<Scenario> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(file).Length > LargestFile)
            {
                throw new VerbFailure(ExitCode.BadInput, $"{file} is larger than {LargestFile / 1024 / 1024} MiB, which no scenario is.");
            }

            var read = ScenarioDocument.Read(await File.ReadAllTextAsync(file, cancellationToken));
            return read.Scenario ?? throw new VerbFailure(ExitCode.BadInput, read.Faults.Select(fault => $"{file}: {fault}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailure(ExitCode.BadInput, $"{file} cannot be read: {e.Message}");
        }
    }
}
