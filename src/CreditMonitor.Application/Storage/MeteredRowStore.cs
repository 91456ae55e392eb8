using System.Collections.Immutable;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Storage;

/// <summary>Counts every transaction with the engine behind it.</summary>
internal sealed class MeteredRowStore(IRowStore inner) : IRowStore
{
    public string Description => inner.Description;

    public Task<ImmutableArray<StoredRow>> ReadRangeAsync(string partition, string from, string to, int? limit, CancellationToken cancellationToken)
    {
        PollMeter.CountTransaction();
        return inner.ReadRangeAsync(partition, from, to, limit, cancellationToken);
    }

    public Task<bool> SubmitAsync(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        PollMeter.CountTransaction();
        return inner.SubmitAsync(partition, changes, cancellationToken);
    }

    public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);
}
