using System.Text.Json;
using CreditMonitor.Core.Observations;

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

    /// <summary>Walks a list whose cursor is the last entry's id.</summary>
    /// <param name="thing">What an entry is, as a sentence begins: <c>a project</c>.</param>
    /// <param name="take">Takes an entry in; what makes it unusable, or null.</param>
    public static Reading<string?> TakeAll(Question question, JsonElement page, string thing, Func<string, JsonElement, string?> take)
    {
        if (Open(question, page, out var list) is { } unusable)
            return unusable;

        var last = "";
        foreach (var item in list.Data.EnumerateArray())
        {
            if (JsonText.OrNull(item, "id") is not { Length: > 0 } id)
                return question.NotDescribed<string?>($"{thing} has no `id`");

            if (take(id, item) is { } fault)
                return question.NotDescribed<string?>(fault);

            last = id;
        }

        return list.Next(JsonText.OrNull(page, "last_id") ?? last);
    }

    /// <returns>The next page's cursor; null after the last.</returns>
    public Reading<string?> Next(string? cursor) => new Reading<string?>.Ok(HasMore ? cursor ?? "" : null);
}
