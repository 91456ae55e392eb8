using System.Collections.Concurrent;

namespace CreditMonitor.Storage;

/// <summary>What was unpacked last of each partition, by the versions of its rows: rows that did not change are not unpacked again.</summary>
/// <remarks>Only ever a shortcut: the rows themselves are read each time, so that another process's writes are seen.</remarks>
/// <param name="isContentInKey">Rows are never changed and their keys name their content, so that the keys alone say what is in them.</param>
internal sealed class LastRead<T>(Func<IReadOnlyList<StoredRow>, T> unpack, bool isContentInKey = false)
    where T : class
{
    /// <summary>A process with more organizations than this unpacks more often rather than hold them all in memory.</summary>
    private const int MostPartitions = 64;

    private readonly ConcurrentDictionary<string, Entry> _last = new(StringComparer.Ordinal);

    public T Of(string partition, IReadOnlyList<StoredRow> rows)
    {
        if (_last.TryGetValue(partition, out var entry) && IsOf(entry.Versions, rows))
        {
            return entry.Value;
        }

        var value = unpack(rows);
        Set(partition, new Entry([.. rows.Select(VersionOf)], value));
        return value;
    }

    /// <summary>What was just written is what will be read, as long as nobody else writes: the same instance then, with all that was reckoned from it.</summary>
    /// <param name="keys">Of the rows that hold the value now, in the order in which they will be read.</param>
    public void Keep(string partition, IEnumerable<string> keys, T value)
    {
        if (!isContentInKey)
        {
            throw new InvalidOperationException("Only a read tells the version of a row whose key does not name its content.");
        }

        Set(partition, new Entry([.. keys.Select(key => (key, ""))], value));
    }

    private void Set(string partition, Entry entry)
    {
        if (_last.Count >= MostPartitions)
        {
            _last.Clear();
        }

        _last[partition] = entry;
    }

    private bool IsOf((string Key, string ETag)[] versions, IReadOnlyList<StoredRow> rows)
    {
        var same = versions.Length == rows.Count;
        for (var i = 0; same && i < versions.Length; i++)
        {
            same = versions[i] == VersionOf(rows[i]);
        }

        return same;
    }

    private (string Key, string ETag) VersionOf(StoredRow row) => (row.Key, isContentInKey ? "" : row.ETag);

    private sealed record Entry((string Key, string ETag)[] Versions, T Value);
}
