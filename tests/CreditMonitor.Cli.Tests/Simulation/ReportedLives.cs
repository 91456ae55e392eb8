using System.Text.Json;
using CreditMonitor.Cli.Simulation.Replay;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Scenarios;
using CreditMonitor.Core.Text;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Simulation;

/// <summary>What people reported in public, replayed through the whole program: said by its deadline, and nothing said that was forbidden.</summary>
public sealed class ReportedLives
{
    private static readonly string Folder = Path.Combine(PublishedPackage.Repository, "tests", "CreditMonitor.Cli.Tests", "Simulation", "Scenarios");

    public static TheoryData<string> Lives() => [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task Is_told_in_time_and_without_crying_wolf(string life)
    {
        var json = await File.ReadAllTextAsync(Path.Combine(Folder, life + ".json"));
        using var document = JsonDocument.Parse(json);
        var (said, summary) = await ReplayAsync(json);

        Assert.All(Rules(document, "expect"), rule => Assert.True(said.Any(rule.IsMetBy), $"missed: {rule}. Said: {string.Join("; ", said.Select(Shown))}"));
        Assert.All(Rules(document, "forbid"), rule => Assert.False(said.Any(rule.Forbids), $"forbidden: {rule}. Said: {string.Join("; ", said.Where(rule.Forbids).Select(Shown))}"));
        Assert.True(!document.RootElement.TryGetProperty("max_mails", out var most) || summary.Mails <= most.GetInt32(), $"{summary.Mails} mails");
    }

    [Theory]
    [InlineData("P17-paid-twice-still-empty")]
    [InlineData("P03-student-org-personal-key")]    // of two organizations, each of which looks at the other
    public async Task The_same_life_is_told_the_same_way_twice(string life)
    {
        var json = await File.ReadAllTextAsync(Path.Combine(Folder, life + ".json"));

        Assert.Equal((await ReplayAsync(json)).Said.Select(e => ReplayLines.Of("life", e)), (await ReplayAsync(json)).Said.Select(e => ReplayLines.Of("life", e)));
    }

    [Theory]
    [InlineData("[]", "expected an object")]
    [InlineData("{", "not valid JSON")]
    [InlineData("""{"id":"x","start":"2026-01-01T00:00:00Z","end":"2025-01-01T00:00:00Z","events":[]}""", "$.end")]
    [InlineData("""{"id":"x","start":"2026-01-01T00:00:00Z","end":"2026-02-01T00:00:00Z","events":[{"at":"2026-01-02T00:00:00Z","type":"gift"}]}""", "$.events[0].type")]
    [InlineData("""{"id":"x","start":"2026-01-01T00:00:00Z","end":"2026-02-01T00:00:00Z","events":[{"at":"2026-01-02T00:00:00Z","type":"cost","day":"soon","amount":-1},{"type":"call_ok"}]}""", "$.events[0].day")]
    public void A_file_that_is_no_scenario_is_told_by_path(string json, string named)
    {
        var read = ScenarioDocument.Read(json);

        Assert.Null(read.Scenario);
        Assert.Contains(read.Faults, fault => fault.Contains(named, StringComparison.Ordinal));
    }

    private static async Task<(List<AlertEvent> Said, ReplaySummary Summary)> ReplayAsync(string json)
    {
        var said = new List<AlertEvent>();
        var summary = await new ReplayRun(ScenarioDocument.Read(json).Scenario!, null, (e, _) => said.Add(e)).RunAsync(CancellationToken.None);
        return (said, summary);
    }

    private static IEnumerable<Rule> Rules(JsonDocument document, string kind) =>
        document.RootElement.TryGetProperty(kind, out var rules) ? rules.EnumerateArray().Select(rule => new Rule(rule.Clone())) : [];

    private static string Shown(AlertEvent e) => $"{InstantText.Format(e.At)} {SnakeCase.Of(e.Kind)} {SnakeCase.Of(e.Alert.Kind)} {SnakeCase.Of(e.Alert.Severity)} {e.Alert.About}";

    /// <summary>One expectation or prohibition of a scenario file.</summary>
    private sealed record Rule(JsonElement Element)
    {
        public bool IsMetBy(AlertEvent e) =>
            (Text("event") is { } wanted ? SnakeCase.Of(e.Kind) == wanted : e.Kind != AlertEventKind.Resolved) && Fits(e, Instant("not_before") ?? DateTimeOffset.MinValue, Instant("by") ?? DateTimeOffset.MaxValue);

        public bool Forbids(AlertEvent e) => e.Kind != AlertEventKind.Resolved && Fits(e, Instant("from") ?? DateTimeOffset.MinValue, Instant("to") ?? DateTimeOffset.MaxValue);

        public override string ToString() => Element.GetRawText();

        private bool Fits(AlertEvent e, DateTimeOffset from, DateTimeOffset to) =>
            Kinds().Any(kind => kind is "*" || kind == SnakeCase.Of(e.Alert.Kind)) && e.At >= from && e.At <= to && (Text("about") is not { } about || about == e.Alert.About)
            && (Text("severity") is not { } least || e.Alert.Severity >= Enum.Parse<Severity>(least, ignoreCase: true));

        private string?[] Kinds() => Element.GetProperty("kind") is { ValueKind: JsonValueKind.Array } kinds ? [.. kinds.EnumerateArray().Select(kind => kind.GetString())] : [Element.GetProperty("kind").GetString()];

        private string? Text(string name) => Element.TryGetProperty(name, out var value) ? value.GetString() : null;

        private DateTimeOffset? Instant(string name) => Text(name) is { } text && InstantText.TryRead(text, out var instant) ? instant : null;
    }
}
