using System.CommandLine;
using CreditMonitor.Cli.Commands.Reading;
using CreditMonitor.Cli.Commands.Recording;
using CreditMonitor.Cli.Commands.Running;
using CreditMonitor.Cli.Output;
using CreditMonitor.Jobs;
using CreditMonitor.Polling;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Commands;

/// <summary>The program's verbs, and the one place where a failure becomes a sentence on stderr and an exit status.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        TerminalWriter.Install();
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"creditmonitor: {error.Message} See creditmonitor --help.");
            }

            return IsPluginCheck(parsed) ? StatusCommand.PluginUnknown : ExitCode.Usage;
        }

        return await GuardAsync(parsed);
    }

    internal static RootCommand Root()
    {
        var root = new RootCommand("Watches prepaid OpenAI credit: when it lapses, when it runs out, and what no cost explains. Without a verb it runs.")
        {
            CommonOptions.Json, CommonOptions.Verbose, CommonOptions.Set,
            RunCommand.Create(), DemoCommand.Create(), PollCommand.Create(), StatusCommand.Create(), FleetCommand.Create(), DoctorCommand.Create(),
            GrantCommand.Create(), BalanceCommand.Create(), AccountCommand.Create(), ImportCommand.Create(), ReceiptCommand.Create(), ExportCommand.Create(), ReconcileCommand.Create(), ExplainCommand.Create(),
            AlertsCommand.Create(), MailCommand.Create(), SubscribeCommand.Subscribe(), SubscribeCommand.Unsubscribe(), SubscribeCommand.List(), BadgeCommand.Create(),
            LedgerCommand.Create(), ForecastCommand.Create(), AnomaliesCommand.Create(), BacktestCommand.Create(), ReplayCommand.Create(),
        };
        root.Options.Add(CommonOptions.Urls);
        root.SetAction(RunCommand.RunAsync);
        return root;
    }

    private static async Task<int> GuardAsync(ParseResult parsed)
    {
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e)
        {
            foreach (var line in Lines(e, parsed.GetValue(CommonOptions.Verbose)))
            {
                await Console.Error.WriteLineAsync($"creditmonitor: {line}");
            }

            return IsPluginCheck(parsed) ? StatusCommand.PluginUnknown : CodeOf(e);
        }
    }

    /// <summary>Monitoring plugins read codes of their own.</summary>
    private static bool IsPluginCheck(ParseResult parsed) => parsed.CommandResult.Command.Name == "status" && parsed.GetValue(StatusCommand.Check);

    internal static IEnumerable<string> Lines(Exception e, bool verbose) =>
        verbose ? [e.ToString()]
        : CodeOf(e) == ExitCode.ProgramFault
            ? [$"a fault of the program itself ({e.GetType().Name}: {FirstLine(e.Message)}); run it again with --verbose for the details, and report them."]
        : e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd('\r', '.');

    internal static int CodeOf(Exception e) => e switch
    {
        CommandFailure failure => failure.Code,
        StoreException or LostRaceException or RoundUnfinishedException => ExitCode.RemoteFailed,
        IOException or UnauthorizedAccessException or HttpRequestException or TimeoutException or OperationCanceledException => ExitCode.RemoteFailed,
        _ => ExitCode.ProgramFault,
    };
}
