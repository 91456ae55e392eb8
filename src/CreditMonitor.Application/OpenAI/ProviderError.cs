using System.Text.Json;

namespace CreditMonitor.OpenAI;

/// <summary>The provider's error envelope, fit to be shown. Parts that were not sent are empty.</summary>
/// <param name="MissingScope">The permission that the message names; null when it names none.</param>
internal sealed record ProviderError(string Message, string Param, string? MissingScope)
{
    public static ProviderError None { get; } = new("", "", null);

    public static ProviderError Read(JsonElement root, string secret)
    {
        try
        {
            if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("error", out var error))
                return None;

            var message = error.ValueKind is JsonValueKind.String ? error.GetString()! : Text(error, "message");
            return new ProviderError(ProviderText.Quote(message, secret), ProviderText.Quote(Text(error, "param"), secret), ScopeIn(message));
        }
        catch (InvalidOperationException)
        {
            // Text that is not Unicode: the status alone must do.
            return None;
        }
    }

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";

    private static string? ScopeIn(string message)
    {
        string[] known = ["api.usage.read", "api.management.read"];
        return known.FirstOrDefault(scope => message.Contains(scope, StringComparison.OrdinalIgnoreCase));
    }
}
