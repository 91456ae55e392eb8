using System.Globalization;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Settings;
using CreditMonitor.Status;
using CreditMonitor.Storage;

namespace CreditMonitor.Intake;

/// <summary>Hands out the addresses of badges, and revokes them. An address is signed together with how often they were revoked, so that revoking needs no list of them.</summary>
internal sealed class Badges(IBadgeStore store, MonitorSettings settings, MailLinks links, TokenSigner signer, TimeProvider clock)
{
    /// <summary>In a token, where a subscription's id stands in others.</summary>
    private const string Subject = "badge";

    public async Task<BadgeBody> AddressAsync(string organizationId, CancellationToken cancellationToken) =>
        BodyOf(organizationId, await store.ReadGenerationAsync(organizationId, cancellationToken));

    /// <summary>Every address given out before opens nothing any more.</summary>
    /// <returns>The new address.</returns>
    public async Task<BadgeBody> RevokeAsync(string organizationId, string by, CancellationToken cancellationToken)
    {
        var entry = new AuditEntry(clock.GetUtcNow(), by, "revoke_badge", ["every badge address given out before is revoked"]);
        return BodyOf(organizationId, await store.RaiseGenerationAsync(organizationId, entry, cancellationToken));
    }

    /// <summary>The store is read only for what looks like a token of this organization's badge.</summary>
    public async Task<bool> OpensAsync(string organizationId, string? token, CancellationToken cancellationToken) =>
        settings.Find(organizationId) is not null && token?.StartsWith($"{organizationId}.{Subject}.", StringComparison.Ordinal) == true
        && signer.Read(TokenPurpose.Badge, token, clock.GetUtcNow(), BoundTo(await store.ReadGenerationAsync(organizationId, cancellationToken))) is { Expired: false };

    private BadgeBody BodyOf(string organizationId, int generation)
    {
        var (url, expires) = links.Badge(organizationId, Subject, BoundTo(generation), clock.GetUtcNow());
        return new BadgeBody(url, $"![OpenAI credit]({url})", expires);
    }

    private static string? BoundTo(int generation) => generation == 0 ? null : generation.ToString(CultureInfo.InvariantCulture);
}
