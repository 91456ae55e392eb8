using System.Collections.Immutable;

namespace CreditMonitor.Storage;

/// <summary>A row of one partition. Keys are printable ASCII, compared by ordinal.</summary>
/// <param name="ETag">The version that was read; opaque.</param>
/// <param name="Content">At most <see cref="StoreLimits.RowBytes"/> bytes.</param>
public sealed record StoredRow(string Partition, string Key, string ETag, ReadOnlyMemory<byte> Content);

/// <summary>One change of a batch. A batch names each row once.</summary>
public abstract record RowChange(string Key)
{
    /// <summary>Fails the batch when the row exists.</summary>
    public sealed record Insert(string Key, ReadOnlyMemory<byte> Content) : RowChange(Key);

    /// <summary>Fails the batch when the row is gone or no longer at <paramref name="ETag"/>.</summary>
    public sealed record Replace(string Key, ReadOnlyMemory<byte> Content, string ETag) : RowChange(Key);

    /// <summary>Insert or replace, whatever is there.</summary>
    public sealed record Put(string Key, ReadOnlyMemory<byte> Content) : RowChange(Key);

    /// <summary>Fails the batch when the row is gone, or no longer at <paramref name="ETag"/>; null: whatever is there.</summary>
    public sealed record Delete(string Key, string? ETag = null) : RowChange(Key);

    public int Bytes => this switch
    {
        Insert insert => insert.Content.Length,
        Replace replace => replace.Content.Length,
        Put put => put.Content.Length,
        _ => 0,
    };
}

/// <summary>What a storage engine must do: rows by partition, ranges in key order, and batches that happen whole or not at all.</summary>
/// <remarks>Every engine behaves like an Azure table here; <see cref="MonitorStore"/> above them keeps to that table's limits.</remarks>
public interface IRowStore
{
    /// <summary>Rows with <paramref name="from"/> &lt;= key &lt; <paramref name="to"/>, ascending, at most <paramref name="limit"/> of them.</summary>
    /// <exception cref="StoreException">The store cannot be reached or read.</exception>
    Task<ImmutableArray<StoredRow>> ReadRangeAsync(string partition, string from, string to, int? limit, CancellationToken cancellationToken);

    /// <summary>Applies all changes or none.</summary>
    /// <returns>False when a row was not as a change demands: somebody else was first.</returns>
    /// <exception cref="StoreException">The store cannot be reached or written; nothing was applied as far as is known.</exception>
    Task<bool> SubmitAsync(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken);

    /// <summary>Makes the table if it is missing, and proves that it can be written.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Where the data is, for people; holds no secret.</summary>
    string Description { get; }
}
