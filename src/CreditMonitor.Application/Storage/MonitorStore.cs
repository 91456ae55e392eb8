using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;

namespace CreditMonitor.Storage;

/// <summary>What was read, as the store itself sees it.</summary>
/// <param name="ETag">Of the head; null: nothing was ever committed.</param>
/// <param name="Months">The month rows that the head names: month to content hash.</param>
/// <param name="Leftovers">Month rows that it does not name: what a lost commit left behind, removed with the next one.</param>
internal sealed record HeadVersion(string? ETag, ImmutableSortedDictionary<string, string> Months, ImmutableArray<string> Leftovers) : StoreVersion;

/// <summary>The monitor's data as rows: one partition for each organization, guarded by its head row (design decision 3).</summary>
public sealed partial class MonitorStore(IRowStore rows) : IMonitorStore
{
    /// <summary>Version of the row layout that this program writes and reads.</summary>
    public const int Layout = 1;

    private const int TellAttempts = 5;

    private readonly LastRead<CostHistory> _histories = new(HistoryOf, isContentInKey: true);
    private readonly LastHead _heads = new();
    private readonly LastRead<ImmutableSortedDictionary<DateTimeOffset, long>> _usage = new(UsageRows.HoursOf);
    private readonly LastRead<CostGaps> _gaps = new(found => found.Count == 0 ? CostGaps.None : StoreCodec.Unpack(found[0], StoreJson.Default.CostGaps));
    private readonly LastRead<RecordBook> _told = new(FactPages.Read);
    private readonly LastRead<AlertState[]> _alerts = new(found => [.. found.Select(row => StoreCodec.Unpack(row, StoreJson.Default.AlertState))]);

    public string Description => rows.Description;

    public Task PrepareAsync(CancellationToken cancellationToken) => rows.PrepareAsync(cancellationToken);

    public async Task<StoredOrganization> ReadAsync(string organizationId, CancellationToken cancellationToken)
    {
        var partition = StoreKeys.Partition(organizationId);
        var found = await rows.ReadRangeAsync(partition, StoreKeys.DecisionFrom, StoreKeys.DecisionTo, limit: null, cancellationToken);
        var headRow = found.FirstOrDefault(row => row.Key == StoreKeys.Head);
        var head = headRow is null ? null : HeadOf(organizationId, partition, headRow);    // first: a newer layout may change the rest
        if (Under(found, StoreKeys.SpillPrefix).Any())
        {
            await SpreadAsync(partition, cancellationToken);
            return await ReadAsync(organizationId, cancellationToken);
        }

        var pending = Under(found, StoreKeys.MailPrefix).Select(row => StoreCodec.Unpack(row, StoreJson.Default.OutboxMessage)).OrderBy(message => message.CreatedAt).ThenBy(message => message.Id, StringComparer.Ordinal);
        var told = _told.Of(partition, [.. Under(found, StoreKeys.ToldPrefix)]);
        ImmutableArray<Subscription> subscriptions = [.. Under(found, StoreKeys.SubscriptionPrefix).Select(row => StoreCodec.Unpack(row, StoreJson.Default.Subscription))];
        var monthRows = Under(found, StoreKeys.MonthPrefix).ToDictionary(row => row.Key, StringComparer.Ordinal);
        if (headRow is null || head is null)
        {
            var nothing = new HeadVersion(null, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), [.. monthRows.Keys]);
            return new StoredOrganization(OrganizationState.New(organizationId) with { Told = told, Subscriptions = subscriptions }, nothing, [.. pending]);
        }

