namespace CreditMonitor.Storage;

/// <summary>Azure Table Storage's limits (<c>facts/azure-functions.md</c> 5), kept for every engine so that what works at home works there.</summary>
public static class StoreLimits
{
    /// <summary>Operations in one entity-group transaction.</summary>
    public const int BatchOperations = 100;

    /// <summary>Under the 4 MiB of a transaction, with room for its envelope and base64.</summary>
    public const int BatchBytes = 2_600_000;

    /// <summary>Under the 1 MiB of an entity: fifteen binary properties of 60 KiB.</summary>
    public const int RowBytes = 15 * 60 * 1024;

    public const int KeyCharacters = 512;

    /// <summary>Refuses what Azure would refuse and an emulator or SQLite would take.</summary>
    /// <exception cref="ArgumentException">A bug: the caller built an impossible batch.</exception>
    public static void Check(string partition, IReadOnlyList<RowChange> changes)
    {
        if (changes.Count is 0 or > BatchOperations)
        {
            throw new ArgumentException($"A batch has 1 to {BatchOperations} changes, not {changes.Count}.");
        }

        if (changes.Sum(change => change.Bytes) > BatchBytes || changes.Any(change => change.Bytes > RowBytes))
        {
            throw new ArgumentException($"A batch holds at most {BatchBytes:N0} bytes and a row {RowBytes:N0}.");
        }

        if (changes.DistinctBy(change => change.Key, StringComparer.Ordinal).Count() != changes.Count)
        {
            throw new ArgumentException("A batch names each row once.");
        }

        foreach (var key in changes.Select(change => change.Key).Append(partition))
        {
            if (key.Length is 0 or > KeyCharacters || key.AsSpan().ContainsAny("/\\#?%") || key.Any(char.IsControl))
            {
                throw new ArgumentException($"'{key}' cannot be a key: 1 to {KeyCharacters} characters without / \\ # ? % and control characters.");
            }
        }
    }
}
