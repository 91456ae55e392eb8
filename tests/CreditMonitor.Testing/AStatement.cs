using System.Text;
using CreditMonitor.Core.Statements;
using CreditMonitor.Core.Text;
using CreditMonitor.Intake.Statements;

namespace CreditMonitor.Testing;

/// <summary>A statement as text, and its rows as lines to compare.</summary>
internal static class AStatement
{
    public static StatementRead Read(string text, StatementOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), options);

    public static StatementRead Read(byte[] content, StatementOptions? options = null) => StatementReader.Read(content, options ?? new StatementOptions(), StatementCsv.Split);

    public static StatementRead.Ok Ok(string text, StatementOptions? options = null) => Assert.IsType<StatementRead.Ok>(Read(text, options));

    public static StatementRead.Invalid Invalid(string text, StatementOptions? options = null) => Assert.IsType<StatementRead.Invalid>(Read(text, options));

    /// <summary><c>2026-03-02 54.36 USD OPENAI</c>; a pending row begins with <c>pending</c>.</summary>
    public static IEnumerable<string> Lines(this StatementRead.Ok read) => read.Rows.Select(row =>
        $"{(row.Pending ? "pending " : "")}{(row.Day is { } day ? InstantText.Format(day) : "-")} {row.Amount.ToExactString()} {row.Amount.Currency} {row.Description}");

    public static StatementFiles Files(params string[] texts) => StatementFiles.Read([.. texts.Select((text, index) => new StatementFile($"{index + 1}.csv", Encoding.UTF8.GetBytes(text)))], new StatementOptions());
}
