using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace CreditMonitor.Cli.Tests.Simulation;

/// <summary>Checks requests and answers against the provider's published description, in the features of JSON Schema that it uses.</summary>
internal sealed class PublishedDescription
{
    private const string Base = "/v1";

    private readonly JsonElement _root;

    private PublishedDescription(JsonElement root) => _root = root;

    /// <summary>Looks for the description beside the repository; a test is skipped, visibly, where it is absent.</summary>
    public static PublishedDescription Load()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "samples", "openai", "admin-openapi.json");
            if (File.Exists(file))
                return new PublishedDescription(JsonDocument.Parse(File.ReadAllText(file)).RootElement);
        }

        Assert.Skip("shared/samples/openai/admin-openapi.json is not beside the repository.");
        throw new InvalidOperationException();
    }

    /// <summary>Everything in which the request departs from the description; empty when nothing does.</summary>
    public List<string> FaultsOfRequest(HttpRequestMessage request)
    {
        if (OperationOf(request) is not { } operation)
            return [$"{request.Method} {request.RequestUri} is not described"];

        var faults = new List<string>();
        var given = QueryHelpers.ParseQuery(request.RequestUri!.Query);
        var described = operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().Where(parameter => Text(parameter, "in") == "query").ToList() : [];
        faults.AddRange(given.Keys.Except(described.Select(parameter => Text(parameter, "name"))).Select(name => $"parameter {name} is not described"));
        foreach (var parameter in described)
        {
            var name = Text(parameter, "name");
            if (given.TryGetValue(name, out var values))
                CheckParameter(parameter.GetProperty("schema"), name, values, faults);
            else if (parameter.TryGetProperty("required", out var required) && required.GetBoolean())
                faults.Add($"parameter {name} is required");
        }

        return faults;
    }

    /// <summary>Everything in which the answer's body departs from the description of its status (for one that is not described: of an error).</summary>
    public List<string> FaultsOfAnswer(HttpRequestMessage request, int status, string body)
    {
        using var json = JsonDocument.Parse(body);
        var schema = _root.GetProperty("components").GetProperty("schemas").GetProperty("ErrorResponse");
        if (OperationOf(request) is { } operation && operation.GetProperty("responses").TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var response))
            schema = Resolve(response).GetProperty("content").GetProperty("application/json").GetProperty("schema");

        var faults = new List<string>();
        Check(schema, json.RootElement, "$", faults);
        return faults;
    }

    private JsonElement? OperationOf(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        return path.StartsWith(Base, StringComparison.Ordinal)
            && _root.GetProperty("paths").TryGetProperty(path[Base.Length..], out var item)
            && item.TryGetProperty(request.Method.Method.ToLowerInvariant(), out var operation) ? operation : null;
    }

    private void CheckParameter(JsonElement schema, string name, StringValues values, List<string> faults)
    {
        schema = Resolve(schema);
        var isList = Text(schema, "type") == "array";
        if (!isList && values.Count > 1)
            faults.Add($"parameter {name} is given {values.Count} times");

        foreach (var value in values)
        {
            var item = isList ? Resolve(schema.GetProperty("items")) : schema;
            var literal = Text(item, "type") is "integer" or "number" or "boolean" ? value! : JsonSerializer.Serialize(value!, TestJson.Default.String);
            using var json = JsonDocument.Parse(literal);
            Check(item, json.RootElement, name, faults);
        }
    }

    private void Check(JsonElement schema, JsonElement value, string place, List<string> faults)
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("type", out var type) && !IsOfType(value, type.GetString()!))
            faults.Add($"{place} is {value.ValueKind} and not {type}");
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
            faults.Add($"{place} is {value}, which is none of {allowed}");
        if (schema.TryGetProperty("minimum", out var minimum) && value.ValueKind is JsonValueKind.Number && value.GetDecimal() < minimum.GetDecimal())
            faults.Add($"{place} is below {minimum}");
        if (schema.TryGetProperty("anyOf", out var any) && !any.EnumerateArray().Any(one => Fits(one, value)))
            faults.Add($"{place} fits none of anyOf");
        if (schema.TryGetProperty("oneOf", out var alternatives) && alternatives.EnumerateArray().Count(one => Fits(one, value)) != 1)
            faults.Add($"{place} does not fit exactly one of oneOf");

        if (value.ValueKind is JsonValueKind.Object)
            CheckProperties(schema, value, place, faults);
        if (value.ValueKind is JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var (index, item) in value.EnumerateArray().Index())
                Check(items, item, $"{place}[{index}]", faults);
        }
    }

    private void CheckProperties(JsonElement schema, JsonElement value, string place, List<string> faults)
    {
        if (schema.TryGetProperty("required", out var required))
            faults.AddRange(required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{place} has no {name}"));

        if (!schema.TryGetProperty("properties", out var properties))
            return;

        foreach (var property in value.EnumerateObject())
        {
            if (properties.TryGetProperty(property.Name, out var described))
                Check(described, property.Value, $"{place}.{property.Name}", faults);
            else
                faults.Add($"{place}.{property.Name} is not described");
        }
    }

    private bool Fits(JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        Check(schema, value, "", faults);
        return faults.Count == 0;
    }

    private JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
            schema = reference.GetString()!.Split('/').Skip(1).Aggregate(_root, (place, name) => place.GetProperty(name));

        return schema;
    }

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind is JsonValueKind.Object,
        "array" => value.ValueKind is JsonValueKind.Array,
        "string" => value.ValueKind is JsonValueKind.String,
        "number" => value.ValueKind is JsonValueKind.Number,
        "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind is JsonValueKind.Null,
        _ => throw new NotSupportedException($"The description uses the type {type}, which this check does not know."),
    };

    private static string Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
