using System.Collections.Immutable;
using System.CommandLine;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Ledger.Documents;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Cli.Commands.Reading;

/// <summary>Replays a ledger document. Reads no configuration and touches no store.</summary>
internal static class LedgerCommand
{
    private const long LargestFile = 256L * 1024 * 1024;

    private static readonly Argument<string> File = new("FILE") { Description = "The ledger document: JSON with grants, usage and refunds; - reads standard input." };
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "The state just before this instant; default: just after the last fact.", HelpName = "INSTANT" };
    private static readonly Option<bool> Daily = new("--daily") { Description = "With --json, also the closing state of every UTC day." };

    private static readonly Option<string?> Until = new("--lapses-until") { Description = "Also what would lapse by this instant if usage stopped now (at --as-of).", HelpName = "INSTANT" };

    public static Command Create()
    {
        var command = new Command("ledger", "Replay a ledger document: what is left of each grant, what was drawn from it, what lapsed.") { File, AsOf, Daily, Until };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var asOf = Instant(parsed, AsOf);
        var until = Instant(parsed, Until);
        var file = parsed.GetValue(File)!;
        var facts = FactsOf(LedgerDocument.Read(await ReadAsync(file, cancellationToken)), file);
        var json = parsed.GetValue(CommonOptions.Json);
        var (state, days) = json && parsed.GetValue(Daily) && CreditLedger.ReplayDaily(facts, asOf) is var daily ? (daily.State, daily.Days) : (CreditLedger.Replay(facts, asOf), default(ImmutableArray<DayClose>?));
        var lapses = Lapses(facts, state.AsOf, until);
        Console.WriteLine(json ? LedgerDocument.Write(state, days, lapses) : LedgerTable.Write(state, lapses, until));
        return ExitCode.Done;
    }

    private static ImmutableArray<Lapse>? Lapses(LedgerFacts facts, DateTimeOffset asOf, DateTimeOffset? until) =>
        until is not { } instant ? null
        : instant >= asOf ? CreditLedger.LapseIfUsageStopped(facts, asOf, instant)
        : throw new CommandFailure(ExitCode.Usage, $"--lapses-until {InstantText.Format(instant)} is before {InstantText.Format(asOf)}, the instant of the ledger; give a later one.");

    private static LedgerFacts FactsOf(LedgerInput input, string file)
    {
        if (input is LedgerInput.Invalid(var errors, var total))
        {
            var more = total > errors.Length ? [$"{file}: {total - errors.Length} more faults are not shown."] : Array.Empty<string>();
            throw new CommandFailure(ExitCode.BadInput, errors.Select(error => $"{file}: {error}").Concat(more));
        }

        var (facts, remarks) = (LedgerInput.Ok)input;
        foreach (var remark in remarks)
        {
            Console.Error.WriteLine($"{file}: {remark}");
        }

        return facts;
    }

    private static DateTimeOffset? Instant(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is not { } text ? null
        : InstantText.TryRead(text, out var instant) ? instant
        : throw new CommandFailure(ExitCode.Usage, $"{option.Name} {text} is not an instant with its offset, such as 2026-03-01T00:00:00Z.");

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            if (file != "-" && new FileInfo(file).Length > LargestFile)
            {
                throw new CommandFailure(ExitCode.BadInput, $"{file} is larger than {LargestFile / 1024 / 1024} MiB; split the ledger by organization.");
            }

            return file == "-" ? await Console.In.ReadToEndAsync(cancellationToken) : await System.IO.File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{file} cannot be read: {e.Message}");
        }
    }
}
