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

    private async Task SpreadAsync(string partition, CancellationToken cancellationToken)
    {
        while (await rows.ReadRangeAsync(partition, StoreKeys.SpillPrefix, StoreKeys.SpillTo, limit: 1, cancellationToken) is [var packed])
        {
            await SubmitAsync(partition, RowSpill.NextStep(packed), cancellationToken);    // false: somebody else has taken this step
        }
    }

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
