using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;
using CreditMonitor.Delivery;
using CreditMonitor.Polling;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Subscriptions;

/// <summary>Takes subscriptions in, has them confirmed, changes and ends them. Every change is audited; the name of the auditor never is an address.</summary>
internal sealed partial class Subscribers(
    MonitorSettings settings, IMonitorStore store, OrganizationPoller poller, OutboxDelivery delivery, PollCadence cadence,
    SubscribeLimits limits, PendingEnds ends, TimeProvider clock, ILogger<Subscribers> logger)
{
    /// <returns>False when there is nothing that waits to be confirmed, or is.</returns>
    public async Task<bool> ConfirmAsync(string subscriptionId, CancellationToken cancellationToken)
    {
        var found = false;
        foreach (var organization in settings.Organizations)
        {
            await store.ChangeSubscriptionAsync(organization.Id, subscriptionId, place =>
            {
                found |= place.Before is { IsConfirmed: true } or { Status: SubscriptionStatus.Pending };
                return place.Before is { Status: SubscriptionStatus.Pending } before ? Moved(before, SubscriptionStatus.Confirmed, null, "the address's owner") : null;
            }, cancellationToken);
        }

        await SettleAsync(settings.Organizations, cancellationToken);
        return found;
    }

    /// <summary>Every copy of a subscription as it stands, configured ones included.</summary>
    public async Task<ImmutableArray<(OrganizationSettings Organization, Subscription Subscription)>> ReadAsync(CancellationToken cancellationToken)
    {
        var all = ImmutableArray.CreateBuilder<(OrganizationSettings, Subscription)>();
        foreach (var organization in settings.Organizations)
        {
            all.AddRange(Subscription.Merge(organization.Id, organization.Subscribers, await store.ReadSubscriptionsAsync(organization.Id, cancellationToken)).Select(subscription => (organization, subscription)));
        }

        return all.ToImmutable();
    }

    /// <summary>Ends one subscription, or everything that its address is told.</summary>
    /// <returns>False when no such subscription is known.</returns>
    public async Task<bool> StopAsync(string subscriptionId, bool everything, string by, CancellationToken cancellationToken)
    {
        var all = await ReadAsync(cancellationToken);
        if (all.FirstOrDefault(one => one.Subscription.Id == subscriptionId).Subscription is not { } subscription)
        {
            return false;
        }

        var ended = all.Where(one => one.Subscription.Id == subscriptionId || (everything && IsSameReader(one.Subscription, subscription))).ToList();
        await MoveAsync(ended, SubscriptionStatus.Stopped, "unsubscribed", by, cancellationToken);
        await SettleAsync([.. ended.Select(one => one.Organization).Distinct()], cancellationToken);
        return true;
    }

    /// <summary>The address takes no mail, or its owner called it spam: it is told nothing more, and the rest of each team learns it.</summary>
    public async Task LoseAsync(string organizationId, string subscriptionId, string why, CancellationToken cancellationToken)
    {
        var all = await ReadAsync(cancellationToken);
        var lost = all.FirstOrDefault(one => one.Organization.Id == organizationId && one.Subscription.Id == subscriptionId).Subscription;
        if (lost is null)
        {
            return;
        }

        var copies = all.Where(one => IsSameReader(one.Subscription, lost) && one.Subscription.Status is SubscriptionStatus.Confirmed or SubscriptionStatus.Pending).ToList();
        await MoveAsync(copies, SubscriptionStatus.Bounced, why, "the mail channel", cancellationToken);
        foreach (var organization in copies.Where(copy => copy.Subscription.IsConfirmed).Select(copy => copy.Organization).Distinct())
        {
            await TellTheOthersAsync(organization, all.Where(one => one.Organization == organization && one.Subscription.IsConfirmed && !IsSameReader(one.Subscription, lost)).Select(one => one.Subscription), lost, why, cancellationToken);
        }

        await SettleAsync([.. copies.Select(copy => copy.Organization).Distinct()], cancellationToken);
    }

    /// <summary>Other wishes for a subscription and its copies.</summary>
    public async Task ChangeAsync(string subscriptionId, SubscriptionPreferences wishes, string by, CancellationToken cancellationToken)
    {
        foreach (var (organization, subscription) in (await ReadAsync(cancellationToken)).Where(one => one.Subscription.Id == subscriptionId && one.Subscription.IsConfirmed))
        {
            await store.ChangeSubscriptionAsync(organization.Id, subscriptionId, place => (place.Before ?? subscription) is var before && before.Wishes.SaysTheSame(wishes) ? null
                : Changed(before with { Wishes = wishes, CreatedBy = Kept(before) }, $"subscription {before.Masked} changed", by), cancellationToken);
        }
    }

    private SubscriptionPlan Moved(Subscription subscription, SubscriptionStatus status, string? why, string by) =>
        Changed(subscription with { Status = status, StatusAt = clock.GetUtcNow(), Why = why, CreatedBy = Kept(subscription) }, $"subscription {subscription.Masked} {SnakeCase.Of(status)}{(why is null ? "" : $": {why}")}", by);

    private SubscriptionPlan Changed(Subscription after, string sentence, string by) => new(after, Audit("subscription", sentence, by), []);

    private AuditEntry Audit(string action, string sentence, string by) => new(clock.GetUtcNow(), by, action, [sentence]);

    /// <summary>A configured one that is kept from now on is no longer the configuration's alone.</summary>
    private static string Kept(Subscription subscription) => subscription.IsConfigured ? "configuration, changed since" : subscription.CreatedBy;

    private static bool IsSameReader(Subscription one, Subscription other) =>
        one.Channel == other.Channel && Subscription.KeyOf(one.Channel, one.Address) == Subscription.KeyOf(other.Channel, other.Address);

    private async Task MoveAsync(IEnumerable<(OrganizationSettings Organization, Subscription Subscription)> copies, SubscriptionStatus status, string why, string by, CancellationToken cancellationToken)
    {
        foreach (var (organization, subscription) in copies)
        {
            await store.ChangeSubscriptionAsync(organization.Id, subscription.Id, place => (place.Before ?? subscription) is var before && before.Status == status ? null : Moved(before, status, why, by), cancellationToken);
        }
    }

    private async Task TellTheOthersAsync(OrganizationSettings organization, IEnumerable<Subscription> others, Subscription lost, string why, CancellationToken cancellationToken)
    {
        const int Most = 20;
        var readers = others.DistinctBy(other => (other.Channel, Subscription.KeyOf(other.Channel, other.Address))).ToList();
        var content = new ReaderLost(lost.Masked, why, clock.GetUtcNow(), readers.Count);
        foreach (var reader in readers.Take(Most))
        {
            var message = Outbox.Single(organization.Id, reader, content, content.At, "lost", lost.Id, InstantText.Format(content.At));
            await store.ChangeSubscriptionAsync(organization.Id, reader.Id, place => new SubscriptionPlan(place.Before ?? reader with { CreatedBy = Kept(reader) }, Audit("notice", $"{reader.Masked} is told that {lost.Masked} is lost", "the mail channel"), [message]), cancellationToken);
        }
    }

    /// <summary>What is due is sent at once, and who is left to hear is looked at anew; if that fails, the next poll makes up for it.</summary>
    private async Task SettleAsync(ImmutableArray<OrganizationSettings> organizations, CancellationToken cancellationToken)
    {
        foreach (var organization in organizations)
        {
            try
            {
                var outcome = await poller.RedecideAsync(organization, cadence.Interval, byPerson: false, cancellationToken);
                await delivery.DeliverAsync(organization, outcome.Pending, cancellationToken);
            }
            catch (Exception e) when (e is StoreException or LostRaceException)
            {
                Log.NotSettled(logger, organization.Id, e.Message);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Broke(logger, e, organization.Id);
                MonitorMeter.CountFault(organization.Id, "decision");
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A subscription of {Organization} is kept, but what follows from it failed; the next poll decides")]
        public static partial void Broke(ILogger logger, Exception exception, string organization);

        [LoggerMessage(LogLevel.Warning, "A subscription of {Organization} is kept, but what follows from it waits for the next poll: {Detail}")]
        public static partial void NotSettled(ILogger logger, string organization, string detail);
    }
}
