using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;

namespace CreditMonitor.Storage;

/// <summary>What waits for a subscription that has ended is removed, however much it is.</summary>
public sealed partial class MonitorStore
{
    /// <summary>Batches in a row that somebody else was faster with, before the rest is left to delivery, which sends none of it.</summary>
    private const int RemovalAttempts = 5;

    public async Task<Subscription?> FindSubscriptionAsync(string organizationId, string id, CancellationToken cancellationToken)
    {
        var key = StoreKeys.Subscription(id);
        var found = await rows.ReadRangeAsync(StoreKeys.Partition(organizationId), key, key + "!", limit: 1, cancellationToken);
        return found is [var row] ? Unpack(row) : null;
    }

    public async Task RemoveMessagesAsync(
        string organizationId, ImmutableArray<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        var partition = StoreKeys.Partition(organizationId);
        var keys = messages.Select(message => StoreKeys.Mail(message.Id)).ToHashSet(StringComparer.Ordinal);
        await RemoveAsync(partition, LeftAsync, cancellationToken);

        async Task<ImmutableArray<string>> LeftAsync()
        {
            var waiting = await rows.ReadRangeAsync(partition, StoreKeys.MailPrefix, StoreKeys.MailTo, limit: null, cancellationToken);
            return [.. waiting.Select(row => row.Key).Where(keys.Contains)];
        }
    }

    /// <summary>What is written for a subscription once it has ended belongs to nobody, also if it is asked for anew later.</summary>
    private static bool IsEnded(Subscription? subscription) =>
        subscription?.Status is SubscriptionStatus.Stopped or SubscriptionStatus.Bounced;

    /// <summary>Every row that waits for the subscription, for now or for its next digest.</summary>
    private async Task<ImmutableArray<string>> WaitingForAsync(string partition, string subscriptionId, CancellationToken cancellationToken)
    {
        await SpreadAsync(partition, cancellationToken);
        var waiting = await rows.ReadRangeAsync(partition, StoreKeys.MailPrefix, StoreKeys.MailTo, limit: null, cancellationToken);
        var gathered = await GatheredAsync(partition, subscriptionId, cancellationToken);
        var counted = await CountedAsync(partition, subscriptionId, cancellationToken);
        var its = waiting.Where(row => StoreCodec.Unpack(row, StoreJson.Default.OutboxMessage).SubscriptionId == subscriptionId);
        return [.. its.Concat(gathered).Concat(counted).Select(row => row.Key)];
    }

    /// <summary>In as many batches as it takes. A batch that fails was overtaken by a delivery or another removal: what is left is looked
    /// at anew.</summary>
    private async Task RemoveAsync(string partition, Func<Task<ImmutableArray<string>>> find, CancellationToken cancellationToken)
    {
        var overtaken = 0;
        while (overtaken < RemovalAttempts && await find() is { IsEmpty: false } found)
        {
            foreach (var batch in found.Chunk(StoreLimits.BatchOperations))
            {
                if (!await SubmitAsync(partition, [.. batch.Select(key => new RowChange.Delete(key))], cancellationToken))
                {
                    overtaken++;
                    break;
                }
            }
        }
    }
}
