using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Delivery.Mail;

namespace CreditMonitor.Subscriptions;

/// <summary>What anonymous callers asked for and nobody has confirmed yet. It is little, it ends by itself, and it never stands in the
/// way of callers with a key.</summary>
internal static class PendingRequests
{
    /// <summary>Who asked, as the audit and the subscription name it.</summary>
    public const string By = "the page";

    /// <summary>Of one organization.</summary>
    public const int Most = 20;

    /// <summary>Of one organization.</summary>
    public const int MostWithinAnHour = 10;

    public static bool IsAnonymous(Subscription subscription) => subscription.CreatedBy == By;

    public static bool Waits(Subscription subscription) => subscription.Status == SubscriptionStatus.Pending && IsAnonymous(subscription);

    /// <summary>Its link works no longer.</summary>
    public static bool HasEnded(Subscription subscription, DateTimeOffset now) =>
        Waits(subscription) && now - AskedAt(subscription) >= MailLinks.ConfirmWithin;

    /// <param name="all">Every subscription that the organization keeps.</param>
    public static bool MayAdd(ImmutableArray<Subscription> all, DateTimeOffset now) =>
        all.Count(one => Waits(one) && !HasEnded(one, now)) < Most
        && all.Count(one => IsAnonymous(one) && now - AskedAt(one) < TimeSpan.FromHours(1)) < MostWithinAnHour;

    private static DateTimeOffset AskedAt(Subscription subscription) =>
        subscription.Asked is [var latest, ..] ? latest : subscription.StatusAt;
}
