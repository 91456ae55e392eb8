using System.CommandLine;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Intake.Receipts;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Commands.Recording;

/// <summary>Receipts that the monitor knows; those that only came by mail wait for a person's word.</summary>
internal static class ReceiptCommand
{
    private const string By = "creditmonitor receipt";

    private static readonly Argument<string> Id = new("ID") { Description = "The receipt's id, as receipt list shows it." };

    public static Command Create()
    {
        var list = new Command("list", "The receipts and invoices that are known, newest first.") { CommonOptions.Org };
        list.SetAction(ListAsync);
        var confirm = new Command("confirm", "Vouch for a receipt that came by mail: until then it explains nothing.") { Id, CommonOptions.Org };
        confirm.SetAction(ConfirmAsync);
        return new Command("receipt", "Receipts and invoices: list them, confirm those that came by mail.") { list, confirm };
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var receipts = (await app.Services.GetRequiredService<IMonitorStore>().ReadToldAsync(organization.Id, cancellationToken)).Receipts;
        Console.WriteLine(receipts.IsEmpty ? $"{organization.Id} has no receipts; import one with creditmonitor import receipt.eml." : string.Join('\n', receipts.Reverse().Select(Line)));
        return ExitCode.Done;
    }

    private static async Task<int> ConfirmAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var id = parsed.GetValue(Id)!;
        if (await ReceiptConfirmation.ConfirmAsync(app.Services, organization, id, By, cancellationToken) is { } fault)
        {
            throw new CommandFailure(ExitCode.BadInput, fault);
        }

        Console.WriteLine($"{organization.Id}: receipt {id} is confirmed.");
        return ExitCode.Done;
    }

    /// <summary>One line of a receipt, for the import too.</summary>
    public static string Line(Receipt receipt) =>
        $"{When.Short(receipt.At)}  {receipt.Amount.ToExactString(),10} {receipt.Currency}  {SnakeCase.Of(receipt.For),-15} {receipt.Id}{(receipt.Claimed ? "  claimed: came by mail, explains nothing until confirmed" : "")}, told by {receipt.ToldBy}";
}
