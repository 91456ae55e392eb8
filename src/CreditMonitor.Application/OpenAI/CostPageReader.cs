using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.OpenAI;

/// <summary>Takes in the pages of one costs answer, day by day. Buckets must be whole UTC days, each once.</summary>
internal sealed class CostPageReader(Question question, DateOnly from, LastCosts last)
{
    private const long SecondsPerDay = 86_400;

    private readonly SortedDictionary<DateOnly, CostDay> _days = [];
    private readonly CostRemarks _remarks = new();
    private LastCosts.Decoded? _same;
    private byte[]? _onlyBody;
    private int _pages;
    private DateOnly? _newest;
    private int _newestPage;

    public CostReport ToReport(DateTimeOffset asOf)
    {
        if (_same is { } same)
            return new CostReport(from, asOf, same.Days, same.Remarks);

        var report = new CostReport(from, asOf, [.. _days.Values], _remarks.ToSentences());
        if (_onlyBody is { } body)
            last.Keep(new LastCosts.Decoded(question.Access, from, body, report.Days, report.Remarks));

        return report;
    }

    /// <returns>The next page's cursor; null after the last.</returns>
    public Reading<string?> Take(ProviderAnswer answer)
    {
        _pages++;
        _onlyBody = _pages == 1 ? answer.Body : null;
        _same = _pages == 1 ? last.Of(answer, from) : null;
        return _same is null ? answer.Read(Take) : new Reading<string?>.Ok(null);
    }

    private Reading<string?> Take(JsonElement page)
    {
        if (ListPage.Open(question, page, out var list) is { } unusable)
            return unusable;

        foreach (var bucket in list.Data.EnumerateArray())
        {
            if (TakeBucket(bucket) is { } wrong)
                return wrong;
        }

        return list.Next(JsonText.OrNull(page, "next_page"));
    }

    /// <returns>What makes the whole answer unusable; null when the bucket was taken in.</returns>
    private Reading<string?>? TakeBucket(JsonElement bucket)
    {
        if (bucket.ValueKind is not JsonValueKind.Object || !TryReadSeconds(bucket, "start_time", out var start))
            return question.NotDescribed<string?>("a bucket has no `start_time`");

        if (start % SecondsPerDay != 0 || (TryReadSeconds(bucket, "end_time", out var end) && end - start > SecondsPerDay))
            return question.NotDescribed<string?>($"the bucket that starts at {start.ToString(CultureInfo.InvariantCulture)} is no UTC day");

        if (!TryFindResults(bucket, out var results))
            return question.NotDescribed<string?>("a bucket has no list of `results`");

        var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(start).UtcDateTime);
        if (day < from)
            return null;

        var read = ReadDay(day, results);
        var isRest = day == _newest && _newestPage == _pages - 1 && Rest(_days[day], read);
        if (_days.ContainsKey(day) && !isRest)
            return question.Unavailable<string?>($"{question.Host} gave the day {day:yyyy-MM-dd} twice, and which of the two holds cannot be known");

        if (isRest)
            _remarks.Add(day, "A day came in two parts, on two pages, which were read as one");

        _days[day] = isRest ? new CostDay(day, [.. _days[day].Rows, .. read.Rows], _days[day].SkippedRows + read.SkippedRows) : read;
        (_newest, _newestPage) = (day, _pages);
        return null;
    }

    /// <summary>A page may end in the midst of a day. Then the next one begins with the rest of it: other rows, none of those that came already.</summary>
    private static bool Rest(CostDay begun, CostDay more)
    {
        var known = begun.Rows.Select(Name).ToHashSet();
        return begun.Rows.Length > 0 && more.Rows.Length > 0 && !more.Rows.Any(row => known.Contains(Name(row)));

        static (string?, string?, string?) Name(CostRow row) => (row.ProjectId, row.LineItem, row.ApiKeyId);
    }

    /// <summary>Current answers call the list <c>results</c>, older ones <c>result</c>; null says as little as an empty list.</summary>
    private static bool TryFindResults(JsonElement bucket, out JsonElement results) =>
        (bucket.TryGetProperty("results", out results) || bucket.TryGetProperty("result", out results))
        && results.ValueKind is JsonValueKind.Array or JsonValueKind.Null;

    private CostDay ReadDay(DateOnly day, JsonElement results)
    {
        if (results.ValueKind is JsonValueKind.Null)
            return new CostDay(day, [], 0);

        var rows = ImmutableArray.CreateBuilder<CostRow>(results.GetArrayLength());
        var skipped = 0;
        foreach (var result in results.EnumerateArray())
        {
            if (CostRowReader.TryRead(day, result, _remarks, question.Access.AdminKey, out var row))
                rows.Add(row);
            else
                skipped++;
        }

        return new CostDay(day, rows.DrainToImmutable(), skipped);
    }

    private static bool TryReadSeconds(JsonElement bucket, string name, out long seconds)
    {
        seconds = 0;
        return bucket.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && TryReadWhole(value, out seconds) && seconds >= 0 && seconds < 253_402_300_800; // the year 10,000
    }

    /// <summary>As JSON may write a whole number: <c>1772323200.0</c> is one.</summary>
    private static bool TryReadWhole(JsonElement value, out long whole)
    {
        whole = 0;
        if (!decimal.TryParse(value.GetRawText(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) || number != decimal.Truncate(number) || number > long.MaxValue)
            return false;

        whole = (long)number;
        return true;
    }
}
