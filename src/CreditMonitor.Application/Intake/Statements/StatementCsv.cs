using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Statements.Csv;
using CsvHelper;

namespace CreditMonitor.Intake.Statements;

/// <summary>Splits CSV text into records; what they mean, Core decides.</summary>
internal static partial class StatementCsv
{
    /// <summary>The unit separator, which no bank writes.</summary>
    private const string Unit = "\u001F";

    private const int LinesLookedAt = 100;
    private const int MostCells = 200;

    /// <summary>An address in a cell has fewer lines; more of them mean a quote that was never closed.</summary>
    private const int MostLinesInCell = 30;

    public static ImmutableArray<CsvLine> Split(string text)
    {
        text = WithOneSeparator(text.ReplaceLineEndings("\n"));
        var content = Encoding.UTF8.GetBytes(text);
        var separator = SeparatorOf(text);
        var lines = Split(content, separator, lineBreaksInQuotes: true);
        return lines.Any(line => line.Cells.Any(cell => cell.AsSpan().Count('\n') > MostLinesInCell)) ? Split(content, separator, lineBreaksInQuotes: false) : lines;
    }

    private static ImmutableArray<CsvLine> Split(byte[] content, char separator, bool lineBreaksInQuotes)
    {
        var lines = ImmutableArray.CreateBuilder<CsvLine>();
        using var csv = CsvReader.Create(content.AsMemory(), new CsvReaderOptions { Separator = separator, HasHeader = false, TrimWhitespace = true, TrackLineNumbers = true, AllowLineBreaksInQuotes = lineBreaksInQuotes });
        while (csv.Read())
        {
            lines.Add(new CsvLine((int)csv.LineNumber, [.. Enumerable.Range(0, Math.Min(csv.FieldCount, MostCells)).Select(csv.GetString)]));
        }

        return lines.ToImmutable();
    }

    /// <summary>Some programs part cells by several marks, such as <c>~|~</c> or <c>||</c>, and some name the separator in a line of its own; one mark takes their place.</summary>
    private static string WithOneSeparator(string text)
    {
        var lines = text.Split('\n', LinesLookedAt + 1).Take(LinesLookedAt).Where(line => line.Length > 0).ToList();
        var marks = lines.Count == 0 ? null : Longer().Matches(lines[0]).Select(match => match.Value).Concat(lines.Count > 1 ? Longer().Matches(lines[^1]).Select(match => match.Value) : [])
            .GroupBy(mark => mark).Where(same => lines.Count(line => line.Contains(same.Key, StringComparison.Ordinal)) * 2 > lines.Count && same.Count() > 2).OrderByDescending(same => same.Key.Length).FirstOrDefault()?.Key;
        return marks is null || (marks.Distinct().Count() == 1 && marks[0] is not ('|' or '~' or '^' or '#' or ':')) ? text : text.Replace(marks, Unit, StringComparison.Ordinal);
    }

    /// <summary>The one that parts most lines into the same number of cells; a decimal comma is not so regular, and a preamble is short.</summary>
    private static char SeparatorOf(string text) => ",;\t|^~\u001F".MaxBy(candidate =>
    {
        var counts = Counts(text, candidate).Where(count => count > 0).GroupBy(count => count).Select(same => (Lines: same.Count(), Count: same.Key)).ToList();
        return counts.Count == 0 ? 0 : counts.Max(one => one.Lines * one.Count);
    });

    /// <summary>How often the character stands in each of the first lines, outside of quotes.</summary>
    private static List<int> Counts(string text, char wanted)
    {
        var (counts, count, quoted) = (new List<int>(), 0, false);
        foreach (var c in text)
        {
            quoted ^= c == '"';
            count += c == wanted && !quoted ? 1 : 0;
            if (c == '\n' && !quoted)
            {
                counts.Add(count);
                count = 0;
                if (counts.Count == LinesLookedAt)
                {
                    return counts;
                }
            }
        }

        return [.. counts, count];
    }

    [GeneratedRegex(@"[~|^#:;]{2,3}", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Longer();
}
