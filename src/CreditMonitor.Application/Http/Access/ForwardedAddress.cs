using System.Net;
using System.Net.Sockets;

namespace CreditMonitor.Http.Access;

/// <summary>The caller's address as the platform's front end wrote it down. Each proxy adds its own caller at the end, so the last
/// address that is not of the platform's inside is the
/// caller's; whatever stands before it is the caller's own word.</summary>
internal static class ForwardedAddress
{
    /// <returns>Null where none is named.</returns>
    public static IPAddress? Of(HttpRequest request) => request.Headers["X-Forwarded-For"].ToString().Split(',')
        .Select(part => IPEndPoint.TryParse(part.Trim(), out var sent) ? sent.Address : null)
        .LastOrDefault(address => address is not null && !IsInside(address));

    /// <summary>Loopback, private or link-local: a proxy of the platform, or the host's own.</summary>
    private static bool IsInside(IPAddress address)
    {
        var ip = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (ip.AddressFamily != AddressFamily.InterNetwork)
        {
            return IPAddress.IsLoopback(ip) || ip.IsIPv6LinkLocal || ip.IsIPv6UniqueLocal || ip.IsIPv6SiteLocal;
        }

        var b = ip.GetAddressBytes();
        return b[0] is 10 or 127 || (b[0] == 172 && b[1] is >= 16 and < 32) || (b[0] == 192 && b[1] == 168) || (b[0] == 169 && b[1] == 254);
    }
}
