using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core;
using CreditMonitor.Core.Text;
using CsvHelper;

namespace CreditMonitor.Cli.Simulation.Sample;

/// <summary>What is wrong with one line of a bill.</summary>
/// <param name="Line">Counted from 1, the header included; 0 where the whole file is meant.</param>
/// <param name="Field">The column; empty where the whole line is meant.</param>
internal sealed record BillError(string File, long Line, string Field, string Problem)
{
    public override string ToString() => $"{File}{(Line > 0 ? $", line {Line}" : "")}{(Field.Length > 0 ? $", {Field}" : "")}: {Problem}.";
}

/// <param name="Bill">The days whose lines were right; empty when the file as a whole was not.</param>
/// <param name="Errors">Lines that were left out. With any, the bill is not whole: the caller decides whether it will do.</param>
/// <param name="Remarks">What was odd but survivable.</param>
internal sealed record RealBillReading(RealBill Bill, ImmutableArray<BillError> Errors, ImmutableArray<string> Remarks);

/// <summary>Reads a bill from a <c>date,amount</c> CSV: a header with these two names (others are ignored), days as <c>2026-03-01</c>, US dollars; or from the dashboard's own cost export, whose
/// rows bear a <c>start_time</c> and an <c>amount_value</c>, several to a day.</summary>
internal sealed class RealBillFile
{
    /// <summary>A century of days is one megabyte.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private const int MaxErrors = 100;

    private readonly string _file;
    private readonly SortedDictionary<DateOnly, Usd> _days = [];
    private readonly List<BillError> _errors = [];
    private int _rounded;
    private bool _malformed;
    private bool _isExport;

    private RealBillFile(string file) => _file = file;

    /// <param name="file">The file's name as errors should give it.</param>
    public static RealBillReading Read(Stream content, string file)
    {
        var reading = new RealBillFile(file);
        reading.ReadAll(content);
        return new RealBillReading(
            new RealBill([.. reading._days.Select(day => new BillDay(day.Key, day.Value))]),
            [.. reading._errors],
            reading._rounded == 0 ? [] : [$"{reading._rounded} amount(s) had more than {AmountText.Decimals} decimals and were rounded half to even."]);
    }

    private void ReadAll(Stream content)
    {
        var bytes = new byte[MaxBytes + 1];
        var length = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > MaxBytes)
        {
            Wrong(0, "", $"is larger than {MaxBytes / 1024 / 1024} MiB, which no daily bill is");
            return;
        }

        var options = new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = false,
            OnMalformedRecord = _ => _malformed = true,
        };
        using var csv = CsvReader.Create(bytes.AsMemory(0, length), options);
        ReadLines(csv);
    }

    private void ReadLines(CsvReader csv)
    {
        string[] header = csv.Read() ? [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)] : [];
        int At(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (Array.FindIndex(header, column => column.Trim('\uFEFF').Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var found)
                {
                    return found;
                }
            }

            return -1;
        }

        _isExport = At("amount_value") >= 0 && At("date") < 0;
        var date = _isExport ? At("start_time_iso", "start_time") : At("date");
        var amount = _isExport ? At("amount_value") : At("amount");
        var currency = _isExport ? At("amount_currency") : -1;
        if (date < 0 || amount < 0)
        {
            Wrong(1, date < 0 ? "date" : "amount", "the header has no such column; it must name date and amount, or be the dashboard's cost export with start_time and amount_value");
            return;
        }

        while (_errors.Count < MaxErrors && csv.Read())
        {
            // Fewer fields could leave out an amount; more could be one amount that was written with a comma in it.
            if (_malformed)
                Wrong(csv.LineNumber, "", "has a quotation mark out of place");
            else if (csv.FieldCount != header.Length)
                Wrong(csv.LineNumber, "", $"has {csv.FieldCount} fields where the header has {header.Length}");
            else
                ReadLine(csv.LineNumber, csv.GetString(date), csv.GetString(amount), currency < 0 ? "" : csv.GetString(currency));
            _malformed = false;
        }
    }

    private void ReadLine(long line, string date, string amount, string currency)
    {
        // The export has a row without figures for a day without usage: no figure, and not zero.
        if (_isExport && amount.Length == 0)
            return;
        if (_isExport ? !TryStart(date, out var day) : !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            Wrong(line, "date", _isExport ? "is neither an instant such as 2026-03-01T00:00:00Z nor seconds since 1970" : "is not a day written as 2026-03-01");
        else if (currency.Length > 0 && !currency.Equals("usd", StringComparison.OrdinalIgnoreCase))
            Wrong(line, "amount_currency", "is not usd; costs are read in US dollars alone");
        else if (!AmountText.TryRead(amount, out var dollars, out var digitsDropped, out var error))
            Wrong(line, "amount", error);
        else if (_isExport)
        {
            _days[day] = _days.GetValueOrDefault(day) + dollars;
            _rounded += digitsDropped ? 1 : 0;
        }
        else if (!_days.TryAdd(day, dollars))
            Wrong(line, "date", $"{date} stands here for the second time");
        else if (digitsDropped)
            _rounded++;
    }

    /// <summary>The UTC day that begins then, as text with or without an offset, or as seconds.</summary>
    private static bool TryStart(string text, out DateOnly day)
    {
        var isSeconds = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 10_000_000_000;
        var start = isSeconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        var isStart = isSeconds || (text.Length is >= 10 and < 40 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out start));
        day = DateOnly.FromDateTime(start.UtcDateTime);
        return isStart;
    }

    private void Wrong(long line, string field, string problem) => _errors.Add(new BillError(_file, line, field, problem));
}
