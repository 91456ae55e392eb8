namespace CreditMonitor.Http.Access;

/// <summary>What a proxy leaves in a request. A proxy that leaves nothing cannot be seen, so these are no wall: whoever puts one before
/// the monitor needs an access key.</summary>
internal static class ProxySigns
{
    private static readonly string[] Names =
    [
        "Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "CF-Connecting-IP", "True-Client-IP", "Fastly-Client-IP", "CDN-Loop",
    ];

    private static readonly string[] Beginnings = ["X-Forwarded", "X-Original-", "X-ARR-", "X-Envoy-"];

    /// <returns>The sign, as a sentence names it; null: none.</returns>
    public static string? Of(HttpRequest request) =>
        // nginx speaks it to whatever stands behind it, unless it is configured otherwise.
        HttpProtocol.IsHttp10(request.Protocol) || HttpProtocol.IsHttp09(request.Protocol) ? request.Protocol
        : request.Headers.Keys.FirstOrDefault(IsSign) is { } name ? $"its header {name}"
        : null;

    private static bool IsSign(string name) =>
        Names.Contains(name, StringComparer.OrdinalIgnoreCase)
        || Array.Exists(Beginnings, begin => name.StartsWith(begin, StringComparison.OrdinalIgnoreCase));
}
