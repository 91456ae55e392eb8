namespace CreditMonitor.Settings;

/// <summary>Checks what names a table account, before anything connects. Nothing of it is quoted: it may hold a key.</summary>
internal static class TableAddress
{
    /// <returns>Null when it can be used; else what is wrong and what is expected.</returns>
    public static string? FaultOf(Uri endpoint) =>
        endpoint.Query.Length > 0 ? "has a query; a shared access signature belongs into ConnectionString, beside the TableEndpoint there."
        : endpoint.Scheme != Uri.UriSchemeHttps ? "is not https, over which alone an identity's token is sent; use ConnectionString for an emulator."
        : endpoint.AbsolutePath != "/" && !endpoint.IsLoopback ? "has a path; expected the account's table endpoint, such as https://ACCOUNT.table.core.windows.net."
        : endpoint.Host.Contains(".blob.", StringComparison.Ordinal) || endpoint.Host.Contains(".queue.", StringComparison.Ordinal) || endpoint.Host.Contains(".file.", StringComparison.Ordinal)
            ? "is the endpoint of another service; expected the account's table endpoint, such as https://ACCOUNT.table.core.windows.net."
        : null;

    /// <inheritdoc cref="FaultOf(Uri)"/>
    public static string? FaultOf(string connection)
    {
        var parts = connection.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).ToList();
        var known = parts.Where(part => part is [_, { Length: > 0 }]).DistinctBy(part => part[0], StringComparer.OrdinalIgnoreCase).ToDictionary(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        return known.GetValueOrDefault("UseDevelopmentStorage") is "true" ? null
            : !IsAddress(known.GetValueOrDefault("TableEndpoint") ?? $"{known.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{known.GetValueOrDefault("AccountName", "none")}.table.{known.GetValueOrDefault("EndpointSuffix", "core.windows.net")}")
                ? "names no address; expected an AccountName of 3 to 24 letters and digits, or a TableEndpoint that begins with https://."
            : known.ContainsKey("AccountName") && known.TryGetValue("AccountKey", out var key) ? (IsBase64(key) ? null : "has an AccountKey that is not base64; copy it whole.")
            : known.ContainsKey("SharedAccessSignature") && (known.ContainsKey("TableEndpoint") || known.ContainsKey("AccountName")) ? null
            : "is no connection string; expected one with AccountName and AccountKey, with TableEndpoint and SharedAccessSignature, or UseDevelopmentStorage=true.";
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);
}
