using System.Net;
using System.Net.Sockets;

namespace CreditMonitor.Settings;

/// <summary>Which addresses are of this network, and which are nobody's (IANA's registries of special-purpose addresses, and a cloud's
/// own).</summary>
internal static class AddressRanges
{
    private static readonly IPNetwork[] Near = Read(
        "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
        "::1/128", "fc00::/7", "fe80::/10", "fec0::/10");

    private static readonly IPNetwork[] Nobodys = Read(
        "0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        "168.63.129.16/32",    // Azure's own, which every machine there reaches
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");    // among them those that carry an IPv4 address within

    /// <summary>All else of IPv6 is not given to anybody.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Reachable from anywhere: not this machine, not this network, not a cloud's metadata.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = Plain(address);
        return !IsIn(Near, plain) && !IsIn(Nobodys, plain)
            && (plain.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(plain));
    }

    /// <summary>This machine, or a network of its own.</summary>
    public static bool IsNear(IPAddress address) => IsIn(Near, Plain(address));

    private static bool IsIn(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Contains(address));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPNetwork[] Read(params string[] networks) => [.. networks.Select(network => IPNetwork.Parse(network))];
}
