using System.Net;
using System.Net.Sockets;
using CreditMonitor.Settings;

namespace CreditMonitor.Delivery.Webhooks;

/// <summary>The connection for addresses that people gave: no redirects, no proxy, nothing kept, and no address that only this network knows.</summary>
internal static class ChannelHttp
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static HttpClient CreateClient(bool allowPrivate) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,    // what we trace is nothing to tell others
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxResponseHeadersLength = 16,
        // Looked up and checked here, and that very address connected to: a name that changes its mind in between gains nothing.
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, allowPrivate, cancellationToken),
    })
    { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 64 * 1024 };

    /// <inheritdoc cref="AddressRanges.IsPublic"/>
    public static bool IsPublic(IPAddress address) => AddressRanges.IsPublic(address);

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, bool allowPrivate, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(to.Host, cancellationToken);
        var open = addresses.Where(address => allowPrivate || IsPublic(address)).ToArray();
        if (open.Length == 0)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "the address leads into a private network; set CreditMonitor:Access:AllowPrivateAddresses if that is meant");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, to.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
