using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Delivery;

/// <summary>Ends the subscription of an address whose own server says that it is gone, and has the rest of the team told.</summary>
internal static class AddressGone
{
    /// <summary>Whom the loss is told; a larger team passes it on.</summary>
    private const int MostTold = 20;

    /// <returns>Null when nothing is kept or configured under that id any more, or it has ended already.</returns>
    public static SubscriptionPlan? PlanFor(OrganizationSettings organization, SubscriptionPlace place, string subscriptionId, string why, DateTimeOffset now)
    {
        var all = Subscription.Merge(organization.Id, organization.Subscribers, place.All);
        if (all.FirstOrDefault(one => one.Id == subscriptionId) is not { Status: SubscriptionStatus.Confirmed or SubscriptionStatus.Pending } before)
        {
            return null;
        }

        var after = before with
        {
            Status = SubscriptionStatus.Bounced,
            StatusAt = now,
            Why = why,
            CreatedBy = before.IsConfigured ? "configuration, changed since" : before.CreatedBy,
        };
        var others = all.Where(one => one.IsConfirmed && one.Id != subscriptionId).DistinctBy(one => (one.Channel, Subscription.KeyOf(one.Channel, one.Address))).ToImmutableArray();
        var told = new ReaderLost(before.Masked, why, now, others.Length);
        return new SubscriptionPlan(
            after,
            new AuditEntry(now, "the webhook's own server", "subscription", [$"subscription {before.Masked} {SnakeCase.Of(after.Status)}: {why}"]),
            [.. others.Take(MostTold).Select(other => Outbox.Single(organization.Id, other, told, now, "lost", subscriptionId, InstantText.Format(now)))]);
    }
}
