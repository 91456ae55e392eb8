using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;

namespace CreditMonitor.Storage;

/// <summary>An organization's state as it was read, with what guards its commit.</summary>
/// <param name="Version">The store's own mark of what was read; passed back unchanged.</param>
/// <param name="Pending">Messages not yet delivered, oldest first.</param>
public sealed record StoredOrganization(OrganizationState State, StoreVersion Version, ImmutableArray<OutboxMessage> Pending);

/// <summary>What a store remembers between reading and committing; only that store looks inside.</summary>
public abstract record StoreVersion;

/// <summary>A page of history, newest first.</summary>
/// <param name="Next">Pass as <c>after</c> for the next page; null at the end.</param>
public sealed record SnapshotPage(ImmutableArray<Snapshot> Snapshots, string? Next);

/// <summary>What the monitor keeps. Throws <see cref="StoreException"/> when the store itself fails.</summary>
public interface IMonitorStore
{
    /// <summary>All that a decision needs, in one query.</summary>
    Task<StoredOrganization> ReadAsync(string organizationId, CancellationToken cancellationToken);

    /// <summary>Writes the decision whole, unless somebody committed since <paramref name="previous"/> was read.</summary>
    /// <returns>False when somebody did: read again and decide again.</returns>
    Task<bool> CommitAsync(StoredOrganization previous, Decision decision, CancellationToken cancellationToken);

    /// <summary>Everything that was told of the organization.</summary>
    Task<RecordBook> ReadToldAsync(string organizationId, CancellationToken cancellationToken);

    /// <summary>Keeps what is told, and who told it, in one transaction. Telling the same again keeps nothing.</summary>
    /// <param name="audit">Makes the audit entry of the changes; called when there is one to keep, again if others told something meanwhile.</param>
    /// <returns>What became of each fact, in the order given.</returns>
    Task<ImmutableArray<FactChange>> TellAsync(string organizationId, ImmutableArray<RecordedFact> facts, Func<ImmutableArray<FactChange>, AuditEntry> audit, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<ImmutableArray<AuditEntry>> ReadAuditAsync(string organizationId, int limit, CancellationToken cancellationToken);

    Task<ImmutableArray<OutboxMessage>> ReadPendingAsync(string organizationId, CancellationToken cancellationToken);

    /// <summary>Moves the next attempt of these messages ahead before they are sent. False: another delivery has one of them.</summary>
    Task<bool> TakeAsync(string organizationId, ImmutableArray<OutboxMessage> messages, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Removes messages that are not to be sent any more, however many; one that is gone already is no fault.</summary>
    Task RemoveMessagesAsync(string organizationId, ImmutableArray<OutboxMessage> messages, CancellationToken cancellationToken);

    /// <summary>Records the messages as delivered, after they were.</summary>
    Task MarkDeliveredAsync(string organizationId, ImmutableArray<OutboxMessage> messages, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Puts messages back with their failure and a later attempt; one that another delivery has since taken or delivered is left to it.</summary>
    Task PostponeAsync(string organizationId, ImmutableArray<OutboxMessage> messages, CancellationToken cancellationToken);

    /// <summary>Those who subscribed; the configured ones are none of them until they stop.</summary>
    Task<ImmutableArray<Subscription>> ReadSubscriptionsAsync(string organizationId, CancellationToken cancellationToken);

    /// <summary>The one that is kept under this id; null: none, though one may be configured.</summary>
    Task<Subscription?> FindSubscriptionAsync(string organizationId, string id, CancellationToken cancellationToken);

    /// <summary>Changes one subscription with its audit entry and messages in one transaction; all that waits for one that stopped is
    /// removed with it and right after.</summary>
    /// <param name="change">Decides by what stands there, again if others changed something meanwhile; null: nothing is to change.</param>
    /// <returns>Null when nothing was to change.</returns>
    Task<SubscriptionChange?> ChangeSubscriptionAsync(string organizationId, string id, Func<SubscriptionPlace, SubscriptionPlan?> change, CancellationToken cancellationToken);

    /// <summary>Removes subscriptions, each only as it was read, and records how many. One that others change meanwhile stays.</summary>
    Task RemoveSubscriptionsAsync(
        string organizationId, Func<Subscription, bool> which, Func<int, AuditEntry> audit, CancellationToken cancellationToken);

    /// <summary>What waits for the subscription's next digest, oldest first. Of very many some wait for the one after.</summary>
    Task<ImmutableArray<OutboxMessage>> ReadGatheredAsync(string organizationId, string subscriptionId, CancellationToken cancellationToken);

    /// <summary>Puts a digest into the outbox in place of what was gathered for it, however many. False: it was kept before, or another was
    /// faster; the next run looks anew.</summary>
    Task<bool> KeepDigestAsync(string organizationId, Subscription after, ImmutableArray<OutboxMessage> gathered, OutboxMessage digest, CancellationToken cancellationToken);

    /// <summary>Moves a mail that was handed over on. Null: no such mail is known.</summary>
    Task<MailDelivery?> MoveDeliveryAsync(string organizationId, string mailId, MailEvent happened, CancellationToken cancellationToken);

    Task<SnapshotPage> ReadSnapshotsAsync(string organizationId, int limit, string? after, CancellationToken cancellationToken);

    /// <summary>The current rows by project and line item of the days asked for (inclusive ends); days without any are absent.</summary>
    Task<ImmutableArray<CostDay>> ReadBreakdownsAsync(string organizationId, CostHistory history, DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Replaces the organization's row of the fleet; rebuildable, so written after the commit.</summary>
    Task WriteStatusAsync(OrganizationStatus status, CancellationToken cancellationToken);

    /// <summary>Replaces what the fleet knows of an organization's mail, which changes between polls too.</summary>
    Task WriteMailAsync(string organizationId, MailStanding mail, CancellationToken cancellationToken);

    /// <summary>Replaces what is shown as failed of the organization; it counts until a poll is committed after it.</summary>
    Task WriteFaultAsync(string organizationId, OrganizationFault fault, CancellationToken cancellationToken);

    /// <summary>Every organization's status and how its mail stands, by id: one storage read.</summary>
    Task<ImmutableArray<OrganizationStatus>> ReadFleetAsync(CancellationToken cancellationToken);

    /// <summary>Makes the storage ready and proves that it can be written.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Where the data is, for people; holds no secret.</summary>
    string Description { get; }
}
