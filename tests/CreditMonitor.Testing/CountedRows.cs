using System.Collections.Immutable;
using CreditMonitor.Storage;

namespace CreditMonitor.Testing;

/// <summary>Counts reads of the engine behind it.</summary>
internal sealed class CountedRows(IRowStore inner) : IRowStore
{
    private int _reads;

    public int Reads => _reads;

    public string Description => inner.Description;

    public Task<ImmutableArray<StoredRow>> ReadRangeAsync(string partition, string from, string to, int? limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return inner.ReadRangeAsync(partition, from, to, limit, cancellationToken);
    }

    public Task<bool> SubmitAsync(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) => inner.SubmitAsync(partition, changes, cancellationToken);

    public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);
}