        var named = head.Months.Select(month => StoreKeys.Month(month.Key, month.Value)).ToHashSet(StringComparer.Ordinal);
        var state = new OrganizationState(
            organizationId, head.LastPollId, head.Costs, head.Projects, head.SpendLimit, head.KnownProjects, head.KnownSpendLimit,
            _histories.Of(partition, Named(organizationId, named, monthRows)),
            [.. _alerts.Of(partition, [.. Under(found, StoreKeys.AlertPrefix)])])
        {
            Told = told,
            Subscriptions = subscriptions,
            Gaps = _gaps.Of(partition, [.. found.Where(row => row.Key == StoreKeys.Gaps)]),
            Calendar = head.Calendar.IsDefault ? [] : head.Calendar,
            Believed = head.Believed,
            Corrections = head.Corrections.IsDefault ? [] : head.Corrections,
            AuditLog = head.AuditLog ?? new SourceState(),
            AdminKey = head.AdminKey ?? new AdminKeyEnd(),
            UsageSource = head.UsageSource ?? new SourceState(),
            Usage = UsageRows.Of(found.FirstOrDefault(row => row.Key == StoreKeys.UsageRecent), _usage.Of(partition, [.. found.Where(row => row.Key == StoreKeys.UsagePast)])),
            KeyEvents = head.KeyEvents.IsDefault ? [] : head.KeyEvents,
            Shares = head.Shares ?? [],
            Running = head.Running ?? RunningDay.None,
        };
        return new StoredOrganization(state, new HeadVersion(headRow.ETag, head.Months.WithComparers(StringComparer.Ordinal), [.. monthRows.Keys.Where(key => !named.Contains(key))]), [.. pending]);
    }

    public async Task<bool> CommitAsync(StoredOrganization previous, Decision decision, CancellationToken cancellationToken)
    {
        var partition = StoreKeys.Partition(decision.Next.OrganizationId);
        var plan = CommitPlan.Of(previous, decision);
        foreach (var batch in plan.Ahead)
        {
            await SubmitAsync(partition, batch, cancellationToken);
        }

        var committed = await SubmitAsync(partition, plan.Last, cancellationToken);
        if (committed)
        {
            _heads.Keep(partition, plan.Head);
        }

        if (committed && !ReferenceEquals(decision.Next.History, previous.State.History))
        {
            _histories.Keep(partition, plan.Head.Head.Months.Select(month => StoreKeys.Month(month.Key, month.Value)), decision.Next.History);
        }

        if (committed && plan.Spills)
        {
            await SpreadAsync(partition, cancellationToken);
        }

        return committed;
    }

    public async Task<RecordBook> ReadToldAsync(string organizationId, CancellationToken cancellationToken) =>
        FactPages.Read(await rows.ReadRangeAsync(StoreKeys.Partition(organizationId), StoreKeys.ToldPrefix, StoreKeys.ToldTo, limit: null, cancellationToken));

    public async Task<ImmutableArray<FactChange>> TellAsync(
        string organizationId, ImmutableArray<RecordedFact> facts, Func<ImmutableArray<FactChange>, AuditEntry> audit, CancellationToken cancellationToken)
    {
        var partition = StoreKeys.Partition(organizationId);
        for (var attempt = 1; attempt <= TellAttempts; attempt++)
        {
            var found = await rows.ReadRangeAsync(partition, StoreKeys.ToldPrefix, StoreKeys.ToldTo, limit: null, cancellationToken);
            var before = FactPages.Read(found);
            var (after, changes) = before.With(facts);
            if (ReferenceEquals(before, after))
            {
                return changes;
            }

            var entry = audit(changes);
            var content = StoreCodec.Pack(entry, StoreJson.Default.AuditEntry);
            var unique = StoreCodec.HashOf(StoreCodec.Pack(new FactPage(facts), StoreJson.Default.FactPage));
            if (await SubmitAsync(partition, [.. FactPages.Changes(found, before, after), new RowChange.Insert(StoreKeys.Audit(entry.At, unique), content)], cancellationToken))
            {
                return changes;
            }
        }

        throw new StoreException($"Others told something of {organizationId} at the same time, {TellAttempts} times in a row; nothing was kept, tell it again.");
    }

    public async Task<ImmutableArray<AuditEntry>> ReadAuditAsync(string organizationId, int limit, CancellationToken cancellationToken) =>
        [.. (await rows.ReadRangeAsync(StoreKeys.Partition(organizationId), StoreKeys.AuditFrom, StoreKeys.AuditTo, limit, cancellationToken)).Select(row => StoreCodec.Unpack(row, StoreJson.Default.AuditEntry))];

    public async Task<ImmutableArray<OutboxMessage>> ReadPendingAsync(string organizationId, CancellationToken cancellationToken)
    {
        var found = await rows.ReadRangeAsync(StoreKeys.Partition(organizationId), StoreKeys.MailPrefix, StoreKeys.MailTo, limit: null, cancellationToken);
        return [.. found.Select(row => StoreCodec.Unpack(row, StoreJson.Default.OutboxMessage)).OrderBy(message => message.CreatedAt).ThenBy(message => message.Id, StringComparer.Ordinal)];
    }

    public async Task<bool> TakeAsync(string organizationId, ImmutableArray<OutboxMessage> messages, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var partition = StoreKeys.Partition(organizationId);
        var found = await rows.ReadRangeAsync(partition, StoreKeys.MailPrefix, StoreKeys.MailTo, limit: null, cancellationToken);
        var current = found.ToDictionary(row => row.Key, StringComparer.Ordinal);
        var changes = new List<RowChange>();
        foreach (var message in messages)
        {
            if (!current.TryGetValue(StoreKeys.Mail(message.Id), out var row) || StoreCodec.Unpack(row, StoreJson.Default.OutboxMessage).Attempts != message.Attempts)
            {
                return false;
            }

            var taken = message with { Attempts = message.Attempts + 1, NextAttemptAt = until };
            changes.Add(new RowChange.Replace(row.Key, StoreCodec.Pack(taken, StoreJson.Default.OutboxMessage), row.ETag));
        }

        // Every delivery takes in the same order, so whoever has the first batch has them all; what a crash leaves half taken is due again after the lease.
        foreach (var batch in RowBatches.Of(partition, changes))
        {
            if (!await SubmitAsync(partition, batch, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    public async Task MarkDeliveredAsync(string organizationId, ImmutableArray<OutboxMessage> messages, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var partition = StoreKeys.Partition(organizationId);
        foreach (var batch in RowBatches.Of(partition, messages, message => Marks(message, at), reserved: 1))
        {
            if (await MarkAsync(partition, batch, at, cancellationToken))
            {
                continue;
            }

            // One that is gone (its reader stopped, or another delivery marked it) must not leave the others to be sent again.
            var there = await ReadPendingAsync(organizationId, cancellationToken);
            foreach (var message in batch.IntersectBy(there.Select(message => message.Id), message => message.Id, StringComparer.Ordinal))
            {
                await MarkAsync(partition, [message], at, cancellationToken);
            }
        }
    }

    /// <summary>It leaves the outbox for the delivered ones, in one transaction.</summary>
    private static RowChange[] Marks(OutboxMessage message, DateTimeOffset at) =>
    [
        new RowChange.Delete(StoreKeys.Mail(message.Id)),
        new RowChange.Put(StoreKeys.Delivered(at, message.Id), StoreCodec.Pack(new DeliveredRow(message, at), StoreJson.Default.DeliveredRow)),
    ];

    private async Task<bool> MarkAsync(string partition, ImmutableArray<OutboxMessage> messages, DateTimeOffset at, CancellationToken cancellationToken)
    {
        List<RowChange> changes = [.. messages.SelectMany(message => Marks(message, at))];
        if (await DeliveryRowAsync(partition, messages[0], at, cancellationToken) is { } handedOver)
        {
            changes.Add(handedOver);
        }

        return await SubmitAsync(partition, changes, cancellationToken);
    }

    public async Task PostponeAsync(string organizationId, ImmutableArray<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        var partition = StoreKeys.Partition(organizationId);
        var current = (await rows.ReadRangeAsync(partition, StoreKeys.MailPrefix, StoreKeys.MailTo, limit: null, cancellationToken)).ToDictionary(row => row.Key, StringComparer.Ordinal);
        var changes = messages
            .Where(message => current.TryGetValue(StoreKeys.Mail(message.Id), out var row) && StoreCodec.Unpack(row, StoreJson.Default.OutboxMessage).Attempts == message.Attempts)
            .Select(message => new RowChange.Replace(StoreKeys.Mail(message.Id), StoreCodec.Pack(message, StoreJson.Default.OutboxMessage), current[StoreKeys.Mail(message.Id)].ETag));
        foreach (var batch in RowBatches.Of(partition, changes))
        {
            await SubmitAsync(partition, batch, cancellationToken);
        }
    }

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

    public async Task WriteStatusAsync(OrganizationStatus status, CancellationToken cancellationToken)
    {
        List<RowChange> changes = [new RowChange.Put(status.Id, StoreCodec.Pack(status with { Mail = null }, StoreJson.Default.OrganizationStatus))];
        if (status.Mail is { } mail)
        {
            changes.Add(MailRow(status.Id, mail));
        }

        await SubmitAsync(StoreKeys.Fleet, changes, cancellationToken);
    }

    public async Task WriteMailAsync(string organizationId, MailStanding mail, CancellationToken cancellationToken) =>
        await SubmitAsync(StoreKeys.Fleet, [MailRow(organizationId, mail)], cancellationToken);

    public async Task WriteFaultAsync(string organizationId, OrganizationFault fault, CancellationToken cancellationToken) =>
        await SubmitAsync(StoreKeys.Fleet, [new RowChange.Put(StoreKeys.FleetFault(organizationId), StoreCodec.Pack(fault, StoreJson.Default.OrganizationFault))], cancellationToken);

    public async Task<ImmutableArray<OrganizationStatus>> ReadFleetAsync(CancellationToken cancellationToken) =>
        FleetRows.Read(await rows.ReadRangeAsync(StoreKeys.Fleet, "-", "~", limit: null, cancellationToken));

    private async Task SpreadAsync(string partition, CancellationToken cancellationToken)
    {
        while (await rows.ReadRangeAsync(partition, StoreKeys.SpillPrefix, StoreKeys.SpillTo, limit: 1, cancellationToken) is [var packed])
        {
            await SubmitAsync(partition, RowSpill.NextStep(packed), cancellationToken);    // false: somebody else has taken this step
        }
    }

    private static RowChange.Put MailRow(string organizationId, MailStanding mail) =>
        new(StoreKeys.FleetMail(organizationId), StoreCodec.Pack(mail, StoreJson.Default.MailStanding));

    private Task<bool> SubmitAsync(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        StoreLimits.Check(partition, changes);
        return rows.SubmitAsync(partition, changes, cancellationToken);
    }

    private static IEnumerable<StoredRow> Under(ImmutableArray<StoredRow> found, string prefix) => found.Where(row => row.Key.StartsWith(prefix, StringComparison.Ordinal));

    /// <exception cref="UnreadableDataException">A newer version wrote it.</exception>
    private HeadRow HeadOf(string organizationId, string partition, StoredRow row)
    {
        if (_heads.Find(partition, row) is { } known)
        {
            return known;
        }

        var layout = StoreCodec.Unpack(row, StoreJson.Default.LayoutMark).Version;
        return layout <= Layout
            ? StoreCodec.Unpack(row, StoreJson.Default.HeadRow)
            : throw new UnreadableDataException(
                $"The data of {organizationId} in the {Description} was written by a newer version "
                + $"(layout {layout}, this one knows {Layout}); run that version.");
    }

    private List<StoredRow> Named(string organizationId, HashSet<string> named, Dictionary<string, StoredRow> monthRows)
    {
        var found = new List<StoredRow>(named.Count);
        foreach (var key in named)
        {
            found.Add(monthRows.TryGetValue(key, out var row) ? row
                : throw new UnreadableDataException(
                    $"The data of {organizationId} in the {Description} lacks row {key}, which its head names; restore a copy."));
        }

        return found;
    }

    private static CostHistory HistoryOf(IReadOnlyList<StoredRow> months)
    {
        var days = ImmutableSortedDictionary.CreateBuilder<DateOnly, DayCost>();
        foreach (var month in months)
        {
            days.AddRange(StoreCodec.Guarded(month, () => DaysOf(month)));
        }

        return new CostHistory(days.ToImmutable());
    }

    /// <summary>A month is named by the hash of its content, so that a changed figure is damage and never a balance.</summary>
    private static List<KeyValuePair<DateOnly, DayCost>> DaysOf(StoredRow month) =>
        month.Key.EndsWith("." + StoreCodec.HashOf(month.Content.Span), StringComparison.Ordinal)
            ? [.. StoreCodec.Unpack(month, StoreJson.Default.MonthRow).Days.Select(day => KeyValuePair.Create(day.Day, day))]
            : throw new InvalidDataException("The content is not what its key names.");
}
