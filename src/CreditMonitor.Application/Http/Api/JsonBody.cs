using System.Text.Json;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Http.Api;

/// <summary>The one place where small JSON objects of callers are read: their fields as texts, or what is wrong and where.</summary>
/// <param name="Fields">Null where there is a fault. Values that are no text stand as they were written, lists separated by commas, null
/// as null.</param>
/// <param name="Fault">The end of a sentence.</param>
internal sealed record JsonBody(IReadOnlyDictionary<string, string?>? Fields, string Fault)
{
    private const int MostOfAList = 100;

    /// <param name="isOptional">Nothing at all is an object without fields.</param>
    public static async Task<JsonBody> ReadAsync(HttpRequest request, bool isOptional, CancellationToken cancellationToken)
    {
        using var body = new StreamReader(request.Body);
        var text = await body.ReadToEndAsync(cancellationToken);
        return isOptional && string.IsNullOrWhiteSpace(text) ? Of([]) : Read(text);
    }

    public static JsonBody Read(string text)
    {
        if (JsonUnicode.FaultOf(text) is { } broken)
        {
            return Wrong(broken);
        }

        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            return json.RootElement.ValueKind != JsonValueKind.Object ? Wrong("what was sent is no JSON object")
                : Of(json.RootElement.EnumerateObject()
                    .ToDictionary(property => property.Name, property => TextOf(property.Value), StringComparer.Ordinal));
        }
        catch (JsonException e)
        {
            var place = $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
            return Wrong($"what was sent is not valid JSON ({place}), says something twice, or is nested too deep");
        }
    }

    /// <returns>Null: not given, or null.</returns>
    public string? Text(string name) => Fields!.GetValueOrDefault(name);

    private static JsonBody Of(Dictionary<string, string?> fields) => new(fields, "");

    private static JsonBody Wrong(string fault) => new(null, fault);

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Take(MostOfAList).Select(TextOf)),
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };
}
