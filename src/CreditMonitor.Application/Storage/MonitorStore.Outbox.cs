using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;

namespace CreditMonitor.Storage;

/// <content>Messages that wait, are taken, delivered and put back.</content>
public sealed partial class MonitorStore
{
    public async Task<ImmutableArray<OutboxMessage>> ReadPendingAsync(string organizationId, CancellationToken cancellationToken)
    {
        var found = await rows.ReadRangeAsync(StoreKeys.Partition(organizationId), StoreKeys.MailPrefix, StoreKeys.MailTo, limit: null, cancellationToken);
        return [.. found.Select(row => StoreCodec.Unpack(row, StoreJson.Default.OutboxMessage)).OrderBy(message => message.CreatedAt).ThenBy(message => message.Id, StringComparer.Ordinal)];
    }

    public async Task<bool> TakeAsync(string organizationId, ImmutableArray<OutboxMessage> messages, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var partition = StoreKeys.Partition(organizationId);
        var found = await rows.ReadRangeAsync(partition, StoreKeys.MailPrefix, StoreKeys.MailTo, limit: null, cancellationToken);
        var current = found.ToDictionary(row => row.Key, StringComparer.Ordinal);
        var changes = new List<RowChange>();
        foreach (var message in messages)
        {
            if (!current.TryGetValue(StoreKeys.Mail(message.Id), out var row) || StoreCodec.Unpack(row, StoreJson.Default.OutboxMessage).Attempts != message.Attempts)
            {
                return false;
            }

            var taken = message with { Attempts = message.Attempts + 1, NextAttemptAt = until };
            changes.Add(new RowChange.Replace(row.Key, StoreCodec.Pack(taken, StoreJson.Default.OutboxMessage), row.ETag));
        }

        // Every delivery takes in the same order, so whoever has the first batch has them all; what a crash leaves half taken is due again after the lease.
        foreach (var batch in RowBatches.Of(partition, changes))
        {
            if (!await SubmitAsync(partition, batch, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    public async Task MarkDeliveredAsync(string organizationId, ImmutableArray<OutboxMessage> messages, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var partition = StoreKeys.Partition(organizationId);
        foreach (var batch in RowBatches.Of(partition, messages, message => Marks(message, at), reserved: 1))
        {
            if (await MarkAsync(partition, batch, at, cancellationToken))
            {
                continue;
            }

            // One that is gone (its reader stopped, or another delivery marked it) must not leave the others to be sent again.
            var there = await ReadPendingAsync(organizationId, cancellationToken);
            foreach (var message in batch.IntersectBy(there.Select(message => message.Id), message => message.Id, StringComparer.Ordinal))
            {
                await MarkAsync(partition, [message], at, cancellationToken);
            }
        }
    }

    /// <summary>It leaves the outbox for the delivered ones, in one transaction.</summary>
    private static RowChange[] Marks(OutboxMessage message, DateTimeOffset at) =>
    [
        new RowChange.Delete(StoreKeys.Mail(message.Id)),
        new RowChange.Put(StoreKeys.Delivered(at, message.Id), StoreCodec.Pack(new DeliveredRow(message, at), StoreJson.Default.DeliveredRow)),
    ];

    private async Task<bool> MarkAsync(string partition, ImmutableArray<OutboxMessage> messages, DateTimeOffset at, CancellationToken cancellationToken)
    {
        List<RowChange> changes = [.. messages.SelectMany(message => Marks(message, at))];
        if (await DeliveryRowAsync(partition, messages[0], at, cancellationToken) is { } handedOver)
        {
            changes.Add(handedOver);
        }

        return await SubmitAsync(partition, changes, cancellationToken);
    }

    public async Task PostponeAsync(string organizationId, ImmutableArray<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        var partition = StoreKeys.Partition(organizationId);
        var current = (await rows.ReadRangeAsync(partition, StoreKeys.MailPrefix, StoreKeys.MailTo, limit: null, cancellationToken)).ToDictionary(row => row.Key, StringComparer.Ordinal);
        var changes = messages
            .Where(message => current.TryGetValue(StoreKeys.Mail(message.Id), out var row) && StoreCodec.Unpack(row, StoreJson.Default.OutboxMessage).Attempts == message.Attempts)
            .Select(message => new RowChange.Replace(StoreKeys.Mail(message.Id), StoreCodec.Pack(message, StoreJson.Default.OutboxMessage), current[StoreKeys.Mail(message.Id)].ETag));
        foreach (var batch in RowBatches.Of(partition, changes))
        {
            await SubmitAsync(partition, batch, cancellationToken);
        }
    }
}
