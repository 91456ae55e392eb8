using System.Net;

namespace CreditMonitor.OpenAI;

/// <summary>The connection to the provider as it is used in production.</summary>
internal static class OpenAIHttp
{
    /// <summary>Without a timeout of its own: each request and each whole read has one (<see cref="OpenAILimits"/>).</summary>
    public static HttpClient CreateClient() => new(CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Follows no redirect, so that the key goes to the configured host and nowhere else.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,    // what we trace is nothing to tell others
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        MaxResponseHeadersLength = 64, // KiB
        MaxConnectionsPerServer = 16,
    };
}
