using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using CreditMonitor.Core.Records;

namespace CreditMonitor.Storage;

/// <summary>The facts of one kind and one month.</summary>
internal sealed record FactPage(ImmutableArray<RecordedFact> Facts);

/// <summary>Told facts in rows, one for each kind and month: a decision reads them all with the rest, and telling one writes one row.</summary>
internal static class FactPages
{
    /// <summary>A page larger than this is compressed.</summary>
    private const int ReadableBytes = 16 * 1024;

    public static RecordBook Read(IEnumerable<StoredRow> rows)
    {
        var facts = rows.SelectMany(row => Unpack(row).Facts).ToList();
        return facts.Count == 0 ? RecordBook.None : new RecordBook(facts);
    }

    /// <summary>The rows that have to change so that they hold <paramref name="after"/>.</summary>
    public static IEnumerable<RowChange> Changes(ImmutableArray<StoredRow> rows, RecordBook before, RecordBook after)
    {
        var known = rows.ToDictionary(row => row.Key, StringComparer.Ordinal);
        var old = before.All.ToLookup(KeyOf, StringComparer.Ordinal);
        var wanted = after.All.ToLookup(KeyOf, StringComparer.Ordinal);
        foreach (var key in old.Select(page => page.Key).Union(wanted.Select(page => page.Key), StringComparer.Ordinal).Where(key => !old[key].SequenceEqual(wanted[key])))
        {
            var content = Pack(key, new FactPage([.. wanted[key]]));
            yield return known.TryGetValue(key, out var row) ? new RowChange.Replace(key, content, row.ETag) : new RowChange.Insert(key, content);
        }
    }

    private static string KeyOf(RecordedFact fact) => StoreKeys.Told(fact.Kind, fact.HappenedAt.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture));

    private static byte[] Pack(string key, FactPage page)
    {
        var plain = StoreCodec.Pack(page, StoreJson.Default.FactPage);
        if (plain.Length <= ReadableBytes)
        {
            return plain;
        }

        var packed = Compressed(plain);
        return packed.Length <= StoreLimits.RowBytes ? packed
            : throw new StoreException($"There is more told for one month than a row can hold ({key}); nothing was kept. Void or merge what is no longer needed.");
    }

    private static byte[] Compressed(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            brotli.Write(plain);
        }

        return packed.ToArray();
    }

    private static FactPage Unpack(StoredRow row)
    {
        if (row.Content.Span is [(byte)'{', ..])
        {
            return StoreCodec.Unpack(row, StoreJson.Default.FactPage);
        }

        return StoreCodec.UnpackCompressed(row, StoreJson.Default.FactPage);
    }
}
