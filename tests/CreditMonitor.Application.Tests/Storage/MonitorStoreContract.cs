using System.Collections.Immutable;
using System.Text;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;
using CreditMonitor.Storage;

namespace CreditMonitor.Application.Tests.Storage;

/// <summary>What the monitor's store promises, whatever engine is under it. Decisions are the real ones.</summary>
public abstract partial class MonitorStoreContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly WatchedOrganization _organization = new(
        "acme", "Acme", [new CreditGrant("g1", GrantKind.Paid, new Usd(5_000m), Now.AddDays(-800), Now.AddDays(5))], BurnOrder.PromotionalFirst, [],
        AlertSettings.Default, ["team@example.com"], TimeSpan.FromHours(1));

    protected abstract Task<IRowStore> EmptyAsync();

    [Fact]
    public async Task Of_an_organization_never_polled_nothing_is_known()
    {
        var stored = await new MonitorStore(await EmptyAsync()).ReadAsync("acme", CancellationToken.None);

        Assert.Empty(stored.State.History.Days);
        Assert.Null(stored.State.Costs.WatchedSince);
        Assert.Empty(stored.Pending);
    }

    [Fact]
    public async Task A_history_of_more_than_one_batch_is_read_back_whole()
    {
        var rows = await EmptyAsync();
        var decision = await CommitAsync(new MonitorStore(rows), days: 800, Now, "one");

        var store = new MonitorStore(rows);
        var read = (await store.ReadAsync("acme", CancellationToken.None)).State;

        Assert.Equal(decision.Next.History.Days, read.History.Days);
        Assert.Equal(800, (await store.ReadBreakdownsAsync("acme", read.History, new DateOnly(2020, 1, 1), new DateOnly(2027, 1, 1), CancellationToken.None)).Length);
        Assert.Equal(decision.Next.Alerts.Select(alert => alert.Key), read.Alerts.Select(alert => alert.Key));
    }

    [Fact]
    public async Task What_a_process_keeps_of_its_own_commits_is_what_another_reads()
    {
        var rows = await EmptyAsync();
        var (one, other) = (new MonitorStore(rows), new MonitorStore(rows));
        for (var n = 0; n < 6; n++)
        {
            var decision = await CommitAsync(n % 3 == 2 ? other : one, days: 40 + (n / 2), Now.AddHours(n), $"poll-{n}");

            var anew = await ReadAsync(new MonitorStore(rows));
            Assert.Equal(anew, await ReadAsync(one));
            Assert.Equal(anew, await ReadAsync(other));
            Assert.Contains(decision.Next.LastPollId!, anew, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_history_that_was_committed_is_the_very_one_that_is_read_until_another_process_writes()
    {
        var rows = await EmptyAsync();
        var store = new MonitorStore(rows);
        var decision = await CommitAsync(store, days: 40, Now, "one");
        Assert.Same(decision.Next.History, (await store.ReadAsync("acme", CancellationToken.None)).State.History);

        var others = await CommitAsync(new MonitorStore(rows), days: 41, Now.AddHours(1), "two");

        Assert.Equal(others.Next.History.Days, (await store.ReadAsync("acme", CancellationToken.None)).State.History.Days);
    }

    [Fact]
    public async Task A_commit_from_a_state_that_is_no_longer_the_newest_changes_nothing_that_is_read()
    {
        var store = new MonitorStore(await EmptyAsync());
        var stale = await store.ReadAsync("acme", CancellationToken.None);
        var winner = await CommitAsync(store, days: 3, Now, "winner");

        Assert.False(await store.CommitAsync(stale, Decide(stale.State, 800, Now.AddMinutes(1), "loser"), CancellationToken.None));

        var read = await store.ReadAsync("acme", CancellationToken.None);
        Assert.Equal("winner", read.State.LastPollId);
        Assert.Equal(winner.Next.History.Days, read.State.History.Days);
        Assert.Equal(winner.Messages.Length, read.Pending.Length);
        Assert.Single((await store.ReadSnapshotsAsync("acme", 10, null, CancellationToken.None)).Snapshots);
    }

    [Fact]
    public async Task What_a_lost_commit_left_behind_goes_with_the_next_one()
    {
        var rows = await EmptyAsync();
        var store = new MonitorStore(rows);
        var stale = await store.ReadAsync("acme", CancellationToken.None);
        await CommitAsync(store, days: 3, Now, "winner");
        await store.CommitAsync(stale, Decide(stale.State, 800, Now.AddMinutes(1), "loser"), CancellationToken.None);
        var before = await MonthsAsync(rows);

        await CommitAsync(store, days: 3, Now.AddHours(1), "next");

        Assert.True(before > 20, $"{before}");
        Assert.Equal(1, await MonthsAsync(rows));
    }

    [Fact]
    public async Task Snapshots_come_newest_first_page_by_page()
    {
        var store = new MonitorStore(await EmptyAsync());
        for (var n = 0; n < 5; n++)
        {
            await CommitAsync(store, days: 3, Now.AddHours(n), $"poll-{n}");
        }

        var first = await store.ReadSnapshotsAsync("acme", 3, null, CancellationToken.None);
        var second = await store.ReadSnapshotsAsync("acme", 3, first.Next, CancellationToken.None);

        Assert.Equal(["poll-4", "poll-3", "poll-2"], first.Snapshots.Select(snapshot => snapshot.PollId));
        Assert.Equal(["poll-1", "poll-0"], second.Snapshots.Select(snapshot => snapshot.PollId));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task The_fleet_has_one_row_for_each_organization_the_newest()
    {
        var store = new MonitorStore(await EmptyAsync());
        var status = (await CommitAsync(store, days: 3, Now, "one")).Status;
        await store.WriteStatusAsync(status, CancellationToken.None);
        await store.WriteStatusAsync(status with { Id = "beta" }, CancellationToken.None);
        await store.WriteStatusAsync(status with { Name = "Renamed" }, CancellationToken.None);

        Assert.Equal([("acme", "Renamed"), ("beta", "Acme")], (await store.ReadFleetAsync(CancellationToken.None)).Select(row => (row.Id, row.Name)));
    }

    /// <summary>All that a decision would start from, as text.</summary>
    private static async Task<string> ReadAsync(MonitorStore store)
    {
        var state = (await store.ReadAsync("acme", CancellationToken.None)).State;
        return string.Join('\n', [
            Encoding.UTF8.GetString(PackedHead.Of(new HeadRow(
                0, state.LastPollId, state.Costs, state.Projects, state.SpendLimit, state.KnownProjects, state.KnownSpendLimit, ImmutableSortedDictionary<string, string>.Empty,
                state.Believed, state.Corrections, state.AuditLog, state.KeyEvents, state.UsageSource, state.Calendar)).Content),
            .. state.History.Days.Values.Select(day => $"{day}"),
            .. state.Alerts.Select(alert => Encoding.UTF8.GetString(StoreCodec.Pack(alert, StoreJson.Default.AlertState))),
        ]);
    }

    private static Task<ImmutableArray<FactChange>> TellAsync(MonitorStore store, params RecordedFact[] facts) => store.TellAsync(
        "acme", [.. facts], changes => new AuditEntry(Now, "test", "tell", [$"{changes.Count(change => change.Kind != FactChangeKind.Unchanged)} changes"]), CancellationToken.None);

    private static async Task<int> MonthsAsync(IRowStore rows) => (await rows.ReadRangeAsync("org-acme", "d.cost.", "d.cost/", null, CancellationToken.None)).Length;

    private async Task<Decision> CommitAsync(MonitorStore store, int days, DateTimeOffset now, string pollId, WatchedOrganization? organization = null)
    {
        var stored = await store.ReadAsync("acme", CancellationToken.None);
        var decision = Decide(stored.State, days, now, pollId, organization);
        Assert.True(await store.CommitAsync(stored, decision, CancellationToken.None));
        return decision;
    }

    private Decision Decide(OrganizationState state, int days, DateTimeOffset now, string pollId, WatchedOrganization? organization = null)
    {
        var today = new DateOnly(2026, 3, 10);
        var read = Enumerable.Range(1, days).Reverse().Select(back => new CostDay(today.AddDays(-back), [new CostRow("proj_a", "gpt-5, input", null, new Usd(1m + (back % 7)))], 0));
        var report = new CostReport(today.AddDays(-days), now, [.. read], []);
        return CreditWatch.Decide(state, new PollFacts(organization ?? _organization, pollId, report.From, true, new Reading<CostReport>.Ok(report), null, null), now);
    }
}
