using System.Collections.Immutable;
using System.Text.Json;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.OpenAI;

/// <summary>Takes in the pages of the audit log: keys made and deleted, and by whom.</summary>
internal sealed class KeyEventPageReader(Question question)
{
    private readonly List<KeyEvent> _events = [];

    public ImmutableArray<KeyEvent> ToEvents() => [.. _events];

    public Reading<string?> Take(JsonElement page)
    {
        if (ListPage.Open(question, page, out var list) is { } unusable)
            return unusable;

        var last = "";
        foreach (var entry in list.Data.EnumerateArray())
        {
            if (JsonText.OrNull(entry, "id") is not { Length: > 0 } id || JsonText.OrNull(entry, "type") is not { } type || !entry.TryGetProperty("effective_at", out var at) || !at.TryGetInt64(out var seconds) || seconds is < 0 or > 32_503_680_000)
                return question.NotDescribed<string?>("an entry lacks `id`, `type` or `effective_at`");

            last = id;
            if (type is "api_key.created" or "api_key.deleted" && entry.TryGetProperty(type, out var key) && key.ValueKind is JsonValueKind.Object && JsonText.OrNull(key, "id") is { Length: > 0 } keyId)
            {
                var project = entry.TryGetProperty("project", out var scope) && scope.ValueKind is JsonValueKind.Object ? JsonText.OrNull(scope, "id") : null;
                _events.Add(new KeyEvent(id, DateTimeOffset.FromUnixTimeSeconds(seconds), type == "api_key.created", ProviderText.Name(keyId)!, ProviderText.Name(project), KeyActor.Of(entry)));
            }
        }

        return list.Next(JsonText.OrNull(page, "last_id") ?? last);
    }
}
