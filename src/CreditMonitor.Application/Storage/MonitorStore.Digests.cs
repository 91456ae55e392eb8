using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;

namespace CreditMonitor.Storage;

/// <summary>What is gathered for digests, and how a digest takes its place.</summary>
public sealed partial class MonitorStore
{
    /// <summary>Gathered events in one digest: with the digest and the subscription they fit one transaction.</summary>
    private const int MostGathered = StoreLimits.BatchOperations - 5;

    /// <summary>So many keys fit one row.</summary>
    private const int MostCounted = 10_000;

    public async Task<ImmutableArray<OutboxMessage>> ReadGatheredAsync(
        string organizationId, string subscriptionId, CancellationToken cancellationToken)
    {
        var partition = StoreKeys.Partition(organizationId);
        var counted = await ClearCountedAsync(partition, subscriptionId, cancellationToken);
        var found = (await GatheredAsync(partition, subscriptionId, cancellationToken)).Where(row => !counted.Contains(row.Key));
        var messages = found.Select(row => StoreCodec.Unpack(row, StoreJson.Default.OutboxMessage));
        return [.. messages.OrderBy(message => message.CreatedAt).ThenBy(message => message.Id, StringComparer.Ordinal).Take(MostCounted)];
    }

    /// <remarks>One transaction keeps the digest and settles what it counts: removed with it, or named in a row until all of it is gone.
    /// Wherever that ends, an event waits for the next digest or stands in this one, and never both.</remarks>
    public async Task<bool> KeepDigestAsync(
        string organizationId, Subscription after, ImmutableArray<OutboxMessage> gathered, OutboxMessage digest,
        CancellationToken cancellationToken)
    {
        // As it stands now: whoever stopped meanwhile gets no digest, and stays stopped; and one that was made meanwhile is not made again.
        var partition = StoreKeys.Partition(organizationId);
        var key = StoreKeys.Subscription(after.Id);
        if (await rows.ReadRangeAsync(partition, key, key + "!", limit: 1, cancellationToken) is not [var row]
            || Unpack(row) is not { IsConfirmed: true } current || current.DigestedTo >= after.DigestedTo)
        {
            return false;
        }

        var packed = StoreCodec.Pack(current with { DigestedTo = after.DigestedTo }, StoreJson.Default.Subscription);
        RowChange[] changes =
        [
            new RowChange.Replace(key, packed, row.ETag),
            new RowChange.Insert(StoreKeys.Mail(digest.Id), StoreCodec.Pack(digest, StoreJson.Default.OutboxMessage)),
            .. Settled(after.Id, gathered),
        ];
        if (!await SubmitAsync(partition, changes, cancellationToken))
        {
            return false;
        }

        if (gathered.Length > MostGathered)
        {
            await ClearCountedAsync(partition, after.Id, cancellationToken);
        }

        return true;
    }

    private static IEnumerable<RowChange> Settled(string subscriptionId, ImmutableArray<OutboxMessage> gathered)
    {
        var keys = gathered.Select(message => StoreKeys.Gathered(subscriptionId, message.Id));
        return gathered.Length <= MostGathered
            ? keys.Select(key => new RowChange.Delete(key))
            : [new RowChange.Insert(
                StoreKeys.Counted(subscriptionId), StoreCodec.Pack(new CountedRow([.. keys]), StoreJson.Default.CountedRow))];
    }

    private Task<ImmutableArray<StoredRow>> GatheredAsync(string partition, string subscriptionId, CancellationToken cancellationToken)
    {
        var (from, to) = ($"{StoreKeys.GatheredPrefix}{subscriptionId}.", $"{StoreKeys.GatheredPrefix}{subscriptionId}/");
        return rows.ReadRangeAsync(partition, from, to, limit: null, cancellationToken);
    }

    private Task<ImmutableArray<StoredRow>> CountedAsync(string partition, string subscriptionId, CancellationToken cancellationToken)
    {
        var key = StoreKeys.Counted(subscriptionId);
        return rows.ReadRangeAsync(partition, key, key + "!", limit: 1, cancellationToken);
    }

    /// <summary>Removes what a digest counted and could not take with it.</summary>
    /// <returns>Keys that are still to be removed, since others were faster too often: they are counted all the same.</returns>
    private async Task<HashSet<string>> ClearCountedAsync(string partition, string subscriptionId, CancellationToken cancellationToken)
    {
        if (await CountedAsync(partition, subscriptionId, cancellationToken) is not [var row])
        {
            return [];
        }

        var counted = StoreCodec.Unpack(row, StoreJson.Default.CountedRow).Keys.ToHashSet(StringComparer.Ordinal);
        await RemoveAsync(partition, LeftAsync, cancellationToken);
        counted.IntersectWith(await LeftAsync());
        if (counted.Count == 0)
        {
            await SubmitAsync(partition, [new RowChange.Delete(row.Key, row.ETag)], cancellationToken);    // false: another cleared it away
        }

        return counted;

        async Task<ImmutableArray<string>> LeftAsync() =>
            [.. (await GatheredAsync(partition, subscriptionId, cancellationToken)).Select(found => found.Key).Where(counted.Contains)];
    }
}
