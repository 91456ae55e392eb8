using System.Net;

namespace CreditMonitor.Settings;

/// <summary>Reads <c>Telemetry</c>, or in its place the variables that OpenTelemetry has for all programs.</summary>
internal static class TelemetrySection
{
    public const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string StandardProtocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <param name="environment">Holds the standard variables by their own names.</param>
    /// <returns>Null: nothing is sent.</returns>
    public static TelemetrySettings? Read(SettingsReader reader, IConfiguration environment)
    {
        var (own, headers) = (reader.Text("OtlpEndpoint"), reader.Secret("OtlpHeaders"));
        reader.RefuseUnknown();
        var text = own ?? (environment[StandardEndpoint] is { } standard && !string.IsNullOrWhiteSpace(standard) ? standard.Trim() : null);
        if (headers is not null && HeadersFault(headers, text, reader) is { } wrongHeaders)
        {
            reader.Fault("OtlpHeaders", wrongHeaders);
        }

        if (text is null)
        {
            return null;
        }

        if (FaultOf(text) is { } fault)
        {
            reader.Faults.Add($"{(own is null ? StandardEndpoint : $"{reader.Path}:OtlpEndpoint")} {fault}");
            return null;
        }

        if (environment[StandardProtocol] is { Length: > 0 } protocol && protocol != "http/protobuf")
        {
            reader.Warn("OtlpEndpoint", $"is sent http/protobuf although {StandardProtocol} is '{SettingsReader.Shown(protocol)}'; see that the endpoint takes that (collectors do at port 4318).");
        }

        return new TelemetrySettings(new Uri(text.TrimEnd('/') + "/"), headers);
    }

    /// <summary>The address is not quoted: people put credentials into such.</summary>
    private static string? FaultOf(string text) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") ? "is no address; expected a collector's, such as https://otlp.example.com or http://127.0.0.1:4318."
        : uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0 ? "holds more than an address; put credentials into CreditMonitor:Telemetry:OtlpHeaders."
        : uri.Scheme == Uri.UriSchemeHttp && !IsNear(uri) ? "is not https, so balances would travel in the clear; expected https, or http on this machine or in a private network."
        : null;

    /// <summary>By what the address says of itself: nothing is looked up while settings are read.</summary>
    private static bool IsNear(Uri uri) =>
        IPAddress.TryParse(uri.IdnHost, out var address) ? AddressRanges.IsNear(address)
        : uri.IsLoopback || !uri.Host.Contains('.', StringComparison.Ordinal) || uri.Host.EndsWith(".internal", StringComparison.OrdinalIgnoreCase) || uri.Host.EndsWith(".local", StringComparison.OrdinalIgnoreCase);

    private static string? HeadersFault(string headers, string? endpoint, SettingsReader reader) =>
        endpoint is null ? "is set without OtlpEndpoint; set that too, or remove it."
        : headers.Split(',').All(pair => pair.Split('=', 2) is [var name, { Length: > 0 }] && name.Trim() is { Length: > 0 } plain && plain.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')) && !headers.Any(char.IsControl) ? null
        : $"is not understood; expected {reader.Setting("OtlpHeaders").Expected}.";
}
