using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CreditMonitor.Http.Access;
using CreditMonitor.Http.Pages;
using CreditMonitor.Settings;

namespace CreditMonitor.Http.Api;

/// <summary>No caller may keep the monitor from its work: each has a bucket of a minute's requests that fills steadily. Whoever has a key
/// is counted by its name alone; everybody else by their network, with a fifth.</summary>
/// <remarks>Health has no limit, nor has this machine where no key is configured, nor the Functions host's own calls. Signing in has a
/// further one (<see cref="SignInLimits"/>).</remarks>
internal sealed class CallerLimits(MonitorSettings settings, AccessGate gate, PageAccess pages, TimeProvider clock)
{
    private const int AnonymousShare = 5;

    private readonly RequestBuckets _known = new(settings.Access.RequestsPerMinute, clock);
    private readonly RequestBuckets _anonymous = new(Math.Max(1, settings.Access.RequestsPerMinute / AnonymousShare), clock);

    /// <returns>Null: the request may be answered. Else how long until another may.</returns>
    public TimeSpan? WaitOf(HttpContext context) =>
        IsFree(context) ? null
        : (gate.CallerOf(context) ?? pages.SessionNameOf(context.Request)) is { } name ? _known.Take(name)
        : _anonymous.Take(NetworkOf(gate.AddressOf(context)));

    private bool IsFree(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api/health", StringComparison.OrdinalIgnoreCase) || gate.IsUnlimited(context);

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
}

internal static class CallerLimitsOfAll
{
    /// <remarks>Nothing is logged: whoever calls too often would fill the log as well.</remarks>
    public static void UseCallerLimits(this IApplicationBuilder app)
    {
        var limits = app.ApplicationServices.GetRequiredService<CallerLimits>();
        app.Use((context, next) => limits.WaitOf(context) is { } wait ? RefuseAsync(context, wait) : next(context));
    }

    private static Task RefuseAsync(HttpContext context, TimeSpan wait)
    {
        var seconds = RetryAfter.Say(context.Response, wait);
        if (!ApiErrors.IsPage(context))
        {
            var detail = $"Call again in {seconds} s; CreditMonitor:Access:RequestsPerMinute says how many are taken.";
            return ApiProblem.Of(StatusCodes.Status429TooManyRequests, "Too many requests", detail).ExecuteAsync(context);
        }

        PageGuard.Protect(context.Response.Headers);
        var text = $"Too many requests came from your network. Try again in {seconds} s.";
        return Results.Text(text, statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(context);
    }
}

internal static class RetryAfter
{
    /// <returns>Whole seconds, at least one.</returns>
    public static int Say(HttpResponse response, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return seconds;
    }
}
