using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Intake;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Commands.Recording;

/// <summary>Reads what people have in files: card statements (<see cref="StatementCommand"/>), and grants as CSV or as copied from the dashboard's credit-grants table.</summary>
internal static class ImportCommand
{
    private const string By = "creditmonitor import";
    private const int LargestFile = 4 * 1024 * 1024;

    private static readonly Option<string?> Grants = new("--grants") { Description = $"Grants: a CSV with the columns {string.Join(", ", GrantsCsv.Columns)}, or the text copied from the dashboard's credit-grants table; - reads standard input.", HelpName = "FILE" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Show what would be kept; keep nothing." };

    public static Command Create()
    {
        var command = new Command("import", "Take in what you have in files.") { StatementCommand.Files, Grants, DryRun, CommonOptions.Org };
        foreach (var option in StatementCommand.Options)
        {
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(StatementCommand.Files) is { Length: > 0 })
        {
            return parsed.GetValue(Grants) is null
                ? await StatementCommand.RunAsync(parsed, parsed.GetValue(DryRun), ReadAsync, cancellationToken)
                : throw new CommandFailure(ExitCode.Usage, "Statements and --grants cannot be imported at once; give one, then the other.");
        }

        var file = parsed.GetValue(Grants) ?? throw new CommandFailure(ExitCode.Usage, "Nothing to import was named; give statements as FILE, or --grants FILE.");
        var content = await ReadAsync(file, cancellationToken);
        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var known = (await app.Services.GetRequiredService<IMonitorStore>().ReadToldAsync(organization.Id, cancellationToken)).Merge(organization.Grants);
        var (facts, lines, matches) = FactsOf(file, content, known, now);
        var changes = parsed.GetValue(DryRun) ? [] : (await app.Services.GetRequiredService<RecordIntake>().TellAsync(organization, facts, By, settles: false, cancellationToken)).Changes;
        Print(parsed, organization, lines, changes);
        if (await ContradictionAsync(app.Services.GetRequiredService<IMonitorStore>(), organization, matches, now, cancellationToken) is { } contradiction)
        {
            await Console.Error.WriteLineAsync(contradiction);
        }

        return ExitCode.Done;
    }

    /// <summary>What is left of each grant is the only evidence of the order in which credit is used.</summary>
    private static async Task<string?> ContradictionAsync(IMonitorStore store, OrganizationSettings organization, ImmutableArray<DashboardMatch> matches, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (matches.IsEmpty || (await store.ReadAsync(organization.Id, cancellationToken)).State is not { Costs.LastOkAt: not null } state)
        {
            return null;
        }

        var watched = organization.Watched(TimeSpan.FromHours(1));
        var ledger = OrganizationLedger.Of(watched with { Grants = state.Told.Merge(organization.Grants) }, state.History, now).At(now);
        return GrantRemains.Contradiction(matches, ledger, organization.BurnOrder);
    }

    private static (ImmutableArray<RecordedFact> Facts, ImmutableArray<GrantLine> Lines, ImmutableArray<DashboardMatch> Matches) FactsOf(string file, byte[] content, ImmutableArray<CreditGrant> known, DateTimeOffset now)
    {
        var text = Encoding.UTF8.GetString(content);
        if (GrantsCsv.Looks(text))
        {
            var (grants, csvFaults) = GrantsCsv.Read(content);
            Refuse(file, csvFaults);
            return ([.. grants.Select(grant => new RecordedGrant(now, By, grant))], [.. grants.Select(grant => GrantLine.Of(grant, known.Any(before => before.Id == grant.Id) ? "replaces the known one" : "new"))], []);
        }

        var (rows, faults) = DashboardGrants.Read(text);
        Refuse(file, faults);
        var matches = DashboardMatching.Match(rows, known);
        var shown = Usd.Sum(rows.Where(row => row.IsAvailable).Select(row => row.Remaining));
        return (
            [.. matches.Select(match => new RecordedGrant(now, By, match.Grant)), new BalanceReading(InstantText.Format(now), now, By, now, shown)],
            [.. matches.Select(match => GrantLine.Of(match.Grant, match.Known is null ? $"new, line {match.Row.Line}" : $"is {match.Known.Id}, line {match.Row.Line}: its expiry is taken"))], matches);
    }

    /// <summary>A file with a fault is taken in not at all: half a table of credit would be a wrong balance.</summary>
    private static void Refuse(string file, ImmutableArray<string> faults)
    {
        if (!faults.IsEmpty)
        {
            throw new CommandFailure(ExitCode.BadInput, faults.Select(fault => $"{file}: {fault}"));
        }
    }

    private static void Print(ParseResult parsed, OrganizationSettings organization, ImmutableArray<GrantLine> lines, ImmutableArray<FactChange> changes)
    {
        if (parsed.GetValue(CommonOptions.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize([new GrantList(organization.Id, lines)], GrantJson.Default.ImmutableArrayGrantList));
            return;
        }

        Console.WriteLine(new GrantList(organization.Id, lines));
        Console.WriteLine(parsed.GetValue(DryRun)
            ? "Nothing was kept (--dry-run)."
            : $"{changes.Count(change => change.Kind == FactChangeKind.Added)} added, {changes.Count(change => change.Kind == FactChangeKind.Replaced)} replaced, {changes.Count(change => change.Kind == FactChangeKind.Unchanged)} unchanged.");
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            var content = new byte[LargestFile + 1];
            var length = await stream.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken);
            return length <= LargestFile ? content[..length] : throw new CommandFailure(ExitCode.BadInput, $"{file} is larger than {LargestFile / 1024 / 1024} MiB, which no table of grants and no month of a card is.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{file} cannot be read: {e.Message}");
        }
    }
}
