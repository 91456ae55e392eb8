using System.Collections.Immutable;

namespace CreditMonitor.Storage;

/// <summary>Changes of one partition in as few transactions as take them, in their order.</summary>
internal static class RowBatches
{
    /// <returns>Nothing for no change; otherwise each batch within <see cref="StoreLimits"/>.</returns>
    public static IEnumerable<ImmutableArray<RowChange>> Of(string partition, IEnumerable<RowChange> changes) => Of(partition, changes, change => [change]);

    /// <summary>The same for what takes several changes each, which stay in one batch.</summary>
    /// <param name="reserved">Changes of the size of an ordinary row that each batch leaves room for.</param>
    public static IEnumerable<ImmutableArray<T>> Of<T>(string partition, IEnumerable<T> items, Func<T, IReadOnlyCollection<RowChange>> changesOf, int reserved = 0)
    {
        var batch = ImmutableArray.CreateBuilder<T>();
        var room = new BatchRoom(partition, reserved);
        foreach (var item in items)
        {
            var changes = changesOf(item);
            if (!room.TakesAll(changes) && batch.Count > 0)
            {
                yield return batch.ToImmutable();
                batch.Clear();
                room = new BatchRoom(partition, reserved);
                room.TakesAll(changes);
            }

            batch.Add(item);
        }

        if (batch.Count > 0)
        {
            yield return batch.ToImmutable();
        }
    }
}

/// <summary>What one batch still takes, by count and by bytes as they are sent.</summary>
internal sealed class BatchRoom(string partition, int reserved = 0)
{
    private int _operations = StoreLimits.BatchOperations - reserved;
    private int _bytes = StoreLimits.BatchBytes - (reserved * StoreLimits.ChunkBytes);

    public bool TakesAll(IReadOnlyCollection<RowChange> changes) => changes.All(Takes);

    /// <summary>Reserves the place when there is one.</summary>
    public bool Takes(RowChange change)
    {
        var size = StoreLimits.EncodedBytes(partition, change);
        if (_operations == 0 || size > _bytes)
        {
            return false;
        }

        _operations--;
        _bytes -= size;
        return true;
    }
}
