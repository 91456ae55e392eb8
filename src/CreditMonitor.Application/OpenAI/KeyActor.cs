using System.Text.Json;

namespace CreditMonitor.OpenAI;

/// <summary>Who is behind an entry of the audit log: a person who was signed in, or an API key with the person or service account that it belongs to. Addresses of networks and devices are left out.</summary>
internal static class KeyActor
{
    public static string? Of(JsonElement entry)
    {
        if (!TryObject(entry, "actor", out var actor))
            return null;

        if (TryObject(actor, "session", out var session))
            return PersonOf(session);

        if (!TryObject(actor, "api_key", out var key))
            return null;

        var owner = PersonOf(key) ?? (TryObject(key, "service_account", out var account) && Text(account, "id") is { } service ? $"service account {service}" : null);
        return (Text(key, "id"), owner) switch
        {
            ({ } id, { } who) => $"API key {id} of {who}",
            ({ } id, null) => $"API key {id}",
            (null, var who) => who,
        };
    }

    private static string? PersonOf(JsonElement holder) => TryObject(holder, "user", out var user) ? Text(user, "email") ?? Text(user, "id") : null;

    private static string? Text(JsonElement element, string name) => ProviderText.Name(JsonText.OrNull(element, name));

    private static bool TryObject(JsonElement element, string name, out JsonElement value) =>
        element.TryGetProperty(name, out value) && value.ValueKind is JsonValueKind.Object;
}
