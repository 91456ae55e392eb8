using System.Collections.Immutable;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Intake.Receipts;
using CreditMonitor.Intake.Statements;

namespace CreditMonitor.Http.Pages.Import;

/// <summary>Files of both kinds, read as the verb <c>import</c> reads them: each is a receipt if it looks like one, else a statement.</summary>
/// <param name="Facts">What is worth keeping.</param>
/// <param name="Skipped">A sentence each, with file and line.</param>
/// <param name="Faults">A sentence each; with one of them nothing is kept.</param>
internal sealed record ImportReading(string Formats, ImmutableArray<RecordedFact> Facts, ImmutableArray<string> Skipped, ImmutableArray<string> Faults)
{
    public static ImportReading Read(ImmutableArray<StatementFile> files, string? currency, string? dateOrder, DateTimeOffset now, string by)
    {
        var (options, fault) = StatementOptionText.Read(null, currency, dateOrder, null, null);
        if (fault is not null)
        {
            return new ImportReading("", [], [], [fault]);
        }

        var receipts = files.Where(file => ReceiptMail.Looks(file.Content)).ToList();
        var reads = receipts.Select(file => (file.Name, Read: ReceiptMail.Read(file.Content, now, by, claimed: false))).ToList();
        ImmutableArray<StatementFile> others = [.. files.Except(receipts)];
        var statements = others.IsEmpty ? null : StatementFiles.Read(others, options, now);
        ImmutableArray<string> faults =
        [
            .. reads.Where(read => read.Read.Receipt is null).Select(read => $"{read.Name}: expected a receipt of OpenAI, but {read.Read.Problem}."),
            .. (statements?.Faults ?? []).Select(InWordsOfTheForm),
        ];
        var kept = statements?.OpenAIOnly();
        return !faults.IsEmpty ? new ImportReading("", [], [], faults) : new ImportReading(
            string.Join(" and ", new[] { kept?.Dialect, receipts.Count > 0 ? When.Count(receipts.Count, "receipt") : null }.OfType<string>()),
            [.. reads.Select(read => read.Read.Receipt!), .. kept?.Facts(now, by) ?? []],
            [.. (kept?.Skipped ?? []).Select(skipped => $"{skipped.File}, line {skipped.Line}: {skipped.Reason}.")],
            []);
    }

    /// <param name="known">What is held already; telling it again changes nothing.</param>
    public ImmutableArray<ImportRow> Rows(RecordBook known) => [.. known.With(Facts).Changes.Select(change => RowOf(change.Fact, Result(change.Kind)))];

    private static ImportRow RowOf(RecordedFact fact, string result) => fact switch
    {
        CardCharge charge => new ImportRow("charge", When.Day(charge.Day), charge.Charged, charge.Description, result),
        Receipt receipt => new ImportRow($"receipt, {SnakeCase.Of(receipt.For).Replace('_', ' ')}", When.Short(receipt.At), receipt.Paid, receipt.Id, result),
        _ => throw new InvalidOperationException($"{fact.Kind} is not imported."),
    };

    private static string Result(FactChangeKind kind) => kind switch { FactChangeKind.Added => "new", FactChangeKind.Replaced => "replaces what was known", _ => "known already" };

    /// <summary>The reader of statements names the verb's options.</summary>
    private static string InWordsOfTheForm(string fault) =>
        fault.Contains("--date-order", StringComparison.Ordinal) ? $"{fault[..fault.IndexOf("; pass", StringComparison.Ordinal)]}; choose the order of dates below."
        : fault.Contains("--currency", StringComparison.Ordinal) ? $"{fault[..fault.IndexOf("; pass", StringComparison.Ordinal)]}; say it below."
        : fault.Contains("--columns", StringComparison.Ordinal) ? $"{fault[..fault.IndexOf("; pass", StringComparison.Ordinal)]}; name its columns date, amount and description in the first line, or send the file as the bank gives it."
        : fault;
}
