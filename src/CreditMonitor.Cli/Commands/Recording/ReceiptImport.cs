using System.Collections.Immutable;
using System.CommandLine;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Intake;
using CreditMonitor.Intake.Receipts;
using CreditMonitor.Intake.Statements;

namespace CreditMonitor.Cli.Commands.Recording;

/// <summary><c>import receipt.eml</c>: whoever runs it vouches for the receipts.</summary>
internal static class ReceiptImport
{
    private const string By = "creditmonitor import";

    public static async Task<int> RunAsync(ParseResult parsed, ImmutableArray<StatementFile> files, bool isDryRun, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var reads = files.Select(file => (file.Name, Read: ReceiptMail.Read(file.Content, now, By, claimed: false))).ToList();
        if (reads.Where(read => read.Read.Receipt is null).ToList() is { Count: > 0 } unread)
        {
            throw new CommandFailure(ExitCode.BadInput, unread.Select(read => $"{read.Name}: expected a receipt of OpenAI, but {read.Read.Problem}."));
        }

        ImmutableArray<RecordedFact> receipts = [.. reads.Select(read => read.Read.Receipt!)];
        if (isDryRun)
        {
            Console.WriteLine(string.Join('\n', receipts.OfType<Receipt>().Select(ReceiptCommand.Line).Append("Nothing was kept (--dry-run).")));
            return ExitCode.Done;
        }

        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var changes = (await app.Services.GetRequiredService<RecordIntake>().TellAsync(organization, receipts, By, settles: false, cancellationToken)).Changes;
        Console.WriteLine(string.Join('\n', changes.Select(change => $"{ReceiptCommand.Line((Receipt)change.Fact)}: {SnakeCase.Of(change.Kind)}")));
        return ExitCode.Done;
    }
}
