using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Statements;
using CreditMonitor.Intake;
using CreditMonitor.Intake.Receipts;
using CreditMonitor.Intake.Statements;

namespace CreditMonitor.Cli.Commands.Recording;

/// <summary><c>import FILE…</c>: card statements. With <c>--dry-run</c> it shows every row, reads no configuration and touches no store.</summary>
internal static class StatementCommand
{
    public static readonly Argument<string[]> Files = new("FILE") { Description = "Card statements: CSV, OFX, QFX, QIF, camt.053 or MT940, found out from the content; or receipts as .eml or text; - reads standard input.", Arity = ArgumentArity.ZeroOrMore };

    private const string By = "creditmonitor import";
    private const int MostFiles = 100;

    private static readonly Option<string?> Format = new("--format") { Description = $"Read as {string.Join(", ", StatementReader.Formats)}, or as the CSV of one bank, such as chase-card.", HelpName = "FORMAT" };
    private static readonly Option<string?> Currency = new("--currency") { Description = "The currency of statements that name none, such as USD.", HelpName = "CODE" };
    private static readonly Option<string?> Order = new("--date-order") { Description = "How dates such as 03/04/2026 are meant.", HelpName = "ymd|mdy|dmy" };
    private static readonly Option<string?> Columns = new("--columns") { Description = "Names of a CSV's columns: date, posted, amount, debit, credit, currency, description, id, status.", HelpName = "date=NAME,amount=NAME,…" };
    private static readonly Option<string?> Charges = new("--charges") { Description = "How a CSV of no known dialect writes a charge.", HelpName = "positive|negative" };

    public static IEnumerable<Option> Options => [Format, Currency, Order, Columns, Charges];

    public static async Task<int> RunAsync(ParseResult parsed, bool isDryRun, Func<string, CancellationToken, Task<byte[]>> readAsync, CancellationToken cancellationToken)
    {
        var names = parsed.GetValue(Files)!;
        if (names.Length > MostFiles)
        {
            throw new CommandFailure(ExitCode.Usage, $"{names.Length} files are named; give at most {MostFiles} at a time.");
        }

        var options = OptionsOf(parsed);
        var files = ImmutableArray.CreateBuilder<StatementFile>();
        foreach (var name in names)
        {
            files.Add(new StatementFile(name, await readAsync(name, cancellationToken)));
        }

        if (files.All(file => ReceiptMail.Looks(file.Content)))
        {
            return await ReceiptImport.RunAsync(parsed, files.ToImmutable(), isDryRun, cancellationToken);
        }

        if (files.FirstOrDefault(file => ReceiptMail.Looks(file.Content)) is { } receipt)
        {
            throw new CommandFailure(ExitCode.Usage, $"{receipt.Name} is a receipt and other files are statements; import them one after the other.");
        }

        var read = StatementFiles.Read(files.ToImmutable(), options, TimeProvider.System.GetUtcNow());
        if (!read.Faults.IsEmpty)
        {
            throw new CommandFailure(read.OptionMissing ? ExitCode.Usage : ExitCode.BadInput, read.Faults);
        }

        var body = isDryRun ? StatementBody.Of(read, null) : await KeepAsync(parsed, read.OpenAIOnly(), cancellationToken);
        Console.WriteLine(parsed.GetValue(CommonOptions.Json) ? JsonSerializer.Serialize(body, StatementJson.Default.StatementBody) : isDryRun ? $"{body}\nNothing was kept (--dry-run)." : body.ToString());
        return ExitCode.Done;
    }

    private static async Task<StatementBody> KeepAsync(ParseResult parsed, StatementFiles statements, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var facts = statements.Facts(now, By);
        var changes = facts.IsEmpty ? ImmutableArray<FactChange>.Empty : (await app.Services.GetRequiredService<RecordIntake>().TellAsync(organization, facts, By, settles: false, cancellationToken)).Changes;
        return StatementBody.Of(statements, changes);
    }

    private static StatementOptions OptionsOf(ParseResult parsed)
    {
        var (options, fault) = StatementOptionText.Read(parsed.GetValue(Format), parsed.GetValue(Currency), parsed.GetValue(Order), parsed.GetValue(Columns), parsed.GetValue(Charges));
        return fault is null ? options : throw new CommandFailure(ExitCode.Usage, $"--{fault}");
    }
}
