using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CreditMonitor.Application.Tests.Http.Api;

/// <summary>Checks values against JSON Schema in the keywords that our description uses; another keyword is an error, so that none is passed over.</summary>
internal sealed class JsonSchemaCheck(JsonElement document)
{
    private static readonly string[] Known =
        ["$ref", "type", "format", "enum", "properties", "required", "items", "oneOf", "description", "default", "maxLength", "maxItems", "minimum", "maximum", "pattern", "additionalProperties"];

    public List<string> FaultsOf(JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        Check(schema, value, "$", faults);
        return faults;
    }

    private void Check(JsonElement schema, JsonElement value, string place, List<string> faults)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{place}: the schema is {schema} and says nothing");
            return;
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            Check(Resolve(reference.GetString()!), value, place, faults);
            return;
        }

        faults.AddRange(schema.EnumerateObject().Where(keyword => !Known.Contains(keyword.Name)).Select(keyword => $"{place}: keyword {keyword.Name} is not known to this check"));
        if (schema.TryGetProperty("type", out var types) && !TypesOf(types).Any(type => IsOf(value, type)))
        {
            faults.Add($"{place} is {value.ValueKind} and none of {types}");
        }

        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
        {
            faults.Add($"{place} is {value}, which is none of {allowed}");
        }

        if (schema.TryGetProperty("oneOf", out var alternatives) && alternatives.EnumerateArray().Count(one => FaultsOf(one, value).Count == 0) != 1)
        {
            faults.Add($"{place} does not fit exactly one of oneOf");
        }

        CheckText(schema, value, place, faults);
        CheckParts(schema, value, place, faults);
    }

    private static void CheckText(JsonElement schema, JsonElement value, string place, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return;
        }

        var text = value.GetString()!;
        var fits = !schema.TryGetProperty("format", out var format) || format.GetString() switch
        {
            "date-time" => DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            _ => false,
        };
        if (!fits || (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString()!)))
        {
            faults.Add($"{place} is '{text}' and not as format or pattern say");
        }
    }

    private void CheckParts(JsonElement schema, JsonElement value, string place, List<string> faults)
    {
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var (index, item) in value.EnumerateArray().Index())
            {
                Check(items, item, $"{place}[{index}]", faults);
            }
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (schema.TryGetProperty("required", out var required))
        {
            faults.AddRange(required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{place} has no {name}"));
        }

        foreach (var property in value.EnumerateObject())
        {
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(property.Name, out var described))
            {
                Check(described, property.Value, $"{place}.{property.Name}", faults);
            }
            else if (schema.TryGetProperty("additionalProperties", out var further))
            {
                Check(further, property.Value, $"{place}.{property.Name}", faults);
            }
            else if (properties.ValueKind == JsonValueKind.Object)
            {
                faults.Add($"{place}.{property.Name} is not described");
            }
        }
    }

    private JsonElement Resolve(string pointer) => pointer.TrimStart('#', '/').Split('/').Aggregate(document, (at, step) => at.GetProperty(step));

    private static IEnumerable<string> TypesOf(JsonElement types) => types.ValueKind == JsonValueKind.Array ? types.EnumerateArray().Select(type => type.GetString()!) : [types.GetString()!];

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind.ToString().Equals(type, StringComparison.OrdinalIgnoreCase),
    };
}
