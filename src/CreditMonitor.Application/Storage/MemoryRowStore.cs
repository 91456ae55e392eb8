using System.Collections.Immutable;
using System.Globalization;

namespace CreditMonitor.Storage;

/// <summary>Rows in memory, with the semantics of an Azure table: for replays, which keep nothing.</summary>
public sealed class MemoryRowStore : IRowStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedList<string, StoredRow>> _partitions = new(StringComparer.Ordinal);
    private long _version;

    public string Description => "memory";

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<ImmutableArray<StoredRow>> ReadRangeAsync(string partition, string from, string to, int? limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var rows = Partition(partition);
            var found = ImmutableArray.CreateBuilder<StoredRow>();
            for (var index = FirstFrom(rows.Keys, from); index < rows.Count && found.Count < (limit ?? int.MaxValue) && string.CompareOrdinal(rows.Keys[index], to) < 0; index++)
            {
                found.Add(rows.Values[index]);
            }

            return Task.FromResult(found.ToImmutable());
        }
    }

    public Task<bool> SubmitAsync(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var rows = Partition(partition);
            if (!changes.All(change => IsMet(rows.GetValueOrDefault(change.Key), change)))
            {
                return Task.FromResult(false);
            }

            foreach (var change in changes)
            {
                Apply(partition, rows, change);
            }

            return Task.FromResult(true);
        }
    }

    private static bool IsMet(StoredRow? there, RowChange change) => change switch
    {
        RowChange.Insert => there is null,
        RowChange.Replace(_, _, var etag) => there?.ETag == etag,
        RowChange.Delete(_, var etag) => there is not null && (etag is null || there.ETag == etag),
        _ => true,
    };

    private void Apply(string partition, SortedList<string, StoredRow> rows, RowChange change)
    {
        var content = change switch
        {
            RowChange.Insert insert => insert.Content,
            RowChange.Replace replace => replace.Content,
            RowChange.Put put => put.Content,
            _ => default(ReadOnlyMemory<byte>?),
        };
        if (content is { } bytes)
        {
            rows[change.Key] = new StoredRow(partition, change.Key, (++_version).ToString(CultureInfo.InvariantCulture), bytes.ToArray());
        }
        else
        {
            rows.Remove(change.Key);
        }
    }

    private SortedList<string, StoredRow> Partition(string partition)
    {
        if (!_partitions.TryGetValue(partition, out var rows))
        {
            _partitions[partition] = rows = new SortedList<string, StoredRow>(StringComparer.Ordinal);
        }

        return rows;
    }

    private static int FirstFrom(IList<string> keys, string from)
    {
        var (low, high) = (0, keys.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(keys[middle], from) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
