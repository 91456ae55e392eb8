using System.Collections.Immutable;
using CreditMonitor.Core.Statements.Csv;

namespace CreditMonitor.Core.Statements;

/// <summary>Reads a statement of any known kind; which kind it is, its content says, never its name.</summary>
public static class StatementReader
{
    /// <summary>Formats that can be asked for by name.</summary>
    public static readonly ImmutableArray<string> Formats = ["csv", "ofx", "ofx1", "ofx2", "qfx", "qif", "camt053", "camt052", "camt054", "mt940"];

    private const int Head = 4_000;

    /// <summary>The names of the CSV dialects, each of which can be asked for as a format.</summary>
    public static ImmutableArray<string> Dialects => [.. CsvDialects.All.Select(dialect => dialect.Name)];

    /// <param name="split">Splits CSV text into records and cells.</param>
    public static StatementRead Read(ReadOnlySpan<byte> content, StatementOptions options, Func<string, ImmutableArray<CsvLine>> split)
    {
        if (content.StartsWith("%PDF"u8) || content.StartsWith("PK"u8))
        {
            return new StatementRead.Invalid("is a PDF or a compressed file; export the statement as CSV, OFX, QIF, camt.053 or MT940.");
        }

        if (StatementText.Decode(content) is not { } text)
        {
            return new StatementRead.Invalid("is no text: it holds NUL characters or broken UTF-16; download the statement again.");
        }

        var format = options.Format is null || CsvDialects.Has(options.Format) ? null : options.Format;
        return (format ?? Detect(text)) switch
        {
            "ofx" or "ofx1" or "ofx2" or "qfx" => OfxStatement.Read(text, options),
            "qif" => QifStatement.Read(text, options),
            "camt053" or "camt052" or "camt054" => Camt053Statement.Read(text.TrimStart()),
            "mt940" => Mt940Statement.Read(text, options),
            "xml" => new StatementRead.Invalid("is XML that is neither OFX nor a camt.052, 053 or 054, which are read."),
            "csv" => CsvStatement.Read(split(text), options),
            _ => new StatementRead.Invalid("is empty."),
        };
    }

    private static string Detect(string text)
    {
        var start = text.AsSpan().TrimStart();
        var head = start[..Math.Min(start.Length, Head)];
        return head.IsEmpty ? ""
            : head.Contains("<OFX>", StringComparison.OrdinalIgnoreCase) || head.StartsWith("OFXHEADER", StringComparison.OrdinalIgnoreCase) ? "ofx"
            : head.Contains("camt.05", StringComparison.Ordinal) || head.Contains("BkToCstmr", StringComparison.Ordinal) ? "camt053"
            : head[0] == '<' ? "xml"
            : head[0] == '!' && (head.StartsWith("!Type", StringComparison.OrdinalIgnoreCase) || head.StartsWith("!Account", StringComparison.OrdinalIgnoreCase) || head.StartsWith("!Option", StringComparison.OrdinalIgnoreCase) || head.StartsWith("!Clear", StringComparison.OrdinalIgnoreCase)) ? "qif"
            : head.Contains(":20:", StringComparison.Ordinal) && (head.Contains(":60F:", StringComparison.Ordinal) || head.Contains(":60M:", StringComparison.Ordinal) || head.Contains(":61:", StringComparison.Ordinal)) ? "mt940"
            : "csv";
    }
}
