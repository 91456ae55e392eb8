using System.CommandLine;
using CreditMonitor.Core;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Verbs;

/// <summary>Replays a ledger document. Reads no configuration and touches no store.</summary>
internal static class LedgerVerb
{
    private const long LargestFile = 256L * 1024 * 1024;

    private static readonly Argument<string> File = new("FILE") { Description = "The ledger document: JSON with grants, usage and refunds; - reads standard input." };
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "The state just before this instant; default: just after the last fact.", HelpName = "INSTANT" };
    private static readonly Option<bool> Daily = new("--daily") { Description = "With --json, also the closing state of every UTC day." };

    public static Command Create()
    {
        var command = new Command("ledger", "Replay a ledger document: what is left of each grant, what was drawn from it, what lapsed.") { File, AsOf, Daily };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var asOf = AsOfOf(parsed);
        var file = parsed.GetValue(File)!;
        var input = LedgerDocument.Read(await ReadAsync(file, cancellationToken));
        var facts = FactsOf(input, file);
        if (!parsed.GetValue(CommonOptions.Json))
        {
            Console.WriteLine(LedgerTable.Write(CreditLedger.Replay(facts, asOf)));
        }
        else if (parsed.GetValue(Daily))
        {
            var daily = CreditLedger.ReplayDaily(facts, asOf);
            Console.WriteLine(LedgerDocument.Write(daily.State, daily.Days));
        }
        else
        {
            Console.WriteLine(LedgerDocument.Write(CreditLedger.Replay(facts, asOf)));
        }

        return ExitCode.Done;
    }

    private static LedgerFacts FactsOf(LedgerInput input, string file)
    {
        if (input is LedgerInput.Invalid(var errors, var total))
        {
            var more = total > errors.Length ? [$"{file}: {total - errors.Length} more faults are not shown."] : Array.Empty<string>();
            throw new VerbFailure(ExitCode.BadInput, errors.Select(error => $"{file}: {error}").Concat(more));
        }

        var (facts, remarks) = (LedgerInput.Ok)input;
        foreach (var remark in remarks)
        {
            Console.Error.WriteLine($"{file}: {remark}");
        }

        return facts;
    }

    private static DateTimeOffset? AsOfOf(ParseResult parsed) =>
        parsed.GetValue(AsOf) is not { } text ? null
        : InstantText.TryRead(text, out var instant) ? instant
        : throw new VerbFailure(ExitCode.Usage, $"--as-of {text} is not an instant with its offset, such as 2026-03-01T00:00:00Z.");

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            if (file != "-" && new FileInfo(file).Length > LargestFile)
            {
                throw new VerbFailure(ExitCode.BadInput, $"{file} is larger than {LargestFile / 1024 / 1024} MiB; split the ledger by organization.");
            }

            return file == "-" ? await Console.In.ReadToEndAsync(cancellationToken) : await System.IO.File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailure(ExitCode.BadInput, $"{file} cannot be read: {e.Message}");
        }
    }
}
