using CreditMonitor.Core.Notifications;

namespace CreditMonitor.Delivery.Mail;

/// <summary>Links that a mail carries. Their tokens last from the message's making, so that a mail composed again is the same.</summary>
internal sealed class MailLinks(Uri publicUrl, TokenSigner signer)
{
    /// <summary>A confirmation is for the next days; mails and calendars stay.</summary>
    public static readonly TimeSpan ConfirmWithin = TimeSpan.FromHours(48);

    private static readonly TimeSpan KeepsWorking = TimeSpan.FromDays(730);

    private static readonly TimeSpan ManageWithin = TimeSpan.FromDays(90);

    /// <summary>One-click unsubscription needs https (RFC 8058, 3.1).</summary>
    public bool IsSecure => publicUrl.Scheme == Uri.UriSchemeHttps;

    public string Page(string organizationId) => new Uri(publicUrl, $"/organizations/{organizationId}").ToString();

    public string Confirm(string organizationId, OutboxMessage message) => Link("subscriptions/confirm", TokenPurpose.Confirm, organizationId, message.SubscriptionId, message.CreatedAt + ConfirmWithin);

    public string Unsubscribe(string organizationId, OutboxMessage message) => Link("subscriptions/unsubscribe", TokenPurpose.Unsubscribe, organizationId, message.SubscriptionId, message.CreatedAt + KeepsWorking);

    public string Manage(string organizationId, OutboxMessage message) => Link("subscriptions/manage", TokenPurpose.Manage, organizationId, message.SubscriptionId, message.CreatedAt + ManageWithin);

    public string Calendar(string organizationId, string subscriptionId, DateTimeOffset now) => Link($"calendar/{organizationId}.ics", TokenPurpose.Calendar, organizationId, subscriptionId, now + KeepsWorking);

    /// <summary>For pages elsewhere, which send no key.</summary>
    /// <param name="bound">What else has to be the same when it is opened.</param>
    public (string Url, DateTimeOffset Expires) Badge(string organizationId, string subject, string? bound, DateTimeOffset now) =>
        (Link($"badge/{organizationId}.svg", TokenPurpose.Badge, organizationId, subject, now + KeepsWorking, bound), now + KeepsWorking);

    private string Link(string path, TokenPurpose purpose, string organizationId, string subscriptionId, DateTimeOffset expires, string? bound = null) =>
        new Uri(publicUrl, $"/{path}?token={signer.Sign(purpose, new TokenSubject(organizationId, subscriptionId), expires, bound)}").ToString();
}
