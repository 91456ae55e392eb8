using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreditMonitor.Cli.Output;
using CreditMonitor.Jobs;
using CreditMonitor.Status;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Cli.Commands.Running;

/// <summary>One poll of each organization, now.</summary>
internal static class PollCommand
{
    public static Command Create()
    {
        var command = new Command("poll", "Poll each organization once, now, and deliver what there is to tell.") { CommonOptions.Org };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var chosen = Configured.Chosen(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var reports = await app.Services.GetRequiredService<FleetPoller>().PollAsync(chosen, ManualPollId(app), cancellationToken);
        await app.Services.GetRequiredService<ITelemetry>().AfterRunAsync();
        if (parsed.GetValue(CommonOptions.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(new PollBody([.. reports.Select(OrganizationPollBody.Of)]), PollJson.Default.PollBody));
        }
        else
        {
            foreach (var report in reports)
            {
                Console.WriteLine(Line(report));
            }
        }

        var failures = reports.Select(FailureOf).OfType<string>().ToList();
        var code = reports.Any(report => report.IsBug) ? ExitCode.ProgramFault : ExitCode.RemoteFailed;
        return failures.Count > 0 ? throw new CommandFailure(code, failures) : ExitCode.Done;
    }

    public static string ManualPollId(WebApplication app) =>
        FleetPoller.ByVerb + app.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmssfffffff", CultureInfo.InvariantCulture);

    public static string? FailureOf(PollReport report) =>
        (report.Error ?? report.Poll?.Failure) is { } failure ? $"{report.Organization.Id}: {failure}" : report.Delivery?.Failures.FirstOrDefault();

    private static string Line(PollReport report) =>
        report.Poll?.Decision is not { } decision ? $"{report.Organization.Id}: not polled"
        : string.Create(CultureInfo.InvariantCulture, $"{report.Organization.Id}: balance {decision.Snapshot.Balance?.ToString() ?? "unknown"}, {decision.Events.Length} alert events, {report.Delivery!.Sent} mails sent, {report.Delivery.Waiting} waiting ({report.Requests} requests, {report.Transactions} storage transactions)");
}

internal sealed record PollBody(ImmutableArray<OrganizationPollBody> Polls);

/// <param name="Balance">US dollars as a decimal string; null: unknown.</param>
internal sealed record OrganizationPollBody(
    string Organization, bool Ok, string? PollId, string? Balance, ImmutableArray<string> Events, int MailsSent, int MailsWaiting, int Requests, int StorageTransactions, string? Failure)
{
    public static OrganizationPollBody Of(PollReport report) => new(
        report.Organization.Id, PollCommand.FailureOf(report) is null, report.Poll?.Decision?.Snapshot.PollId, report.Poll?.Decision?.Snapshot.Balance?.ToExactString(),
        report.Poll?.Decision is { } decision ? [.. decision.Events.Select(e => $"{Core.Text.SnakeCase.Of(e.Kind)} {e.Alert.Key}")] : [],
        report.Delivery?.Sent ?? 0, report.Delivery?.Waiting ?? 0, report.Requests, report.Transactions, PollCommand.FailureOf(report));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(SnakeCaseEnum<Core.Alerts.AlertEventKind>)])]
[JsonSerializable(typeof(PollBody))]
internal sealed partial class PollJson : JsonSerializerContext;
