using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Alerts;

namespace CreditMonitor.OpenAI;

/// <summary>The provider's error envelope, fit to be shown. Parts that were not sent are empty.</summary>
/// <param name="MissingScope">The permission that the message names; null when it names none.</param>
/// <param name="Cause">What code, type and words tell, in this order.</param>
internal sealed partial record ProviderError(string Message, string Param, string? MissingScope, RefusalCause Cause)
{
    /// <summary>Of a page for people that stands in for an answer, so much is looked at.</summary>
    private const int MostPageText = 4_000;

    /// <summary>A web page came and no answer of the API: something between here and there sent it.</summary>
    public bool IsPage { get; init; }

    public static ProviderError None { get; } = new("", "", null, RefusalCause.Unknown);

    public static ProviderError Read(JsonElement root, string secret)
    {
        try
        {
            if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("error", out var error))
                return None;

            var message = error.ValueKind is JsonValueKind.String ? error.GetString()! : Text(error, "message");
            return new ProviderError(
                ProviderText.Quote(message, secret), ProviderText.Quote(Text(error, "param"), secret), ScopeIn(message),
                RefusalCauses.Of(Text(error, "code"), Text(error, "type") is var type && IsTelling(type) ? type : null, message));
        }
        catch (InvalidOperationException)
        {
            // Text that is not Unicode: the status alone must do.
            return None;
        }
    }

    /// <summary>Of a page, only a word about the place is believed: the rest of it is whoever's who sent it.</summary>
    public static ProviderError ReadPage(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MostPageText)));
        if (!text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('<'))
            return None;

        var cause = RefusalCauses.Of(Tag().Replace(text, " "));
        return None with { IsPage = true, Cause = cause is RefusalCause.Country or RefusalCause.Paced ? cause : RefusalCause.Unknown };
    }

    /// <summary>These are said of every kind of error.</summary>
    private static bool IsTelling(string type) => type is not ("invalid_request_error" or "server_error" or "requests" or "tokens" or "request_forbidden");

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";

    private static string? ScopeIn(string message)
    {
        string[] known = ["api.usage.read", "api.management.read"];
        return known.FirstOrDefault(scope => message.Contains(scope, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex("<[^>]{0,500}>")]
    private static partial Regex Tag();
}
