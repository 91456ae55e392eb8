using System.Globalization;
using System.Net;

namespace CreditMonitor.StandIn;

/// <summary>The admin keys of the stand-in provider: the one that asks, without an end unless one is set, and others.</summary>
internal sealed class StandInAdminKeys
{
    private const int MaxLimit = 100;

    private readonly Timeline<DateTimeOffset?> _end = new();
    private readonly List<Entry> _others = [];

    public void End(DateTimeOffset? at, DateTimeOffset visibleAt) => _end.Add(visibleAt, at);

    public void Add(string redacted, DateTimeOffset? endsAt) => _others.Add(new Entry($"key_{_others.Count + 2:000}", redacted, endsAt));

    public bool HasEnded(DateTimeOffset now) => _end.TryGet(now, out var end) && end <= now;

    /// <param name="asking">The key that asks, which the list shows as any other: its beginning, a mask, its end.</param>
    public HttpResponseMessage Answer(ILookup<string, string> parameters, string asking, DateTimeOffset now)
    {
        Entry[] all = [new("key_001", Redact(asking), _end.TryGet(now, out var end) ? end : null), .. _others];
        var after = parameters["after"].FirstOrDefault();
        var rest = after is null ? all : [.. all.SkipWhile(entry => entry.Id != after).Skip(1)];
        var limit = int.TryParse(parameters["limit"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? Math.Clamp(most, 1, MaxLimit) : 20;
        return Page([.. rest.Take(limit)], rest.Length > limit);
    }

    private static string Redact(string key) => key.Length < 12 ? "..." : $"{key[..Math.Min(12, key.Length / 2)]}...{key[^3..]}";

    private static HttpResponseMessage Page(Entry[] page, bool more) => StandInAnswers.Json(HttpStatusCode.OK, json =>
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var entry in page)
        {
            json.WriteStartObject();
            json.WriteString("object", "organization.admin_api_key");
            json.WriteString("id", entry.Id);
            json.WriteString("redacted_value", entry.Redacted);
            if (entry.EndsAt is { } end)
                json.WriteNumber("expires_at", end.ToUnixTimeSeconds());
            else
                json.WriteNull("expires_at");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("first_id", page.Length == 0 ? null : page[0].Id);
        json.WriteString("last_id", page.Length == 0 ? null : page[^1].Id);
        json.WriteBoolean("has_more", more);
        json.WriteEndObject();
    });

    private sealed record Entry(string Id, string Redacted, DateTimeOffset? EndsAt);
}
