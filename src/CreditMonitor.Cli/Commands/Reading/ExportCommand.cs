using System.CommandLine;
using System.Text;
using System.Text.Json;
using CreditMonitor.Cli.Commands.Reading.Export;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Ledger.Journals;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Commands.Reading;

/// <summary>Writes out everything held on an organization, so that others can check it or go on with it.</summary>
internal static class ExportCommand
{
    private static readonly Option<string> Format = new("--format") { Description = "json or csv: everything held; hledger or beancount: the ledger as a journal that those tools check.", Required = true };
    private static readonly Option<string?> Out = new("--out") { Description = "Write to this file instead of standard output.", HelpName = "FILE" };

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong("csv", "json", "hledger", "beancount");
        var command = new Command("export", "Write out everything held on an organization.") { Format, Out, CommonOptions.Org };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var export = await OrganizationExport.ReadAsync(app.Services.GetRequiredService<IMonitorStore>(), organization, app.Services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellationToken);
        if (parsed.GetValue(Out) is not { } file)
        {
            Write(parsed.GetValue(Format)!, export, TerminalWriter.ForData);
            return ExitCode.Done;
        }

        try
        {
            var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
            await using var output = new StreamWriter(file, utf8, OwnFiles.Options(FileMode.Create));
            Write(parsed.GetValue(Format)!, export, output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Usage, $"--out {file} cannot be written: {e.Message}");
        }

        return ExitCode.Done;
    }

    /// <exception cref="CommandFailure">A journal of credit whose costs are unknown would state figures that nobody knows.</exception>
    private static void Write(string format, OrganizationExport export, TextWriter output)
    {
        switch (format)
        {
            case "json":
                output.WriteLine(JsonSerializer.Serialize(export.Document(), ExportJson.Default.ExportDocument));
                break;
            case "csv":
                ExportCsv.Write(export, output);
                break;
            case "hledger":
                output.Write(HledgerJournal.Write(HistoryOf(export), export.Title));
                break;
            default:
                output.Write(BeancountJournal.Write(HistoryOf(export), export.Title));
                break;
        }
    }

    private static LedgerHistory HistoryOf(OrganizationExport export) => export.History
        ?? throw new CommandFailure(ExitCode.Usage, $"Costs of {export.Organization.Id} were never read, so there is no ledger to export; run creditmonitor poll first.");
}
