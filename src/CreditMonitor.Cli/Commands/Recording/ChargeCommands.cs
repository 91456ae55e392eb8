using System.CommandLine;
using System.Text.Json;
using CreditMonitor.Cli.Output;
using CreditMonitor.Intake;
using CreditMonitor.Status;

namespace CreditMonitor.Cli.Commands.Recording;

/// <summary>Under <c>reconcile</c>: the charges that the monitor holds with what explains them, and what people say of them.</summary>
internal static class ChargeCommands
{
    private const string By = "creditmonitor reconcile";

    private static readonly Argument<string> Charge = new("CHARGE") { Description = "The charge's id, as reconcile list shows it." };
    private static readonly Argument<string?> Record = new("RECORD") { Description = "The receipt or grant; with confirm it may be left out: the charge is known to you, and no record of it will come.", Arity = ArgumentArity.ZeroOrOne };

    public static IEnumerable<Command> All()
    {
        var list = new Command("list", "The imported charges, newest first, each with what explains it.") { CommonOptions.Org };
        list.SetAction(ListAsync);
        yield return list;
        yield return Decide("confirm", Verdict.Confirm, "Say that this record explains the charge, or that the charge is known to you; the machine never changes it.");
        yield return Decide("reject", Verdict.Reject, "Say that this record does not explain the charge.");
        yield return Decide("reset", Verdict.Reset, "Take back what was said of the charge.");
    }

    private static Command Decide(string name, Verdict verdict, string description)
    {
        var command = new Command(name, description) { Charge, Record, CommonOptions.Org };
        command.SetAction((parsed, cancellationToken) => DecideAsync(parsed, verdict, cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var charges = (await app.Services.GetRequiredService<Charges>().ReadAsync(organization, cancellationToken)).Select(ExplainedChargeBody.Of).ToList();
        Console.WriteLine(
            parsed.GetValue(CommonOptions.Json) ? JsonSerializer.Serialize(new ChargesBody([.. charges], null), ChargesJson.Default.ChargesBody)
            : charges.Count == 0 ? $"{organization.Id} has no card charges; import a statement with creditmonitor import FILE."
            : string.Join('\n', charges));
        return ExitCode.Done;
    }

    private static async Task<int> DecideAsync(ParseResult parsed, Verdict verdict, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var desk = app.Services.GetRequiredService<Charges>();
        var charge = parsed.GetValue(Charge)!;
        if (await desk.DecideAsync(organization, verdict, charge, parsed.GetValue(Record), By, cancellationToken) is { } fault)
        {
            throw new CommandFailure(ExitCode.BadInput, fault);
        }

        Console.WriteLine((await desk.ReadAsync(organization, cancellationToken)).Where(told => told.Charge.Id == charge).Select(ExplainedChargeBody.Of).Single());
        return ExitCode.Done;
    }
}
