using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CreditMonitor.Delivery.Mail;

/// <summary>What a link may do; a token for one purpose does nothing else.</summary>
public enum TokenPurpose
{
    Confirm,
    Unsubscribe,
    Manage,
    Calendar,
    Badge,

    /// <summary>Signed in to the pages with an access key.</summary>
    Session,

    /// <summary>Sent back with a form, so that no page from elsewhere acts for whoever is signed in.</summary>
    Form,
}

/// <param name="OrganizationId">Where the subscription is kept; for one of all organizations, one of them.</param>
internal sealed record TokenSubject(string OrganizationId, string SubscriptionId);

/// <summary>What a token says. One that has expired is ours, and good for asking for another.</summary>
internal sealed record TokenReading(TokenSubject Subject, bool Expired);

/// <summary>Signs what links carry: <c>organization.subscription.expiry.signature</c>, HMAC-SHA256 over purpose and all of it. The first secret signs, all verify.</summary>
internal sealed class TokenSigner(Func<IReadOnlyList<string>> secrets)
{
    private const int MaxLength = 600;

    /// <summary>A failure is not kept: once whoever runs the program has seen to it, the next link is signed.</summary>
    private readonly Lazy<IReadOnlyList<byte[]>> _keys =
        new(() => [.. secrets().Select(Encoding.UTF8.GetBytes)], LazyThreadSafetyMode.PublicationOnly);

    /// <param name="bound">What else has to be the same when it is read; it is not in the token.</param>
    public string Sign(TokenPurpose purpose, TokenSubject subject, DateTimeOffset expires, string? bound = null)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"{subject.OrganizationId}.{subject.SubscriptionId}.{expires.ToUnixTimeSeconds()}");
        return $"{body}.{Url(Mac(_keys.Value[0], purpose, body, bound))}";
    }

    /// <returns>Null when it is none of ours, for another purpose, or bound to something else.</returns>
    public TokenReading? Read(TokenPurpose purpose, string? token, DateTimeOffset now, string? bound = null)
    {
        if (token is not { Length: > 0 and <= MaxLength } || token.Split('.') is not [var organization, var subscription, var expiry, var signature]
            || !long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799)
        {
            return null;
        }

        var sent = Encoding.ASCII.GetBytes(signature);
        var body = $"{organization}.{subscription}.{expiry}";
        var ours = false;
        foreach (var key in _keys.Value)
        {
            ours |= CryptographicOperations.FixedTimeEquals(sent, Encoding.ASCII.GetBytes(Url(Mac(key, purpose, body, bound))));
        }

        return ours ? new TokenReading(new TokenSubject(organization, subscription), DateTimeOffset.FromUnixTimeSeconds(seconds) <= now) : null;
    }

    /// <summary>The secrets by which a subscription's webhook is signed, the newest first: derived, so that none is stored.</summary>
    public IReadOnlyList<byte[]> WebhookSecrets(string subscriptionId) => [.. _keys.Value.Select(key => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"webhook\n{subscriptionId}")))];

    private static byte[] Mac(byte[] key, TokenPurpose purpose, string body, string? bound) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(bound is null ? $"{purpose}\n{body}" : $"{purpose}\n{body}\n{bound}"));

    private static string Url(byte[] mac) => Base64Url.EncodeToString(mac);
}
