using CreditMonitor.Core.Notifications;

namespace CreditMonitor.Cli.Commands.Running.Checkups;

/// <summary>Whether the links in emails lead anywhere for those who get them.</summary>
internal static class LinkCheckup
{
    /// <returns>Null when they do, or nobody gets an email.</returns>
    public static Checkup? Of(Uri? publicUrl, IEnumerable<Subscription> subscriptions) =>
        publicUrl is { IsLoopback: false } || !subscriptions.Any(IsMailed) ? null
        : Checkup.Warn("links", $"links in emails lead to this machine{(publicUrl is null ? "" : $" ({publicUrl.Authority})")}; "
            + "set CreditMonitor:PublicUrl to the address at which the team opens the page.");

    private static bool IsMailed(Subscription subscription) =>
        subscription is { Channel: SubscriptionChannel.Mail, Status: SubscriptionStatus.Confirmed or SubscriptionStatus.Pending };
}
