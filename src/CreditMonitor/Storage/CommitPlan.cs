using System.Collections.Immutable;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Polling;

namespace CreditMonitor.Storage;

/// <summary>A decision as batches of row changes. All but the last only add rows that nobody reads until the head names them.</summary>
internal sealed record CommitPlan(ImmutableArray<ImmutableArray<RowChange>> Ahead, ImmutableArray<RowChange> Last)
{
    public static CommitPlan Of(StoredOrganization previous, Decision decision)
    {
        var version = (HeadVersion)previous.Version;
        var packed = PackChangedMonths(decision, version);
        var months = version.Months.SetItems(packed.Select(month => KeyValuePair.Create(month.Key, month.Value.Hash)));
        List<RowChange> additions =
        [
            .. decision.Breakdowns.Select(day => new RowChange.Put(StoreKeys.Breakdown(decision.Next.History.Days[day.Day]), StoreCodec.Compress(day))),
            .. packed.Select(month => new RowChange.Put(StoreKeys.Month(month.Key, month.Value.Hash), month.Value.Content)),
        ];
        // Of two decisions at one instant (a poll, and something told right then) the later stands; the head guards against any other.
        List<RowChange> last =
        [
            Head(version, decision, months),
            new RowChange.Put(StoreKeys.Snapshot(decision.Snapshot.At), StoreCodec.Pack(decision.Snapshot, StoreJson.Default.Snapshot)),
            .. ChangedAlerts(previous.State, decision.Next),
            .. decision.Messages.Select(message => new RowChange.Insert(StoreKeys.Mail(message.Id), StoreCodec.Pack(message, StoreJson.Default.OutboxMessage))),
        ];
        return Fit(additions, last, Superseded(previous, version, decision, months));
    }

    /// <summary>Removing what is no longer named can wait; it goes along where there is room.</summary>
    private static CommitPlan Fit(List<RowChange> additions, List<RowChange> last, IEnumerable<RowChange> removals)
    {
        var ahead = ImmutableArray.CreateBuilder<ImmutableArray<RowChange>>();
        if (!Fits([.. additions, .. last]))
        {
            ahead.AddRange(Batches(additions));
            additions = [];
        }

        if (last.Count > StoreLimits.BatchOperations)
        {
            throw new StoreException($"One decision changes {last.Count} rows at once, more than the {StoreLimits.BatchOperations} that can be written together; declare fewer recipients for single addresses or use a team address.");
        }

        last.AddRange(additions);
        foreach (var removal in removals.TakeWhile(_ => last.Count < StoreLimits.BatchOperations))
        {
            last.Add(removal);
        }

        return new CommitPlan(ahead.ToImmutable(), [.. last]);
    }

    private static bool Fits(IReadOnlyCollection<RowChange> changes) =>
        changes.Count <= StoreLimits.BatchOperations && changes.Sum(change => change.Bytes) <= StoreLimits.BatchBytes;

    private static IEnumerable<ImmutableArray<RowChange>> Batches(List<RowChange> changes)
    {
        var batch = ImmutableArray.CreateBuilder<RowChange>();
        var bytes = 0;
        foreach (var change in changes)
        {
            if (batch.Count == StoreLimits.BatchOperations || bytes + change.Bytes > StoreLimits.BatchBytes)
            {
                yield return batch.ToImmutable();
                batch.Clear();
                bytes = 0;
            }

            batch.Add(change);
            bytes += change.Bytes;
        }

        yield return batch.ToImmutable();
    }

    private static RowChange Head(HeadVersion version, Decision decision, ImmutableSortedDictionary<string, string> months)
    {
        var next = decision.Next;
        var head = new HeadRow(
            MonitorStore.Layout, next.LastPollId, next.Costs, next.Projects, next.SpendLimit, next.KnownProjects, next.KnownSpendLimit, months, next.Believed, next.Corrections);
        var content = StoreCodec.Pack(head, StoreJson.Default.HeadRow);
        return version.ETag is { } etag ? new RowChange.Replace(StoreKeys.Head, content, etag) : new RowChange.Insert(StoreKeys.Head, content);
    }

    private static IEnumerable<RowChange> ChangedAlerts(OrganizationState before, OrganizationState after)
    {
        var known = before.Alerts.ToDictionary(alert => alert.Key, StringComparer.Ordinal);
        return after.Alerts
            .Where(alert => !ReferenceEquals(known.GetValueOrDefault(alert.Key), alert))
            .Select(alert => new RowChange.Put(StoreKeys.Alert(alert.Key), StoreCodec.Pack(alert, StoreJson.Default.AlertState)));
    }

    private static IEnumerable<RowChange> Superseded(StoredOrganization previous, HeadVersion version, Decision decision, ImmutableSortedDictionary<string, string> months)
    {
        var named = months.Select(month => StoreKeys.Month(month.Key, month.Value)).ToHashSet(StringComparer.Ordinal);
        var unnamed = version.Months.Select(month => StoreKeys.Month(month.Key, month.Value)).Concat(version.Leftovers).Where(key => !named.Contains(key));
        var breakdowns = decision.Breakdowns
            .Select(day => previous.State.History.Days.GetValueOrDefault(day.Day))
            .OfType<DayCost>()
            .Select(StoreKeys.Breakdown);
        return unnamed.Concat(breakdowns).Distinct(StringComparer.Ordinal).Select(key => new RowChange.Delete(key));
    }

    /// <summary>Only months with a changed day are packed anew.</summary>
    private static SortedDictionary<string, PackedMonth> PackChangedMonths(Decision decision, HeadVersion version)
    {
        var packed = new SortedDictionary<string, PackedMonth>(StringComparer.Ordinal);
        foreach (var month in decision.ChangedDays.Select(StoreKeys.MonthOf).Distinct(StringComparer.Ordinal))
        {
            var content = StoreCodec.Pack(new MonthRow([.. decision.Next.History.DaysOf(month)]), StoreJson.Default.MonthRow);
            var hash = StoreCodec.HashOf(content);
            if (version.Months.GetValueOrDefault(month) != hash)
            {
                packed[month] = new PackedMonth(hash, content);
            }
        }

        return packed;
    }

    private sealed record PackedMonth(string Hash, byte[] Content);
}
