using System.Globalization;
using System.Net;

namespace CreditMonitor.StandIn;

/// <summary>Keys made and deleted at the stand-in provider, and the log of them, newest first.</summary>
internal sealed class StandInAuditLog
{
    private const int MaxLimit = 100;

    private readonly List<Entry> _entries = [];

    public void Add(DateTimeOffset at, bool created, string apiKey, string? project) =>
        _entries.Add(new Entry($"audit_log-{_entries.Count + 1:000000}", at, created ? "api_key.created" : "api_key.deleted", apiKey, project));

    public HttpResponseMessage Answer(ILookup<string, string> parameters, DateTimeOffset now)
    {
        var since = long.TryParse(parameters["effective_at[gte]"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var types = parameters["event_types[]"].ToHashSet(StringComparer.Ordinal);
        var visible = _entries.Where(entry => entry.At <= now && entry.At.ToUnixTimeSeconds() >= since && (types.Count == 0 || types.Contains(entry.Type))).OrderByDescending(entry => entry.At).ToList();
        var after = parameters["after"].FirstOrDefault();
        var rest = after is null ? visible : visible.SkipWhile(entry => entry.Id != after).Skip(1).ToList();
        var limit = int.TryParse(parameters["limit"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? Math.Clamp(most, 1, MaxLimit) : 20;
        return Page([.. rest.Take(limit)], rest.Count > limit);
    }

    private static HttpResponseMessage Page(Entry[] page, bool more) => StandInAnswers.Json(HttpStatusCode.OK, json =>
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var entry in page)
        {
            json.WriteStartObject();
            json.WriteString("id", entry.Id);
            json.WriteString("type", entry.Type);
            json.WriteNumber("effective_at", entry.At.ToUnixTimeSeconds());
            if (entry.Project is not null)
            {
                json.WriteStartObject("project");
                json.WriteString("id", entry.Project);
                json.WriteEndObject();
            }

            json.WriteNull("actor");
            json.WriteStartObject(entry.Type);
            json.WriteString("id", entry.ApiKey);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("first_id", page.Length == 0 ? null : page[0].Id);
        json.WriteString("last_id", page.Length == 0 ? null : page[^1].Id);
        json.WriteBoolean("has_more", more);
        json.WriteEndObject();
    });

    private sealed record Entry(string Id, DateTimeOffset At, string Type, string ApiKey, string? Project);
}
