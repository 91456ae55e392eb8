using System.Collections.Immutable;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Storage;

/// <content>What is read for people and never by a decision.</content>
public sealed partial class MonitorStore
{
    public async Task<SnapshotPage> ReadSnapshotsAsync(string organizationId, int limit, string? after, CancellationToken cancellationToken)
    {
        var from = after is null ? StoreKeys.SnapshotFrom : StoreKeys.SnapshotFrom + after + "!";
        var found = await rows.ReadRangeAsync(StoreKeys.Partition(organizationId), from, StoreKeys.SnapshotTo, limit + 1, cancellationToken);
        var page = found.Take(limit).ToList();
        return new SnapshotPage(
            [.. page.Select(row => StoreCodec.Unpack(row, StoreJson.Default.Snapshot))],
            found.Length > limit ? page[^1].Key[StoreKeys.SnapshotFrom.Length..] : null);
    }

    public async Task<ImmutableArray<CostDay>> ReadBreakdownsAsync(string organizationId, CostHistory history, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var found = await rows.ReadRangeAsync(StoreKeys.Partition(organizationId), $"b.{from:yyyy-MM-dd}", $"b.{to.AddDays(1):yyyy-MM-dd}", limit: null, cancellationToken);
        var current = history.Days.Values.Select(StoreKeys.Breakdown).ToHashSet(StringComparer.Ordinal);
        return [.. found.Where(row => current.Contains(row.Key)).Select(StoreCodec.Decompress)];
    }
}
