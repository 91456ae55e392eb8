namespace CreditMonitor.Storage;

/// <summary>Azure Table Storage's limits, kept for every engine so that what works at home works there.</summary>
public static class StoreLimits
{
    /// <summary>Operations in one entity-group transaction.</summary>
    public const int BatchOperations = 100;

    /// <summary>Under the 4 MiB of a transaction as it is sent: keys, envelope and base64 included (<see cref="EncodedBytes"/>).</summary>
    public const int BatchBytes = 4_000_000;

    /// <summary>A binary property's part of a row, under the 64 KiB that it may have.</summary>
    public const int ChunkBytes = 60 * 1024;

    /// <summary>Under the 1 MiB of an entity: fifteen binary properties of 60 KiB.</summary>
    public const int RowBytes = 15 * ChunkBytes;

    public const int KeyCharacters = 512;

    /// <summary>Boundary, method, address of the account, headers and the mark of the batch: about 600 bytes with a short address.</summary>
    private const int PartBytes = 1024;

    /// <summary>Name, type annotation and quotes of one binary property.</summary>
    private const int ChunkEnvelopeBytes = 64;

    /// <summary>Refuses what Azure would refuse and an emulator or SQLite would take.</summary>
    /// <exception cref="ArgumentException">A bug: the caller built an impossible batch.</exception>
    public static void Check(string partition, IReadOnlyList<RowChange> changes)
    {
        if (changes.Count is 0 or > BatchOperations)
        {
            throw new ArgumentException($"A batch has 1 to {BatchOperations} changes, not {changes.Count}.");
        }

        CheckKey(partition);
        foreach (var change in changes)
        {
            CheckKey(change.Key);
        }

        if (changes.Sum(change => EncodedBytes(partition, change)) > BatchBytes || changes.Any(change => change.Bytes > RowBytes))
        {
            throw new ArgumentException($"A batch takes at most {BatchBytes:N0} bytes as it is sent, and a row holds {RowBytes:N0}.");
        }

        if (changes.DistinctBy(change => change.Key, StringComparer.Ordinal).Count() != changes.Count)
        {
            throw new ArgumentException("A batch names each row once.");
        }
    }

    /// <summary>Printable ASCII alone: beyond it engines differ, SQLite ordering by UTF-8 and others by UTF-16.</summary>
    /// <exception cref="ArgumentException">A bug: the caller made an impossible key.</exception>
    public static void CheckKey(string key)
    {
        if (key.Length is 0 or > KeyCharacters || key.AsSpan().ContainsAny("/\\#?%") || key.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new ArgumentException($"'{key}' cannot be a key: 1 to {KeyCharacters} printable ASCII characters without / \\ # ? and %.");
        }
    }

    /// <summary>At least what the change takes in a transaction's request.</summary>
    public static int EncodedBytes(string partition, RowChange change) => EnvelopeBytes(partition, change.Key) + Base64Bytes(change.Bytes) + (ChunkEnvelopeBytes * ((change.Bytes / ChunkBytes) + 1));

    /// <summary>Keys stand in the address, percent-encoded with quotes doubled, and in the row, where a quote may be escaped to six bytes.</summary>
    internal static int EnvelopeBytes(string partition, string key) => PartBytes + (12 * (partition.Length + key.Length));

    internal static int Base64Bytes(int bytes) => ((bytes + 2) / 3 * 4) + 4;
}
