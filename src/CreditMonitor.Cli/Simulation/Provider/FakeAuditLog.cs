using System.Globalization;

namespace CreditMonitor.Cli.Simulation.Provider;

/// <summary>Keys made and deleted at the stand-in provider, and the log of them, newest first.</summary>
internal sealed class FakeAuditLog
{
    private readonly List<Entry> _entries = [];

    public void Add(DateTimeOffset at, bool created, string apiKey, string? project) =>
        _entries.Add(new Entry($"audit_log-{_entries.Count + 1:000000}", at, created ? "api_key.created" : "api_key.deleted", apiKey, project));

    public HttpResponseMessage Answer(ILookup<string, string> parameters, DateTimeOffset now)
    {
        var since = long.TryParse(parameters["effective_at[gte]"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var types = parameters["event_types[]"].ToHashSet(StringComparer.Ordinal);
        var visible = _entries.Where(entry => entry.At <= now && entry.At.ToUnixTimeSeconds() >= since && (types.Count == 0 || types.Contains(entry.Type))).OrderByDescending(entry => entry.At).ToList();
        return FakeAnswers.List(parameters, visible, entry => entry.Id, (json, entry) =>
        {
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
        });
    }

    private sealed record Entry(string Id, DateTimeOffset At, string Type, string ApiKey, string? Project);
}
