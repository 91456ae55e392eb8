using System.Text.Json;

namespace CreditMonitor.OpenAI;

internal static class JsonText
{
    /// <summary>A property that is a string; null when it is missing or anything else.</summary>
    /// <exception cref="InvalidOperationException">The string is not Unicode.</exception>
    public static string? OrNull(JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
