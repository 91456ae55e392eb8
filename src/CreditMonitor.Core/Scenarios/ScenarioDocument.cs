using System.Collections.Immutable;
using System.Text.Json;
using CreditMonitor.Core.Ledger.Documents;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Scenarios;

/// <summary>Reads scenario files. Unknown fields are ignored; what a judge expects is none of ours.</summary>
public static class ScenarioDocument
{
    /// <summary>Longest life; a replay polls every minute of it at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(5 * 366);

    public const int FirstYear = 2000;
    public const int LastYear = 9000;

    public static ScenarioRead Read(string json)
    {
        var faults = new DocumentFaults();
        if (JsonUnicode.FaultOf(json) is { } broken)
        {
            return new ScenarioRead(null, [$"$: {broken}."]);
        }

        try
        {
            var text = json.AsMemory(json.StartsWith('\uFEFF') ? 1 : 0);
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16 });
            var scenario = document.RootElement.ValueKind == JsonValueKind.Object ? ScenarioOf(document.RootElement, faults) : null;
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                faults.Add(new JsonPlace(), null, "expected an object with id, start, end and events.");
            }

            return new ScenarioRead(faults.Total == 0 ? scenario : null, faults.Kept);
        }
        catch (JsonException e)
        {
            return new ScenarioRead(null, [$"$: is not valid JSON ({e.Message})."]);
        }
        catch (ArgumentException)
        {
            return new ScenarioRead(null, ["$: is not valid Unicode: half of a surrogate pair stands in it."]);
        }
    }

    private static Scenario? ScenarioOf(JsonElement root, DocumentFaults faults)
    {
        var document = new DocumentObject(root, new JsonPlace(), faults, faults);
        var id = document.Text("id", "a text that names the scenario", required: true);
        var (start, end) = (document.Instant("start", required: true), document.Instant("end", required: true));
        var billing = Minutes(document, "billing_minutes", 60);
        var usage = Minutes(document, "usage_minutes", 0);
        if (billing == TimeSpan.Zero)
        {
            document.Refuse("billing_minutes", "expected 1 minute or more; without billing polls nothing is decided.");
        }

        if (end <= start || end - start > Longest)
        {
            document.Refuse("end", $"expected an instant after start, at most {Longest.TotalDays:0} days later.");
        }

        if (start?.Year < FirstYear || end?.Year > LastYear)
        {
            document.Refuse("start", $"expected years from {FirstYear} to {LastYear}.");
        }

        var events = Events(document, faults, end ?? DateTimeOffset.MaxValue);
        return id is null || start is null || end is null ? null : new Scenario(
            id, start.Value, end.Value, billing, usage == TimeSpan.Zero ? null : usage, Config(document), [.. events.OrderBy(e => e.At)]);
    }

    private static TimeSpan Minutes(DocumentObject document, string field, decimal fallback)
    {
        var minutes = document.Number(field, required: false) ?? fallback;
        if (minutes != decimal.Truncate(minutes) || minutes > 100_000m)
        {
            document.Refuse(field, "expected whole minutes, 100,000 at most.");
            return TimeSpan.FromHours(1);
        }

        return TimeSpan.FromMinutes((int)minutes);
    }

    private static List<ScenarioEvent> Events(DocumentObject document, DocumentFaults faults, DateTimeOffset end)
    {
        var events = new List<ScenarioEvent>();
        if (document.Element("events") is not { ValueKind: JsonValueKind.Array } array)
        {
            document.Refuse("events", "expected an array.");
            return events;
        }

        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            var place = new JsonPlace("events", index++);
            if (element.ValueKind == JsonValueKind.Object)
            {
                events.AddRange(ScenarioEvents.Of(new DocumentObject(element, place, faults, faults), index, end));
            }
            else
            {
                faults.Add(place, null, "expected an object.");
            }
        }

        return events;
    }

    /// <summary>The settings as flat keys, as any other configuration.</summary>
    private static ImmutableArray<KeyValuePair<string, string?>> Config(DocumentObject document)
    {
        var settings = ImmutableArray.CreateBuilder<KeyValuePair<string, string?>>();
        if (document.Element("config") is { ValueKind: JsonValueKind.Object } config)
        {
            Flatten(config, "", settings);
        }

        return settings.ToImmutable();
    }

    private static void Flatten(JsonElement element, string path, ImmutableArray<KeyValuePair<string, string?>>.Builder settings)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Flatten(property.Value, path.Length == 0 ? property.Name : $"{path}:{property.Name}", settings);
                }

                break;
            case JsonValueKind.Array:
                foreach (var (item, index) in element.EnumerateArray().Select((item, index) => (item, index)))
                {
                    Flatten(item, $"{path}:{index}", settings);
                }

                break;
            default:
                settings.Add(KeyValuePair.Create(path, element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText()));
                break;
        }
    }
}
