using System.Text.Json;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.OpenAI;

/// <summary>Takes in the pages of the list of admin keys, looks for our own in it, and keeps nothing else.</summary>
internal sealed class AdminKeyPageReader(Question question)
{
    private const long LatestEnd = 32_503_680_000; // the year 3000

    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private int _alike;
    private DateTimeOffset? _endsAt;

    public AdminKeyListing ToListing() => new(_listed.Count, _alike, _alike == 1 ? _endsAt : null);

    /// <returns>The next page's cursor; null after the last.</returns>
    public Reading<string?> Take(JsonElement page) => ListPage.TakeAll(question, page, "a key", (id, item) =>
        // A key that was made between two pages can push another onto both.
        _listed.Add(id) && RedactedKey.Fits(JsonText.OrNull(item, "redacted_value"), question.Access.AdminKey) && !TryTakeOwn(item) ? "the `expires_at` of a key is no instant" : null);

    private bool TryTakeOwn(JsonElement key)
    {
        _alike++;
        if (!key.TryGetProperty("expires_at", out var value) || value.ValueKind is JsonValueKind.Null)
        {
            _endsAt = null;
            return true;
        }

        if (value.ValueKind is not JsonValueKind.Number || !value.TryGetInt64(out var seconds) || seconds is <= 0 or > LatestEnd)
            return false;

        _endsAt = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }
}
