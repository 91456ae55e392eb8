using System.Collections.Concurrent;

namespace CreditMonitor.Storage;

/// <summary>The head that this process wrote last of each partition. Every commit writes one and every poll reads it back: it is unpacked only when other bytes stand there.</summary>
internal sealed class LastHead
{
    /// <summary>A process with more organizations than this unpacks more often rather than hold them all in memory.</summary>
    private const int MostPartitions = 64;

    private readonly ConcurrentDictionary<string, PackedHead> _last = new(StringComparer.Ordinal);

    /// <returns>Null when other bytes stand there.</returns>
    public HeadRow? Find(string partition, StoredRow row) =>
        _last.TryGetValue(partition, out var last) && last.Content.AsSpan().SequenceEqual(row.Content.Span) ? last.Head : null;

    public void Keep(string partition, PackedHead head)
    {
        if (_last.Count >= MostPartitions)
        {
            _last.Clear();
        }

        _last[partition] = head;
    }
}

/// <summary>A head beside its bytes.</summary>
internal sealed record PackedHead(HeadRow Head, byte[] Content)
{
    public static PackedHead Of(HeadRow head) => new(head, StoreCodec.Pack(head, StoreJson.Default.HeadRow));
}
