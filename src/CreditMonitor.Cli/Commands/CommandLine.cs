using System.CommandLine;
using CreditMonitor.Cli.Commands.Reading;
using CreditMonitor.Cli.Commands.Recording;
using CreditMonitor.Cli.Commands.Running;
using CreditMonitor.Cli.Output;
using CreditMonitor.Polling;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Commands;

/// <summary>The program's verbs, and the one place where a failure becomes a sentence on stderr and an exit status.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        TerminalWriter.Install();
        var root = new RootCommand("Watches prepaid OpenAI credit: when it lapses, when it runs out, and what no cost explains. Without a verb it runs.")
        {
            CommonOptions.Json, CommonOptions.Verbose, CommonOptions.Set,
            RunVerb.Create(), DemoVerb.Create(), PollVerb.Create(), StatusVerb.Create(), FleetVerb.Create(), DoctorVerb.Create(),
            GrantVerb.Create(), BalanceVerb.Create(), AccountVerb.Create(), ImportVerb.Create(), ReceiptVerb.Create(), ExportVerb.Create(), ReconcileVerb.Create(), ExplainVerb.Create(),
            AlertsVerb.Create(), MailVerb.Create(), SubscribeVerb.Subscribe(), SubscribeVerb.Unsubscribe(), SubscribeVerb.List(), BadgeVerb.Create(),
            LedgerVerb.Create(), ForecastVerb.Create(), AnomaliesVerb.Create(), BacktestVerb.Create(), ReplayVerb.Create(),
        };
        root.Options.Add(CommonOptions.Urls);
        root.SetAction(RunVerb.RunAsync);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"creditmonitor: {error.Message} See creditmonitor --help.");
            }

            return parsed.CommandResult.Command.Name == "status" && parsed.GetValue(StatusVerb.Check) ? StatusVerb.PluginUnknown : ExitCode.Usage;
        }

        return await GuardAsync(parsed, args);
    }

    private static async Task<int> GuardAsync(ParseResult parsed, string[] args)
    {
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (!parsed.GetValue(CommonOptions.Verbose))
        {
            foreach (var line in e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                await Console.Error.WriteLineAsync($"creditmonitor: {line}");
            }

            return CodeOf(e, args);
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"creditmonitor: {e}");
            return CodeOf(e, args);
        }
    }

    private static int CodeOf(Exception e, string[] args) =>
        args.Contains("--check") ? StatusVerb.PluginUnknown
        : e switch
        {
            VerbFailure failure => failure.Code,
            StoreException or LostRaceException => ExitCode.RemoteFailed,
            IOException or OperationCanceledException => ExitCode.RemoteFailed,
            _ => ExitCode.RemoteFailed,
        };
}
