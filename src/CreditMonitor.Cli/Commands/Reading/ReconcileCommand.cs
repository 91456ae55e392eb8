using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using CreditMonitor.Cli.Commands.Recording;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Intake.Statements;
using CreditMonitor.Status;

namespace CreditMonitor.Cli.Commands.Reading;

/// <summary>Explains a card's charges by a billing document. Reads no configuration and touches no store.</summary>
internal static class ReconcileCommand
{
    private const long LargestFile = 64L * 1024 * 1024;

    private static readonly Option<string> Charges = new("--charges") { Description = "Card movements: a statement that import reads, or a table with row, export, charge_id, date, posted, amount, currency, description and status.", HelpName = "FILE" };
    private static readonly Option<string> Billing = new("--billing") { Description = "The billing records: JSON with purchases, invoices, grants, refunds.", HelpName = "FILE" };
    private static readonly Option<string?> Currency = new("--currency") { Description = "The currency of a statement that names none, such as USD.", HelpName = "CODE" };
    private static readonly Option<string?> Order = new("--date-order") { Description = "How dates such as 03/04/2026 are meant.", HelpName = "ymd|mdy|dmy" };

    public static Command Create()
    {
        var command = new Command("reconcile", "Explain every charge of a card by what was bought: what nothing explains, what was paid and not credited.") { Charges, Billing, Currency, Order };
        foreach (var verb in ChargeCommands.All())
        {
            command.Subcommands.Add(verb);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Charges) is not { } charges || parsed.GetValue(Billing) is not { } billing)
        {
            throw new CommandFailure(ExitCode.Usage, "reconcile needs --charges FILE and --billing FILE; for what the monitor holds, give reconcile list, confirm, reject or reset.");
        }

        var read = BillingDocument.Read(Encoding.UTF8.GetString(await ReadAsync(billing, cancellationToken)));
        var records = read.Records ?? throw new CommandFailure(ExitCode.BadInput, read.Faults.Select(fault => $"{billing}: {fault}"));
        var reconciled = CardReconciliation.Run(Movements(charges, await ReadAsync(charges, cancellationToken), parsed), records);
        Console.WriteLine(parsed.GetValue(CommonOptions.Json) ? JsonSerializer.Serialize(ReconciliationBody.Of(reconciled), ReconciliationJson.Default.ReconciliationBody) : ReconciliationText.Of(reconciled));
        return ExitCode.Done;
    }

    private static ImmutableArray<CardMovement> Movements(string file, byte[] content, ParseResult parsed)
    {
        if (content.AsSpan().IndexOf("charge_id"u8) is >= 0 and < 200 && StatementCsv.Split(Encoding.UTF8.GetString(content).TrimStart((char)0xFEFF)) is var lines && MovementTable.IsIts(lines))
        {
            var (movements, faults) = MovementTable.Read(lines);
            return faults.IsEmpty ? movements : throw new CommandFailure(ExitCode.BadInput, faults.Take(20).Select(fault => $"{file}: {fault}"));
        }

        var (options, fault) = StatementOptionText.Read(null, parsed.GetValue(Currency), parsed.GetValue(Order), null, null);
        if (fault is not null)
        {
            throw new CommandFailure(ExitCode.Usage, $"--{fault}");
        }

        var read = StatementFiles.Read([new StatementFile(file, content)], options, TimeProvider.System.GetUtcNow());
        return read.Faults.IsEmpty ? MovementTable.Of([(file, [.. read.Rows.Select(one => one.Row)])]) : throw new CommandFailure(read.OptionMissing ? ExitCode.Usage : ExitCode.BadInput, read.Faults);
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(file).Length <= LargestFile ? await File.ReadAllBytesAsync(file, cancellationToken)
                : throw new CommandFailure(ExitCode.BadInput, $"{file} is larger than {LargestFile / 1024 / 1024} MiB; reconcile a year at a time.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{file} cannot be read: {e.Message}");
        }
    }
}
