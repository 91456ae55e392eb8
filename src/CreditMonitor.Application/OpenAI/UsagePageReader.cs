using System.Text.Json;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.OpenAI;

/// <summary>Takes in the pages of one usage answer and adds minutes up to slots. <c>input_tokens</c> holds cached ones already.</summary>
/// <param name="countsTokens">The endpoint tells tokens, and they are wanted. Else calls alone are read: images, seconds and characters are no tokens.</param>
internal sealed class UsagePageReader(Question question, DateTimeOffset from, bool countsTokens)
{
    private const long LargestCount = 1_000_000_000_000_000;

    private readonly Dictionary<(DateTimeOffset Start, string? Key, string? Model, string? Project), (long Requests, long Tokens)> _slots = [];

    public UsageReport ToReport(DateTimeOffset asOf) => new(
        from, asOf, [.. _slots.Select(slot => new UsageSlot(slot.Key.Start, slot.Key.Key, slot.Key.Model, slot.Key.Project, slot.Value.Requests, slot.Value.Tokens)).OrderBy(slot => slot.Start)]);

    public Reading<string?> Take(JsonElement page)
    {
        if (ListPage.Open(question, page, out var list) is { } unusable)
            return unusable;

        foreach (var bucket in list.Data.EnumerateArray())
        {
            if (bucket.ValueKind is not JsonValueKind.Object || Count(bucket, "start_time") is not { } start || start > 32_503_680_000)
                return question.NotDescribed<string?>("a bucket has no `start_time`");

            if (!TryTake(DateTimeOffset.FromUnixTimeSeconds(start), bucket))
                return question.NotDescribed<string?>(countsTokens ? "a result has no count of requests or tokens" : "a result has no count of requests");
        }

        return list.Next(JsonText.OrNull(page, "next_page"));
    }

    private bool TryTake(DateTimeOffset minute, JsonElement bucket)
    {
        if (minute < from || (!bucket.TryGetProperty("results", out var results) && !bucket.TryGetProperty("result", out results)) || results.ValueKind is not JsonValueKind.Array)
            return true;

        foreach (var result in results.EnumerateArray())
        {
            if (result.ValueKind is not JsonValueKind.Object || Count(result, "num_model_requests") is not { } requests || TokensOf(result) is not { } tokens)
                return false;

            var key = (UsageSlot.StartOf(minute), NameOf(result, "api_key_id"), NameOf(result, "model"), NameOf(result, "project_id"));
            var (before, used) = _slots.GetValueOrDefault(key);
            _slots[key] = (before + requests, used + tokens);
        }

        return true;
    }

    private long? TokensOf(JsonElement result) => !countsTokens ? 0 : Count(result, "input_tokens") + (Count(result, "output_tokens") ?? 0);

    private static string? NameOf(JsonElement result, string name) => ProviderText.Name(JsonText.OrNull(result, name));

    private static long? Count(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var count) && count is >= 0 and <= LargestCount ? count : null;
}
