using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using CreditMonitor.Access;
using CreditMonitor.Settings;

namespace CreditMonitor.Api;

/// <summary>No caller may keep the monitor from its work: each has a bucket of a minute's requests that fills steadily, by the name of its key, else by its address.</summary>
/// <remarks>Health, pages and the Functions host's own calls have none: they read nothing for strangers, or come from the host itself. Whoever sends them a key that is none is limited all the same, and signing in has its own limit (<see cref="SignInLimits"/>).</remarks>
internal static class CallerLimits
{
    /// <summary>Who sends no key that is known here has a fifth.</summary>
    private const int StrangersShare = 5;

    private static readonly string[] Limited = ["/api", "/badge", "/calendar"];

    public static void AddCallerLimits(this IServiceCollection services, AccessSettings access) => services.AddRateLimiter(limits =>
    {
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => BucketOf(context, access.RequestsPerMinute));
        limits.OnRejected = async (rejected, _) => await RefuseAsync(rejected.HttpContext, rejected.Lease);
    });

    private static RateLimitPartition<string> BucketOf(HttpContext context, int perMinute)
    {
        var path = context.Request.Path;
        var gate = context.RequestServices.GetRequiredService<AccessGate>();
        var free = !Limited.Any(prefix => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase)) || path.StartsWithSegments("/api/health", StringComparison.OrdinalIgnoreCase);
        if (free && !gate.SendsAnothersKey(context))
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        return gate.CallerOf(context) is { } name ? Bucket($"key {name}", perMinute) : Bucket($"address {NetworkOf(gate.AddressOf(context))}", Math.Max(1, perMinute / StrangersShare));
    }

    private static RateLimitPartition<string> Bucket(string caller, int perMinute)
    {
        var atOnce = Math.Max(1, perMinute / 60);
        return RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = atOnce,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) * atOnce / perMinute,
            QueueLimit = 0,
        });
    }

    /// <summary>One customer of a provider has 2^64 addresses of IPv6, and one of IPv4.</summary>
    public static string NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(plain.GetAddressBytes().AsSpan(0, 8)) : plain.ToString();
    }

    private static Task RefuseAsync(HttpContext context, RateLimitLease lease)
    {
        var seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return ApiProblem.Of(StatusCodes.Status429TooManyRequests, "Too many requests", $"Call again in {seconds} s; CreditMonitor:Access:RequestsPerMinute says how many are taken.").ExecuteAsync(context);
    }
}
