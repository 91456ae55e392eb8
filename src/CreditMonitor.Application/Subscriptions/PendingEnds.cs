using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;
using CreditMonitor.Storage;

namespace CreditMonitor.Subscriptions;

/// <summary>Ends what anonymous callers asked for and nobody confirmed in time.</summary>
internal sealed class PendingEnds(IMonitorStore store, TimeProvider clock)
{
    /// <summary>Why a subscription was ended by its owner.</summary>
    public const string Unsubscribed = "unsubscribed";

    /// <param name="kept">As just read, so that nothing is read again where nothing has ended.</param>
    public async Task RunAsync(string organizationId, ImmutableArray<Subscription> kept, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ended = kept.Where(subscription => PendingRequests.HasEnded(subscription, now)).ToList();
        foreach (var earlier in ended.Where(subscription => subscription.Why is not null))
        {
            await store.ChangeSubscriptionAsync(
                organizationId, earlier.Id, place => place.Before is { } before && PendingRequests.HasEnded(before, now) ? Restored(before, now) : null, cancellationToken);
        }

        if (ended.Exists(subscription => subscription.Why is null))
        {
            await store.RemoveSubscriptionsAsync(
                organizationId,
                subscription => subscription.Why is null && PendingRequests.HasEnded(subscription, now),
                count => Audit(now, $"{When.Count(count, "subscription")} removed that nobody confirmed"),
                cancellationToken);
        }
    }

    /// <summary>What its owner had ended, or had bounced, is so again: a request that nobody confirmed changes nothing.</summary>
    private static SubscriptionPlan Restored(Subscription before, DateTimeOffset now)
    {
        var status = before.Why == Unsubscribed ? SubscriptionStatus.Stopped : SubscriptionStatus.Bounced;
        var sentence = $"subscription {before.Masked} {SnakeCase.Of(status)} again: nobody confirmed it";
        return new SubscriptionPlan(before with { Status = status, StatusAt = now }, Audit(now, sentence), []);
    }

    private static AuditEntry Audit(DateTimeOffset now, string sentence) => new(now, PendingRequests.By, "subscription", [sentence]);
}
