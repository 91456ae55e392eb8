using System.CommandLine;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Intake;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Commands.Recording;

/// <summary>Shows and tells what the account is set to: auto-recharge, the plan, the card. No endpoint of the provider tells any of it.</summary>
internal static class AccountCommand
{
    private const string By = "creditmonitor account";

    private static readonly Option<string?> Recharge = new("--auto-recharge") { Description = "on or off, as the dashboard shows it.", HelpName = "on|off" };
    private static readonly Option<string?> Threshold = new("--threshold") { Description = "It recharges when the balance falls below so many dollars.", HelpName = "AMOUNT" };
    private static readonly Option<string?> RestoreTo = new("--restore-to") { Description = "To this balance.", HelpName = "AMOUNT" };
    private static readonly Option<string?> MonthlyCap = new("--monthly-cap") { Description = "At most so much in a calendar month.", HelpName = "AMOUNT" };
    private static readonly Option<string?> Plan = new("--plan") { Description = "cancelled or active.", HelpName = "cancelled|active" };
    private static readonly Option<string?> Card = new("--card") { Description = "The card's last four digits.", HelpName = "DIGITS" };
    private static readonly Option<string?> CardEnds = new("--card-ends") { Description = "The month printed on it, such as 2027-03.", HelpName = "MONTH" };
    private static readonly Option<string?> At = new("--at") { Description = "Since when it is so; default: now.", HelpName = "INSTANT" };

    public static Command Create()
    {
        var command = new Command("account", "Show what was told of the account, or tell it: auto-recharge, the plan, the card that is charged.") { Recharge, Threshold, RestoreTo, MonthlyCap, Plan, Card, CardEnds, At, CommonOptions.Org };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var facts = Read(parsed, now);
        if (facts.Count > 0)
        {
            await app.Services.GetRequiredService<RecordIntake>().TellAsync(organization, [.. facts], By, settles: false, cancellationToken);
        }

        var told = (await app.Services.GetRequiredService<IMonitorStore>().ReadAsync(organization.Id, cancellationToken)).State.Told.With(organization.Account, now);
        Console.WriteLine(parsed.GetValue(CommonOptions.Json) ? AccountBody.Json(told) : string.Join('\n', AccountBody.Lines(organization, told)));
        return ExitCode.Done;
    }

    private static List<RecordedFact> Read(ParseResult parsed, DateTimeOffset now)
    {
        var at = GivenValues.Instant("--at", parsed.GetValue(At)) ?? now;
        var facts = new List<RecordedFact>();
        if (at > now)
        {
            throw new CommandFailure(ExitCode.Usage, "--at is in the future; nothing can be told of it yet.");
        }

        if (Word(parsed, Recharge, ("on", true), ("off", false)) is { } enabled)
        {
            facts.Add(new AutoRechargeSetting(InstantText.Format(at), now, By, at, enabled, Dollars(parsed, Threshold), Dollars(parsed, RestoreTo), Dollars(parsed, MonthlyCap)));
        }
        else if (parsed.GetValue(Threshold) is not null || parsed.GetValue(RestoreTo) is not null || parsed.GetValue(MonthlyCap) is not null)
        {
            throw new CommandFailure(ExitCode.Usage, "--threshold, --restore-to and --monthly-cap belong to --auto-recharge on or off; say which.");
        }

        if (Word(parsed, Plan, ("cancelled", true), ("active", false)) is { } cancelled)
        {
            facts.Add(new PlanChange(InstantText.Format(at), now, By, at, cancelled));
        }

        if (CardOf(parsed) is var (lastFour, ends))
        {
            facts.Add(new PaymentCard(InstantText.Format(at), now, By, at, lastFour, ends));
        }

        return facts;
    }

    private static (string LastFour, DateOnly Ends)? CardOf(ParseResult parsed) => (parsed.GetValue(Card), parsed.GetValue(CardEnds)) switch
    {
        (null, null) => null,
        ({ } digits, { } text) when PaymentCard.IsLastFour(digits) && PaymentCard.MonthOf(text) is { } month => (digits, month),
        _ => throw new CommandFailure(ExitCode.Usage, "--card and --card-ends go together: the last four digits, such as 4242 and no more of the number, and the month printed on the card, such as 2027-03."),
    };

    private static bool? Word(ParseResult parsed, Option<string?> option, (string Word, bool Value) yes, (string Word, bool Value) no) =>
        parsed.GetValue(option) is not { } word ? null
        : word == yes.Word ? yes.Value
        : word == no.Word ? no.Value
        : throw new CommandFailure(ExitCode.Usage, $"{option.Name} {SettingsReader.Shown(word)} is neither {yes.Word} nor {no.Word}.");

    private static Usd? Dollars(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } text ? GivenValues.Amount(option.Name, text) : null;
}
