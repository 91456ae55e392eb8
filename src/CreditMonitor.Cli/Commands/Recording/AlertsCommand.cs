using System.CommandLine;
using System.Text.Json;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Http.Api;
using CreditMonitor.Intake;

namespace CreditMonitor.Cli.Commands.Recording;

/// <summary>The alerts, and what people on call say of them.</summary>
internal static class AlertsCommand
{
    private const string By = "creditmonitor alerts";

    private static readonly Option<bool> All = new("--all") { Description = "Those that ended too." };
    private static readonly Argument<string> Key = new("KEY") { Description = "The alert's key, as alerts shows it." };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Why, in one line; others read it.", HelpName = "TEXT" };
    private static readonly Option<string?> Until = new("--until") { Description = "When the silence ends, at most 90 days ahead.", HelpName = "INSTANT" };

    public static Command Create()
    {
        var command = new Command("alerts", "List open alerts, each with its evidence; acknowledge, silence or accept one.")
        {
            All, CommonOptions.Org,
            Say("acknowledge", AlertActionKind.Acknowledged, "Say that you are at it: it is not repeated while nothing changes, and told when it worsens.", Reason),
            Say("silence", AlertActionKind.Silenced, "Have it not told until an instant; it stays in the status. That the monitor is blind cannot be silenced.", Reason, Until),
            Say("accept", AlertActionKind.Accepted, "Of spend above the usual: say that it was meant; the new level is the usual from its first day on.", Reason),
            Say("reset", AlertActionKind.Withdrawn, "Take back what was said of it."),
        };
        command.SetAction(ListAsync);
        return command;
    }

    private static Command Say(string name, AlertActionKind word, string description, params Option[] options)
    {
        var command = new Command(name, description) { Key, CommonOptions.Org };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => SayAsync(parsed, word, cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var desk = app.Services.GetRequiredService<AlertHandling>();
        var bodies = (await desk.ReadAsync(organization, cancellationToken)).Where(known => parsed.GetValue(All) || known.Alert.IsOpen).Select(known => AlertBody.Of(known, desk.Now)).ToList();
        Console.WriteLine(
            parsed.GetValue(CommonOptions.Json) ? JsonSerializer.Serialize(new AlertsBody([.. bodies], null), AlertsJson.Default.AlertsBody)
            : bodies.Count == 0 ? $"{organization.Id} has no open alerts." : string.Join("\n\n", bodies.Select(Text)));
        return ExitCode.Done;
    }

    private static async Task<int> SayAsync(ParseResult parsed, AlertActionKind word, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        var until = word == AlertActionKind.Silenced ? GivenValues.Instant("--until", parsed.GetValue(Until)) : null;
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var key = parsed.GetValue(Key)!;
        if (await app.Services.GetRequiredService<AlertHandling>().SayAsync(organization, key, word, until, word == AlertActionKind.Withdrawn ? null : parsed.GetValue(Reason), By, cancellationToken) is { } fault)
        {
            throw new CommandFailure(ExitCode.Usage, fault);
        }

        Console.WriteLine($"{organization.Id}: {key} {SnakeCase.Of(word)}{(until is { } end ? $" until {When.Short(end)}" : "")}.");
        return ExitCode.Done;
    }

    private static string Text(AlertBody alert) => string.Join('\n', [
        $"{alert.Severity}: {alert.Subject}",
        $"  {alert.Lead}",
        .. alert.Facts.Select(fact => $"  {fact.Key.Replace('_', ' ')}: {fact.Value}"),
        $"  To do: {alert.Action}{(alert.ActionUrl is { } url ? $" ({url})" : "")}",
        $"  Raised {alert.RaisedAt}, last told {alert.SaidAt}; now: {alert.LastReason.Replace('_', ' ')}{(alert.Ending is { } ending ? $"; ended {alert.ResolvedAt}: {ending}" : "")}",
        .. alert.Word is { } word ? [$"  {word.Word} by {word.By} at {word.At}{(word.Until is { } until ? $" until {until}" : "")}: {word.Reason}"] : Array.Empty<string>(),
        $"  {alert.Key}",
    ]);
}
