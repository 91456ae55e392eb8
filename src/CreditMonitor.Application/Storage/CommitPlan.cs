using System.Collections.Immutable;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Storage;

/// <summary>A decision as batches of row changes. All but the last only add rows that nobody reads until the head names them.</summary>
/// <param name="Head">As the last batch writes it.</param>
internal sealed record CommitPlan(ImmutableArray<ImmutableArray<RowChange>> Ahead, ImmutableArray<RowChange> Last, PackedHead Head)
{
    /// <summary>Alerts and messages are packed (<see cref="RowSpill"/>) and wait to be spread into their rows.</summary>
    public bool Spills { get; private init; }

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
        var head = HeadOf(decision, months);
        // Of two decisions at one instant (a poll, and something told right then) the later stands; the head guards against any other.
        List<RowChange> last =
        [
            version.ETag is { } etag ? new RowChange.Replace(StoreKeys.Head, head.Content, etag) : new RowChange.Insert(StoreKeys.Head, head.Content),
            .. decision.KeepsSnapshot ? [new RowChange.Put(StoreKeys.Snapshot(decision.Snapshot.At), StoreCodec.Pack(decision.Snapshot, StoreJson.Default.Snapshot))] : Array.Empty<RowChange>(),
            .. UsageRows.Changed(previous.State.Usage, decision.Next.Usage),
            .. Gaps(previous.State.Gaps, decision.Next.Gaps),
            .. decision.Withdrawn.Select(id => new RowChange.Delete(StoreKeys.Mail(id))),
        ];
        var partition = StoreKeys.Partition(decision.Next.OrganizationId);
        RowChange.Put[] told = [.. ChangedAlerts(previous.State, decision.Next), .. Messages(decision)];
        var spills = !new BatchRoom(partition).TakesAll([.. last, .. told]);
        last.AddRange(spills ? RowSpill.Pack(told) : told);
        return Fit(partition, head, additions, last, Superseded(previous, version, decision, months)) with { Spills = spills };
    }

    private static IEnumerable<RowChange> Gaps(CostGaps before, CostGaps after) =>
        ReferenceEquals(before, after) ? [] : [new RowChange.Put(StoreKeys.Gaps, StoreCodec.Pack(after, StoreJson.Default.CostGaps))];

    private static IEnumerable<RowChange.Put> Messages(Decision decision) =>
    [
        .. decision.Messages.Select(message => new RowChange.Put(StoreKeys.Mail(message.Id), StoreCodec.Pack(message, StoreJson.Default.OutboxMessage))),
        .. decision.Gathered.Select(message => new RowChange.Put(StoreKeys.Gathered(message.SubscriptionId, message.Id), StoreCodec.Pack(message, StoreJson.Default.OutboxMessage))),
    ];

    /// <summary>Removing what is no longer named can wait; it goes along where there is room.</summary>
    private static CommitPlan Fit(string partition, PackedHead head, List<RowChange> additions, List<RowChange> last, IEnumerable<RowChange> removals)
    {
        var ahead = ImmutableArray<ImmutableArray<RowChange>>.Empty;
        if (!new BatchRoom(partition).TakesAll([.. additions, .. last]))
        {
            ahead = [.. RowBatches.Of(partition, additions)];
            additions = [];
        }

        var room = new BatchRoom(partition);
        if (!room.TakesAll(last))
        {
            throw new StoreException($"One decision changes {last.Count} rows with {last.Sum(change => change.Bytes):N0} bytes at once, more than can be written together; have fewer addresses subscribe, or one team address.");
        }

        last.AddRange(additions.Where(room.Takes));
        last.AddRange(removals.TakeWhile(room.Takes));
        return new CommitPlan(ahead, [.. last], head);
    }

    private static PackedHead HeadOf(Decision decision, ImmutableSortedDictionary<string, string> months)
    {
        var next = decision.Next;
        return PackedHead.Of(new HeadRow(
            MonitorStore.Layout, next.LastPollId, next.Costs, next.Projects, next.SpendLimit, next.KnownProjects, next.KnownSpendLimit, months, next.Believed, next.Corrections, next.AuditLog, next.KeyEvents, next.UsageSource, next.Calendar, next.AdminKey,
            next.Shares, next.Running.Figures.IsEmpty ? null : next.Running));
    }

    private static IEnumerable<RowChange.Put> ChangedAlerts(OrganizationState before, OrganizationState after)
    {
        var known = before.Alerts.ToDictionary(alert => alert.Key, StringComparer.Ordinal);
        return after.Alerts
            .Where(alert => !ReferenceEquals(known.GetValueOrDefault(alert.Key), alert))
            .Select(alert => new RowChange.Put(StoreKeys.Alert(alert.Key), StoreCodec.Pack(alert, StoreJson.Default.AlertState)));
    }

    private static IEnumerable<RowChange> Superseded(StoredOrganization previous, HeadVersion version, Decision decision, ImmutableSortedDictionary<string, string> months)
    {
        if (version.Months == months && version.Leftovers.IsEmpty && decision.Breakdowns.IsEmpty)
        {
            return [];    // most polls leave every month as it is
        }

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
