using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;

namespace CreditMonitor.Storage;

/// <summary>Who is told, what waits for them, and where their mails stand.</summary>
public sealed partial class MonitorStore
{
    public async Task<ImmutableArray<Subscription>> ReadSubscriptionsAsync(string organizationId, CancellationToken cancellationToken) =>
        [.. (await rows.ReadRangeAsync(StoreKeys.Partition(organizationId), StoreKeys.SubscriptionPrefix, StoreKeys.SubscriptionTo, limit: null, cancellationToken)).Select(Unpack)];

    public async Task<SubscriptionChange?> ChangeSubscriptionAsync(
        string organizationId, string id, Func<SubscriptionPlace, SubscriptionPlan?> change, CancellationToken cancellationToken)
    {
        var partition = StoreKeys.Partition(organizationId);
        for (var attempt = 1; attempt <= TellAttempts; attempt++)
        {
            var found = await rows.ReadRangeAsync(partition, StoreKeys.SubscriptionPrefix, StoreKeys.SubscriptionTo, limit: null, cancellationToken);
            var row = found.FirstOrDefault(row => row.Key == StoreKeys.Subscription(id));
            var before = row is null ? null : Unpack(row);
            if (change(new SubscriptionPlace(before, [.. found.Select(Unpack)])) is not { } plan)
            {
                return null;
            }

            if (await KeepAsync(partition, row, before, plan, cancellationToken))
            {
                return new SubscriptionChange(before, plan.After);
            }
        }

        throw new StoreException($"Others changed subscriptions of {organizationId} at the same time, {TellAttempts} times in a row; nothing was kept, try again.");
    }

    public async Task RemoveSubscriptionsAsync(
        string organizationId, Func<Subscription, bool> which, Func<int, AuditEntry> audit, CancellationToken cancellationToken)
    {
        var partition = StoreKeys.Partition(organizationId);
        var found = await rows.ReadRangeAsync(partition, StoreKeys.SubscriptionPrefix, StoreKeys.SubscriptionTo, limit: null, cancellationToken);
        foreach (var gone in found.Where(row => which(Unpack(row))).Chunk(StoreLimits.BatchOperations - 1))
        {
            var removal = audit(gone.Length);
            var entry = StoreCodec.Pack(removal, StoreJson.Default.AuditEntry);
            var recorded = new RowChange.Put(StoreKeys.Audit(removal.At, StoreCodec.HashOf(entry)), entry);
            await SubmitAsync(partition, [.. gone.Select(row => new RowChange.Delete(row.Key, row.ETag)), recorded], cancellationToken);
        }
    }

    public async Task<MailDelivery?> MoveDeliveryAsync(string organizationId, string mailId, MailEvent happened, CancellationToken cancellationToken)
    {
        var partition = StoreKeys.Partition(organizationId);
        for (var attempt = 1; attempt <= TellAttempts; attempt++)
        {
            if (await FindDeliveryAsync(partition, mailId, cancellationToken) is not { } row)
            {
                return null;
            }

            var delivery = StoreCodec.Unpack(row, StoreJson.Default.MailDelivery);
            var moved = delivery.After(happened);
            if (moved == delivery || await SubmitAsync(partition, [new RowChange.Replace(row.Key, StoreCodec.Pack(moved, StoreJson.Default.MailDelivery), row.ETag)], cancellationToken))
            {
                return moved;
            }
        }

        throw new StoreException($"The delivery {mailId} was changed by others, {TellAttempts} times in a row; the event is to be sent again.");
    }

    private static Subscription Unpack(StoredRow row) => StoreCodec.Unpack(row, StoreJson.Default.Subscription);

    private static IEnumerable<RowChange> Changes(StoredRow? row, SubscriptionPlan plan)
    {
        var content = StoreCodec.Pack(plan.After, StoreJson.Default.Subscription);
        var entry = StoreCodec.Pack(plan.Audit, StoreJson.Default.AuditEntry);
        yield return row is null ? new RowChange.Insert(StoreKeys.Subscription(plan.After.Id), content) : new RowChange.Replace(row.Key, content, row.ETag);
        yield return new RowChange.Put(StoreKeys.Audit(plan.Audit.At, StoreCodec.HashOf(entry)), entry);
        foreach (var message in plan.Messages)
        {
            yield return new RowChange.Put(StoreKeys.Mail(message.Id), StoreCodec.Pack(message, StoreJson.Default.OutboxMessage));
        }
    }

    /// <summary>Who stopped gets nothing more, also not what was waiting: as much as one transaction takes goes with the change, the rest
    /// right after it.</summary>
    /// <remarks>What a crash leaves in between is never sent: delivery asks whether the subscription still stands, and asking for it anew
    /// clears it away first.</remarks>
    private async Task<bool> KeepAsync(
        string partition, StoredRow? row, Subscription? before, SubscriptionPlan plan, CancellationToken cancellationToken)
    {
        Task<ImmutableArray<string>> WaitingAsync() => WaitingForAsync(partition, plan.After.Id, cancellationToken);
        if (IsEnded(before))
        {
            await RemoveAsync(partition, WaitingAsync, cancellationToken);
        }

        RowChange[] changes = [.. Changes(row, plan)];
        if (!IsEnded(plan.After))
        {
            return await SubmitAsync(partition, changes, cancellationToken);
        }

        var waiting = await WaitingAsync();
        var first = waiting.Take(StoreLimits.BatchOperations - changes.Length).Select(key => new RowChange.Delete(key));
        if (!await SubmitAsync(partition, [.. changes, .. first], cancellationToken))
        {
            return false;
        }

        if (waiting.Length > StoreLimits.BatchOperations - changes.Length)
        {
            await RemoveAsync(partition, WaitingAsync, cancellationToken);
        }

        return true;
    }

    /// <summary>Null when an event of the mail was faster than its answer, or the channel has none.</summary>
    private async Task<RowChange?> DeliveryRowAsync(string partition, OutboxMessage message, DateTimeOffset at, CancellationToken cancellationToken) =>
        message.Channel != SubscriptionChannel.Mail || await FindDeliveryAsync(partition, message.MailId, cancellationToken) is not null ? null
        : new RowChange.Put(StoreKeys.Delivery(message.MailId), StoreCodec.Pack(new MailDelivery(message.MailId, message.SubscriptionId, DeliveryStage.Accepted, at, at, null), StoreJson.Default.MailDelivery));

    private async Task<StoredRow?> FindDeliveryAsync(string partition, string mailId, CancellationToken cancellationToken) =>
        (await rows.ReadRangeAsync(partition, StoreKeys.Delivery(mailId), StoreKeys.Delivery(mailId) + "!", limit: 1, cancellationToken)).FirstOrDefault();
}
