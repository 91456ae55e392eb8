using System.Collections.Immutable;
using System.Text;
using CreditMonitor.Core;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CsvHelper;

namespace CreditMonitor.Intake;

/// <summary>Reads grants from a CSV with a header. Required: <c>id</c>, <c>amount</c>, <c>effective_at</c>; optional: <c>kind</c> (paid unless said), <c>expires_at</c>
/// (<c>never</c>, or empty for a year after), <c>purchased_at</c>, <c>voided_at</c>. Instants with an offset, or UTC days.</summary>
internal static class GrantsCsv
{
    public static readonly ImmutableArray<string> Columns = ["id", "kind", "amount", "effective_at", "expires_at", "purchased_at", "voided_at"];

    private static readonly ImmutableArray<string> Required = ["id", "amount", "effective_at"];

    /// <summary>True when the first line names the required columns.</summary>
    public static bool Looks(string text) => SeparatorOf(text) is not null;

    public static (ImmutableArray<CreditGrant> Grants, ImmutableArray<string> Faults) Read(byte[] content)
    {
        var grants = ImmutableArray.CreateBuilder<CreditGrant>();
        var faults = ImmutableArray.CreateBuilder<string>();
        var separator = SeparatorOf(Encoding.UTF8.GetString(content)) ?? ',';
        using var csv = CsvReader.Create(content.AsMemory(), new CsvReaderOptions { Separator = separator, HasHeader = false, TrimWhitespace = true, TrackLineNumbers = true, AllowLineBreaksInQuotes = false });
        string[] header = csv.Read() ? [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString).Select(name => name.Trim('\uFEFF').ToLowerInvariant())] : [];
        faults.AddRange(header.Where(name => !Columns.Contains(name)).Select(name => $"line 1, {name}: is no known column; known are {string.Join(", ", Columns)}."));
        while (csv.Read())
        {
            if (csv.FieldCount != header.Length)
            {
                faults.Add($"line {csv.LineNumber}: has {csv.FieldCount} fields where the header has {header.Length}.");
                continue;
            }

            var before = faults.Count;
            var row = new Row(csv.LineNumber, header.Select((name, index) => (name, csv.GetString(index))).GroupBy(cell => cell.name).ToDictionary(cell => cell.Key, cell => cell.First().Item2, StringComparer.Ordinal), faults, separator != ',');
            if (row.Grant() is { } grant && faults.Count == before)
            {
                grants.Add(grant);
            }
        }

        faults.AddRange(grants.GroupBy(grant => grant.Id, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => $"id {same.Key} stands here {same.Count()} times; each grant needs its own."));
        return (grants.ToImmutable(), faults.ToImmutable());
    }

    /// <summary>Spreadsheets of countries with a decimal comma part cells by semicolons. Null: the first line does not name the required columns by any.</summary>
    private static char? SeparatorOf(string text)
    {
        var line = text.AsSpan().TrimStart('\uFEFF').ToString().Split('\n')[0];
        return ",;\t|".Select(mark => (char?)mark).FirstOrDefault(mark => line.Split(mark!.Value).Select(name => name.Trim().Trim('"').ToLowerInvariant()).ToList() is var names && Required.All(names.Contains));
    }

    private sealed class Row(long line, Dictionary<string, string> cells, ImmutableArray<string>.Builder faults, bool isLocal)
    {
        public CreditGrant? Grant()
        {
            var id = Cell("id");
            if (id is null || id.Length > RecordedFact.MaxIdLength)
            {
                Wrong("id", $"expected a name of 1 to {RecordedFact.MaxIdLength} characters.");
            }

            var kind = Cell("kind") switch { null or "paid" => GrantKind.Paid, "promotional" => GrantKind.Promotional, _ => (GrantKind?)null };
            if (kind is null)
            {
                Wrong("kind", "expected paid or promotional.");
            }

            string? error = "is missing";
            if (Cell("amount") is not { } text || !TryAmount(text, out var amount, out error) || amount < Usd.Zero)
            {
                Wrong("amount", $"{error ?? "is no amount, or negative"}; expected US dollars such as 1000 or 12.50.");
                return null;
            }

            var never = Cell("expires_at") is "never";
            var effectiveAt = Instant("effective_at", required: true);
            var expiresAt = never ? null : Instant("expires_at", required: false);
            var (voided, purchased) = (Instant("voided_at", required: false), Instant("purchased_at", required: false));
            return id is null || kind is null || effectiveAt is null ? null : new CreditGrant(id, kind.Value, amount, effectiveAt.Value, expiresAt, voided, purchased) { NeverExpires = never };
        }

        /// <summary>Beside semicolons a figure is as the spreadsheet's country writes it: <c>1.000,00</c>.</summary>
        private bool TryAmount(string text, out Usd amount, out string? error)
        {
            amount = default;
            error = null;
            if (!isLocal && AmountText.TryRead(text, out amount, out _, out error))
            {
                return true;
            }

            if (!LocalNumber.TryRead(text, 2, null, out var number))
            {
                return false;
            }

            amount = new Usd(number);
            return true;
        }

        private string? Cell(string column) => cells.GetValueOrDefault(column) is { Length: > 0 } cell ? cell : null;

        private DateTimeOffset? Instant(string column, bool required)
        {
            if (Cell(column) is not { } text)
            {
                if (required)
                {
                    Wrong(column, "is missing; expected an instant such as 2026-03-01T09:30:00Z, or a UTC day.");
                }

                return null;
            }

            if (InstantText.TryRead(text, out var instant))
            {
                return instant;
            }

            if (InstantText.TryReadDay(text, out var day))
            {
                return new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            }

            Wrong(column, "is neither an instant with its offset, such as 2026-03-01T09:30:00Z, nor a UTC day such as 2026-03-01.");
            return null;
        }

        private void Wrong(string column, string problem) => faults.Add($"line {line}, {column}: {problem}");
    }
}
