using System.Collections.Concurrent;
using System.Text;

namespace CreditMonitor.Storage;

/// <summary>What was unpacked last of each partition, by the versions of its rows: rows that did not change are not unpacked again.</summary>
/// <remarks>Only ever a shortcut: the rows themselves are read each time, so that another process's writes are seen.</remarks>
internal sealed class LastRead<T>(Func<IReadOnlyList<StoredRow>, T> unpack)
    where T : class
{
    /// <summary>A process with more organizations than this unpacks more often rather than hold them all in memory.</summary>
    private const int MostPartitions = 64;

    private readonly ConcurrentDictionary<string, Entry> _last = new(StringComparer.Ordinal);

    public T Of(string partition, IReadOnlyList<StoredRow> rows)
    {
        var versions = VersionsOf(rows);
        if (_last.TryGetValue(partition, out var entry) && entry.Versions == versions)
        {
            return entry.Value;
        }

        var value = unpack(rows);
        if (_last.Count >= MostPartitions)
        {
            _last.Clear();
        }

        _last[partition] = new Entry(versions, value);
        return value;
    }

    private static string VersionsOf(IReadOnlyList<StoredRow> rows)
    {
        var versions = new StringBuilder();
        foreach (var row in rows)
        {
            versions.Append(row.Key).Append('\n').Append(row.ETag).Append('\n');
        }

        return versions.ToString();
    }

    private sealed record Entry(string Versions, T Value);
}
