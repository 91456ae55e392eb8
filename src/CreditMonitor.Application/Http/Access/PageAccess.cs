using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CreditMonitor.Core.Text;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Http.Api;
using CreditMonitor.Settings;

namespace CreditMonitor.Http.Access;

/// <summary>Who looks at a page.</summary>
/// <param name="Name">As the audit names them.</param>
/// <param name="HasSession">Signed in with an access key, so there is something to sign out of.</param>
/// <param name="FormToken">Has to come back with every form; empty where nothing may be sent.</param>
public sealed record PageVisitor(string Name, bool MayWrite, bool HasSession, string FormToken);

/// <summary>What came of trying a key.</summary>
internal abstract record SignIn
{
    private SignIn() { }

    public sealed record Done : SignIn;

    public sealed record Unknown : SignIn;

    /// <param name="Wait">Until another key is looked at.</param>
    public sealed record TooMany(TimeSpan Wait) : SignIn;
}

/// <summary>Who may see the pages: whom <see cref="AccessGate"/> admits, and who exchanged an access key for a session. A session is a signed cookie and kept nowhere, so every instance
/// knows it; it ends by itself, and at once when its key is no longer configured as it was.</summary>
internal sealed class PageAccess(AccessGate gate, SignInLimits limits, MonitorSettings settings, TokenSigner signer, TimeProvider clock)
{
    public const string FormField = "form_token";

    private const string Cookie = "creditmonitor-session";

    /// <summary>A working day; a form may be sent for as long.</summary>
    public static readonly TimeSpan SessionLife = TimeSpan.FromHours(12);

    public bool HasKeys => !settings.Access.Keys.IsEmpty;

    /// <returns>Null for a stranger.</returns>
    public PageVisitor? VisitorOf(HttpContext context)
    {
        if (SessionOf(context.Request) is var (key, token))
        {
            return new PageVisitor(key.Name, key.Scope == AccessScope.Write, HasSession: true, FormToken(token));
        }

        var writes = gate.Admits(context, AccessScope.Write);
        return writes ? new PageVisitor(gate.NameOf(context), true, HasSession: false, FormToken(Caller(context)))
            : gate.Admits(context, AccessScope.Read) ? new PageVisitor(gate.Knows(context) ? gate.NameOf(context) : "whoever the platform signed in", false, HasSession: false, "")
            : null;
    }

    /// <summary>The token is ours, in time, and was given to the same visitor.</summary>
    public bool IsFormOf(HttpContext context, string? formToken) =>
        signer.Read(TokenPurpose.Form, formToken, clock.GetUtcNow(), SessionOf(context.Request)?.Token ?? Caller(context)) is { Expired: false };

    /// <summary>Where no more may be tried for now, the key is not looked at, right or wrong.</summary>
    public SignIn SignIn(HttpContext context, string secret)
    {
        var (attempt, wait) = limits.Begin(CallerLimits.NetworkOf(gate.AddressOf(context)));
        if (attempt is null)
        {
            return new SignIn.TooMany(wait);
        }

        if (gate.KeyWith(secret) is not { } key)
        {
            return new SignIn.Unknown();
        }

        limits.TakeBack(attempt);
        var token = signer.Sign(TokenPurpose.Session, SubjectOf(key, NewSession()), clock.GetUtcNow() + SessionLife, BoundTo(key));
        context.Response.Cookies.Append(Cookie, token, Options(context.Request, SessionLife));
        return new SignIn.Done();
    }

    public void SignOut(HttpContext context) => context.Response.Cookies.Delete(Cookie, Options(context.Request, null));

    /// <summary>A page from elsewhere sent it, as the browser says. The form for signing in has no token to tell: there is no session yet to bind one to.</summary>
    public bool IsFromElsewhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is [_] ? AccessGate.IsSentFromElsewhere(request)
        : request.Headers.Origin is [{ } origin] && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && (from.Authority == request.Host.Value || from.Authority == settings.PublicUrl?.Authority));

    /// <returns>The name of the key that a session was exchanged for; null: no session.</returns>
    public string? SessionNameOf(HttpRequest request) => SessionOf(request)?.Key.Name;

    private (AccessKey Key, string Token)? SessionOf(HttpRequest request)
    {
        if (request.Cookies[Cookie] is not { Length: > 0 } token || token.Split('.') is not [_, var which, _, _])
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var session = which[(which.IndexOf('-', StringComparison.Ordinal) + 1)..];
        bool Opens(AccessKey key) => signer.Read(TokenPurpose.Session, token, now, BoundTo(key)) is { Expired: false } read && read.Subject == SubjectOf(key, session);
        return settings.Access.Keys.FirstOrDefault(Opens) is { } key
            ? (key, token) : null;
    }

    private string FormToken(string boundTo) => signer.Sign(TokenPurpose.Form, new TokenSubject("page", "form"), clock.GetUtcNow() + SessionLife, boundTo);

    private string Caller(HttpContext context) => $"caller {gate.NameOf(context)}";

    private static TokenSubject SubjectOf(AccessKey key, string session) =>
        new(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key.Name)), $"{SnakeCase.Of(key.Scope)}-{session}");

    /// <summary>Two sign-ins within one second are two sessions, each with forms of its own.</summary>
    private static string NewSession() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>A key whose secret was replaced opens nothing any more.</summary>
    private static string BoundTo(AccessKey key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Secret)));

    /// <summary>Under the Functions host, and behind a proxy, the request comes by http although the browser's did not: then the public address tells.</summary>
    private CookieOptions Options(HttpRequest request, TimeSpan? life) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        MaxAge = life,
        Secure = request.IsHttps || settings.PublicUrl?.Scheme == Uri.UriSchemeHttps,
    };
}
