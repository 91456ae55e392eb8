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

        return _days.TryAdd(day, ReadDay(day, results))
            ? null
            : question.Unavailable<string?>($"{question.Host} gave the day {day:yyyy-MM-dd} twice, and which of the two holds cannot be known");
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
        return bucket.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out seconds)
            && seconds >= 0 && seconds < 253_402_300_800; // the year 10,000
    }
}
