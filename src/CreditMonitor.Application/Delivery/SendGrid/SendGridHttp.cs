using System.Net;

namespace CreditMonitor.Delivery.SendGrid;

/// <summary>The connection to SendGrid as it is used in production.</summary>
internal static class SendGridHttp
{
    /// <summary>Without a timeout of its own: each request has one (<see cref="SendGridExchange"/>), shorter than the time for which a mail is taken for sending.</summary>
    public static HttpClient CreateClient(HttpMessageHandler handler) => new(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 256 * 1024 };

    /// <summary>Follows no redirect, so that the key goes to the configured host and nowhere else.</summary>
    /// <remarks>A connection is soon let go of: on one that SendGrid has closed meanwhile a mail's outcome would be unknown.</remarks>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,    // what we trace is nothing to tell others
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        MaxResponseHeadersLength = 64, // KiB
        MaxConnectionsPerServer = 8,
    };
}
