using System.Collections.Immutable;
using CreditMonitor.Storage;

namespace CreditMonitor.Testing;

/// <summary>Another engine's rows, with trouble where a test wants it.</summary>
internal sealed class TroubledRows(IRowStore inner) : IRowStore
{
    /// <summary>The range that a decision reads: all that it needs of an organization.</summary>
    public const string OfADecision = StoreKeys.DecisionFrom;

    /// <summary>Called with the beginning of each range before it is read; may throw.</summary>
    public Action<string> Reading { get; set; } = _ => { };

    /// <summary>Called with each batch and its partition before it is written; may throw. False: another was first, and nothing of it is
    /// written.</summary>
    public Func<string, IReadOnlyList<RowChange>, bool> SubmittingTo { get; set; } = (_, _) => true;

    public string Description => inner.Description;

    /// <summary>Whether the batch commits a decision.</summary>
    public static bool IsCommit(IReadOnlyList<RowChange> changes) => changes.Any(change => change.Key == StoreKeys.Head);

    public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);

    public async Task<ImmutableArray<StoredRow>> ReadRangeAsync(
        string partition, string from, string to, int? limit, CancellationToken cancellationToken)
    {
        Reading(from);
        return await inner.ReadRangeAsync(partition, from, to, limit, cancellationToken);
    }

    public async Task<bool> SubmitAsync(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) =>
        SubmittingTo(partition, changes) && await inner.SubmitAsync(partition, changes, cancellationToken);
}
