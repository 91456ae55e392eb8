using System.Collections.Immutable;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Statements;

namespace CreditMonitor.Intake.Statements;

internal sealed record StatementFile(string Name, byte[] Content);

/// <param name="File">Whose line it is.</param>
internal sealed record SkippedLine(string File, int Line, string Reason);

/// <summary>Statements read one after another, as one.</summary>
/// <param name="Format">Of all files; several, with a comma.</param>
/// <param name="Faults">Empty unless a file could not be read; then nothing of any is taken in.</param>
/// <param name="OptionMissing">An option would have helped.</param>
internal sealed record StatementFiles(string Format, string Dialect, ImmutableArray<(string File, CardRow Row)> Rows, ImmutableArray<SkippedLine> Skipped, ImmutableArray<string> Faults, bool OptionMissing)
{
    /// <summary>What was taken for granted, a sentence for each file and thing.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <param name="now">The time of the import: nothing was posted later.</param>
    public static StatementFiles Read(ImmutableArray<StatementFile> files, StatementOptions options, DateTimeOffset now) =>
        Read(files, options with { Today = DateOnly.FromDateTime(now.UtcDateTime) });

    public static StatementFiles Read(ImmutableArray<StatementFile> files, StatementOptions options)
    {
        var reads = files.Select(file => (file.Name, Read: StatementReader.Read(file.Content, options, StatementCsv.Split))).ToList();
        var invalid = reads.Where(read => read.Read is StatementRead.Invalid).Select(read => (read.Name, Problem: (StatementRead.Invalid)read.Read)).ToList();
        if (invalid.Count > 0)
        {
            return new StatementFiles("", "", [], [], [.. invalid.Select(one => $"{one.Name}: {one.Problem.Problem}")], invalid.TrueForAll(one => one.Problem.OptionMissing));
        }

        var read = reads.Select(one => (one.Name, Ok: (StatementRead.Ok)one.Read)).ToList();
        var merged = StatementIds.Merge([.. read.Select(one => one.Ok.Rows)]);
        return new StatementFiles(
            string.Join(',', read.Select(one => one.Ok.Format).Distinct()),
            string.Join(',', read.Select(one => one.Ok.Dialect).Distinct()),
            [.. read.Zip(merged).SelectMany(one => one.Second.Rows.Select(row => (one.First.Name, row)))],
            [.. read.Zip(merged).SelectMany(one => one.First.Ok.Skipped.Concat(one.Second.Known).OrderBy(skipped => skipped.Line).Select(skipped => new SkippedLine(one.First.Name, skipped.Line, skipped.Reason)))],
            [], false)
        {
            Remarks = [.. read.SelectMany(one => one.Ok.Remarks.Select(remark => $"{one.Name}: {remark}"))],
        };
    }

    /// <summary>What is worth keeping, and why the rest is not. A pending row may still vanish or change; it comes again when it is posted.</summary>
    public StatementFiles OpenAIOnly()
    {
        var rows = Rows.Select(one => (one.File, one.Row, Reason: !one.Row.IsOpenAI ? "not OpenAI's" : one.Row.Pending || one.Row.Day is null ? "pending; import it again when it is posted" : null)).ToList();
        return this with
        {
            Rows = [.. rows.Where(one => one.Reason is null).Select(one => (one.File, one.Row))],
            Skipped = [.. Skipped.Concat(rows.Where(one => one.Reason is not null).Select(one => new SkippedLine(one.File, one.Row.Line, one.Reason!)))],
        };
    }

    public ImmutableArray<RecordedFact> Facts(DateTimeOffset toldAt, string toldBy) =>
        [.. Rows.Select(one => new CardCharge(toldAt, toldBy, one.Row))];
}
