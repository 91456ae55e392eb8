using System.Text.Json;
using CreditMonitor.Core.Monitoring;

namespace CreditMonitor.OpenAI;

/// <summary>The envelope of every list that the provider answers with: entries, and whether more follow.</summary>
internal readonly record struct ListPage(JsonElement Data, bool HasMore)
{
    /// <returns>What makes the answer unusable; null when <paramref name="opened"/> is the page.</returns>
    public static Reading<string?>? Open(Question question, JsonElement page, out ListPage opened)
    {
        opened = default;
        if (!page.TryGetProperty("data", out var data) || data.ValueKind is not JsonValueKind.Array)
            return question.NotDescribed<string?>("`data` is missing or no list");

        if (!page.TryGetProperty("has_more", out var more) || more.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            return question.NotDescribed<string?>("`has_more` is missing or neither true nor false");

        opened = new ListPage(data, more.ValueKind is JsonValueKind.True);
        return null;
    }

    /// <returns>The next page's cursor; null after the last.</returns>
    public Reading<string?> Next(string? cursor) => new Reading<string?>.Ok(HasMore ? cursor ?? "" : null);
}
