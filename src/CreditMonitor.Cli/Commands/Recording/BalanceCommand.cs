using System.CommandLine;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Intake;

namespace CreditMonitor.Cli.Commands.Recording;

/// <summary>Tells the monitor which balance the dashboard shows, so that the ledger is checked against it.</summary>
internal static class BalanceCommand
{
    private const string By = "creditmonitor balance";

    private static readonly Argument<string> Amount = new("AMOUNT") { Description = "The balance as the dashboard shows it, in US dollars; put -- before a negative one." };
    private static readonly Option<string?> At = new("--at") { Description = "When it was read; default: now.", HelpName = "INSTANT" };

    public static Command Create()
    {
        var command = new Command("balance", "Tell which balance the dashboard shows; a difference from the ledger is told as an alert, never silently corrected.") { Amount, At, CommonOptions.Org };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        var amount = GivenValues.Amount("AMOUNT", parsed.GetValue(Amount)!, signed: true);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var at = GivenValues.Instant("--at", parsed.GetValue(At)) ?? now;
        var reading = at <= now ? new BalanceReading(InstantText.Format(at), now, By, at, amount) : throw new CommandFailure(ExitCode.Usage, "--at is in the future; a balance cannot be read there.");
        var changes = (await app.Services.GetRequiredService<RecordIntake>().TellAsync(organization, [reading], By, settles: false, cancellationToken)).Changes;
        Console.WriteLine($"{organization.Id}: {amount} read {When.Short(at)} ({SnakeCase.Of(changes[0].Kind)}); see creditmonitor status.");
        return ExitCode.Done;
    }
}
