using System.Collections.Immutable;
using System.IO.Compression;

namespace CreditMonitor.Storage;

/// <summary>More rows than one transaction takes: packed into a few with the decision, and spread out into their own right after, or by whoever reads next.</summary>
internal static class RowSpill
{
    /// <summary>So many of the largest alerts, compressed, are far under the size of a row.</summary>
    private const int PerRow = 300;

    public static IEnumerable<RowChange> Pack(IEnumerable<RowChange.Put> rows) => rows.Chunk(PerRow).Select(chunk =>
    {
        var packed = Compressed(chunk);
        return new RowChange.Put(StoreKeys.Spill(StoreCodec.HashOf(packed)), packed);
    });

    /// <summary>One transaction that brings some of the rows to their places and takes them out of the packed one.</summary>
    /// <remarks>It fails when another has taken the same step: what became of the rows since, such as a mail that was delivered, stands.</remarks>
    public static ImmutableArray<RowChange> NextStep(StoredRow packed)
    {
        var rows = Unpack(packed);
        var rest = rows.Skip(StoreLimits.BatchOperations - 1).ToList();
        return [.. rows.Take(StoreLimits.BatchOperations - 1), rest.Count == 0 ? new RowChange.Delete(packed.Key) : new RowChange.Replace(packed.Key, Compressed(rest), packed.ETag)];
    }

    private static List<RowChange.Put> Unpack(StoredRow packed) => StoreCodec.Guarded(packed, () => Read(packed));

    private static List<RowChange.Put> Read(StoredRow packed)
    {
        using var reader = new BinaryReader(new BrotliStream(new MemoryStream(packed.Content.ToArray()), CompressionMode.Decompress));
        var count = reader.ReadInt32();
        return [.. Enumerable.Range(0, count).Select(_ => new RowChange.Put(reader.ReadString(), reader.ReadBytes(reader.ReadInt32())))];
    }

    private static byte[] Compressed(IReadOnlyCollection<RowChange.Put> rows)
    {
        using var packed = new MemoryStream();
        using (var writer = new BinaryWriter(new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)))
        {
            writer.Write(rows.Count);
            foreach (var row in rows)
            {
                writer.Write(row.Key);
                writer.Write(row.Content.Length);
                writer.Write(row.Content.Span);
            }
        }

        return packed.ToArray();
    }
}
