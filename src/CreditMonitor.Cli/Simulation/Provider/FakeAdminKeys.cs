namespace CreditMonitor.Cli.Simulation.Provider;

/// <summary>The admin keys of the stand-in provider: the one that asks, without an end unless one is set, and others.</summary>
internal sealed class FakeAdminKeys
{
    private readonly Timeline<DateTimeOffset?> _end = new();
    private readonly List<Entry> _others = [];

    public void End(DateTimeOffset? at, DateTimeOffset visibleAt) => _end.Add(visibleAt, at);

    public void Add(string redacted, DateTimeOffset? endsAt) => _others.Add(new Entry($"key_{_others.Count + 2:000}", redacted, endsAt));

    public bool HasEnded(DateTimeOffset now) => _end.TryGet(now, out var end) && end <= now;

    /// <param name="asking">The key that asks, which the list shows as any other: its beginning, a mask, its end.</param>
    public HttpResponseMessage Answer(ILookup<string, string> parameters, string asking, DateTimeOffset now)
    {
        Entry[] all = [new("key_001", Redact(asking), _end.TryGet(now, out var end) ? end : null), .. _others];
        return FakeAnswers.List(parameters, all, entry => entry.Id, (json, entry) =>
        {
            json.WriteString("object", "organization.admin_api_key");
            json.WriteString("id", entry.Id);
            json.WriteString("redacted_value", entry.Redacted);
            if (entry.EndsAt is { } endsAt)
                json.WriteNumber("expires_at", endsAt.ToUnixTimeSeconds());
            else
                json.WriteNull("expires_at");
        });
    }

    private static string Redact(string key) => key.Length < 12 ? "..." : $"{key[..Math.Min(12, key.Length / 2)]}...{key[^3..]}";

    private sealed record Entry(string Id, string Redacted, DateTimeOffset? EndsAt);
}
