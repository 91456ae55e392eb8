using System.Net;
using System.Security.Cryptography;
using System.Text;
using CreditMonitor.Settings;

namespace CreditMonitor.Http.Access;

/// <summary>Says who may call (<c>contracts</c> 2, Access). Balances are confidential: without a key nobody but this machine reads
/// them.</summary>
internal sealed class AccessGate(MonitorSettings settings)
{
    private const string PrincipalHeader = "X-MS-CLIENT-PRINCIPAL-ID";

    private readonly (AccessKey Key, byte[] Digest)[] _keys = [.. settings.Access.Keys.Select(key => (key, Digest(key.Secret)))];

    /// <summary>True when calls come through the Functions host, where every caller looks like loopback.</summary>
    public bool UnderFunctionsHost { get; init; }

    /// <summary>App Service authentication stands before the app, as the platform says: it then sets the headers of who signed in, and
    /// takes away those that a caller sent.</summary>
    /// <remarks>https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities</remarks>
    public bool PlatformAuthenticates { get; init; }

    public bool Admits(HttpContext context, AccessScope scope) =>
        (scope == AccessScope.Read && IsSignedIn(context.Request)) || AdmitsKeyOrMachine(context, scope);

    private bool AdmitsKeyOrMachine(HttpContext context, AccessScope scope) =>
        _keys.Length > 0 ? KeyOf(context.Request) is { } key && key.Scope >= scope
        : !UnderFunctionsHost && IsThisMachine(context)
            && (scope == AccessScope.Read || ChangesNothing(context.Request) || IsSameOrigin(context.Request));

    /// <summary>Why nobody is admitted as this machine although no key is configured; null where that is not the reason.</summary>
    public string? ProxyRefusal(HttpRequest request) => _keys.Length == 0 && !UnderFunctionsHost && ProxySigns.Of(request) is { } sign
        ? $"The request came through a proxy ({sign}), and while no access key is configured only this machine may call: "
            + "set CreditMonitor:Access:Keys and send a key."
        : null;

    /// <summary>Pages alone: the API's callers have keys, and its paths are left out of the platform's authentication.</summary>
    private bool IsSignedIn(HttpRequest request) =>
        UnderFunctionsHost && PlatformAuthenticates && settings.Access.TrustPlatformIdentity
        && HttpMethods.IsGet(request.Method) && (request.Path == "/" || request.Path.StartsWithSegments("/organizations", StringComparison.Ordinal))
        && !string.IsNullOrWhiteSpace(request.Headers[PrincipalHeader]);

    /// <summary>The caller sent a key of ours, whatever it may do.</summary>
    public bool Knows(HttpContext context) => KeyOf(context.Request) is not null;

    /// <summary>The caller's name where it is known here: by its key, or by what the platform says of who signed in. Null: an anonymous
    /// caller.</summary>
    public string? CallerOf(HttpContext context) =>
        KeyOf(context.Request)?.Name ?? (IsSignedIn(context.Request) ? $"signed in {context.Request.Headers[PrincipalHeader]}" : null);

    /// <summary>This machine, where no key is configured. Under the Functions host nobody is: it starts timers by another way.</summary>
    public bool IsUnlimited(HttpContext context) =>
        !UnderFunctionsHost && _keys.Length == 0 && AdmitsKeyOrMachine(context, AccessScope.Read);

    /// <summary>Where the call comes from. Under the Functions host that is what the platform's front end wrote down (<see
    /// cref="ForwardedAddress"/>); elsewhere such a header is anybody's word.</summary>
    public IPAddress? AddressOf(HttpContext context) =>
        (UnderFunctionsHost ? ForwardedAddress.Of(context.Request) : null) ?? context.Connection.RemoteIpAddress;

    /// <summary>How the audit names the caller.</summary>
    public string NameOf(HttpContext context) => KeyOf(context.Request)?.Name ?? "this machine";

    private AccessKey? KeyOf(HttpRequest request) => KeyWith(Sent(request));

    /// <summary>Every key is compared, by digest and in constant time, so that timing tells nothing.</summary>
    /// <returns>Null when no key has that secret.</returns>
    public AccessKey? KeyWith(string secret)
    {
        var sent = Digest(secret);
        AccessKey? found = null;
        foreach (var (key, digest) in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(sent, digest))
            {
                found = key;
            }
        }

        return found;
    }

    private static string Sent(HttpRequest request)
    {
        if (request.Headers["x-functions-key"] is [{ } key])
        {
            return key;
        }

        const string Bearer = "Bearer ";
        return request.Headers.Authorization is [{ } value] && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? value[Bearer.Length..].Trim() : "";
    }

    /// <summary>Loopback address, loopback Host (a page elsewhere may resolve its own name to 127.0.0.1), and no proxy in
    /// between.</summary>
    private static bool IsThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"
        && ProxySigns.Of(context.Request) is null;

    private static bool IsForwarded(HttpRequest request) =>
        request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase));

    private static bool ChangesNothing(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static bool IsSameOrigin(HttpRequest request) =>
        !IsSentFromElsewhere(request) && (request.Headers.Origin is not [{ } origin] || origin == $"{request.Scheme}://{request.Host}");

    /// <summary>A page of another site sent it, as the browser says.</summary>
    public static bool IsSentFromElsewhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none");

    private static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

internal static class AccessFilter
{
    /// <summary>Refuses callers without the scope, before anything of the request is looked at.</summary>
    public static TBuilder RequireAccess<TBuilder>(this TBuilder endpoints, AccessScope scope)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(async (invocation, next) =>
            invocation.HttpContext.RequestServices.GetRequiredService<AccessGate>().Admits(invocation.HttpContext, scope)
                ? await next(invocation)
                : Refused(invocation.HttpContext));

    private static IResult Refused(HttpContext context)
    {
        if (context.RequestServices.GetRequiredService<AccessGate>().Knows(context))
        {
            return Results.Problem("This access key may read and not write; use one whose Scope is write.", statusCode: StatusCodes.Status403Forbidden, title: "Not allowed");
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Problem(
            context.RequestServices.GetRequiredService<AccessGate>().ProxyRefusal(context.Request)
                ?? "Send an access key as x-functions-key or as Authorization: Bearer. Without any configured key only this machine may call, by a loopback address.",
            statusCode: StatusCodes.Status401Unauthorized, title: "Not allowed");
    }
}
