using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using CreditMonitor.Core.Alerts;

namespace CreditMonitor.Storage;

/// <param name="Key">The row that the message is to have.</param>
internal sealed record SpilledMessage(string Key, OutboxMessage Message);

internal sealed record SpillRow(ImmutableArray<SpilledMessage> Messages);

/// <summary>More messages than one transaction takes: packed into a few rows with the decision, and spread out into their own by whoever reads next.</summary>
internal static class MessageSpill
{
    /// <summary>So many of the largest alerts, compressed, are far under the size of a row.</summary>
    private const int PerRow = 300;

    public static IEnumerable<RowChange> Pack(IEnumerable<SpilledMessage> messages) => messages.Chunk(PerRow).Select(chunk => new RowChange.Put(StoreKeys.Spill(chunk[0].Message.Id), Compressed(new SpillRow([.. chunk]))));

    public static SpillRow Unpack(StoredRow row)
    {
        using var brotli = new BrotliStream(new MemoryStream(row.Content.ToArray()), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(brotli, StoreJson.Default.SpillRow) ?? throw new JsonException($"Row {row.Key} is empty.");
    }

    /// <summary>Each batch whole; the packed row goes with the last, so that a crash in between repeats and loses nothing.</summary>
    public static IEnumerable<ImmutableArray<RowChange>> Spread(StoredRow row)
    {
        var puts = Unpack(row).Messages.Select(spilled => (RowChange)new RowChange.Put(spilled.Key, StoreCodec.Pack(spilled.Message, StoreJson.Default.OutboxMessage))).ToList();
        var batches = puts.Chunk(StoreLimits.BatchOperations - 1).ToList();
        return batches.Select((batch, index) => index == batches.Count - 1 ? batch.Append(new RowChange.Delete(row.Key)).ToImmutableArray() : [.. batch]);
    }

    private static byte[] Compressed(SpillRow row)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(brotli, row, StoreJson.Default.SpillRow);
        }

        return packed.ToArray();
    }
}
