using System.Collections.Immutable;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Observations;
using CreditMonitor.Delivery;
using CreditMonitor.Storage;
using CreditMonitor.Telemetry;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Polling;

public sealed class PollsAndDeliveries : IAsyncLifetime
{
    private readonly AWorld _world = new AWorld().Spending(4m, 60);

    public async ValueTask InitializeAsync() => await _world.ReadyAsync();

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_poll_reads_decides_stores_and_leaves_one_mail()
    {
        await _world.PollAndDeliverAsync();

        var snapshot = Assert.Single(await _world.SnapshotsAsync());
        Assert.Equal(500m - (60 * 4m), snapshot.Balance?.Amount);
        Assert.Single(_world.Mails);
        Assert.Empty(await _world.Store.ReadPendingAsync("acme", CancellationToken.None));
        Assert.Equal(StatusWord.Warning, Assert.Single(await _world.Store.ReadFleetAsync(CancellationToken.None)).WordAt(_world.Clock.Now));
    }

    [Fact]
    public async Task What_was_stored_is_read_back_as_it_was()
    {
        var decision = (await _world.PollAsync()).Decision!;

        var read = (await _world.Store.ReadAsync("acme", CancellationToken.None)).State;

        Assert.Equal(decision.Next.History.Days, read.History.Days);
        Assert.Equal(decision.Next.Costs with { Remarks = [] }, read.Costs with { Remarks = [] });
        Assert.Equal(decision.Next.Alerts.Select(alert => (alert.Key, alert.SaidStep, alert.Text.Lead)), read.Alerts.Select(alert => (alert.Key, alert.SaidStep, alert.Text.Lead)));
        Assert.Equal(decision.Next.LastPollId, read.LastPollId);
        Assert.Equal((8, new SpendShare("proj_a", "gpt-5, input", new Usd(4m))), (read.Shares.Length, Assert.Single(read.Shares[^1].Top)));
    }

    [Fact]
    public async Task A_steady_poll_makes_three_requests_and_three_storage_transactions_at_most()
    {
        await _world.PollAndDeliverAsync();
        _world.Clock.Now += TimeSpan.FromHours(1);

        var meter = PollMeter.Start();
        await _world.PollAndDeliverAsync();

        Assert.InRange(meter.Requests, 1, 3);
        Assert.InRange(meter.Transactions, 1, 3);
    }

    /// <summary>Ten days by the hour, with fourteen months behind: the pages of older days that ride along take the place of other questions.</summary>
    [Fact]
    public async Task No_poll_makes_more_than_three_requests_and_the_first_of_a_utc_day_four()
    {
        using var world = await new AWorld().Spending(1m, 420).ReadyAsync();
        world.Organization = world.Organization with { Grants = [new CreditGrant("g1", GrantKind.Paid, new Usd(900m), AWorld.Start.AddDays(-419), AWorld.Start.AddDays(300))] };
        await world.PollAsync();    // reads fourteen months, in as many pages as they need
        var (day, older) = (world.Clock.Now.UtcDateTime.Date, 0);
        for (var hour = 1; hour <= 240; hour++)
        {
            world.Clock.Now += TimeSpan.FromHours(1);
            var meter = PollMeter.Start();
            var outcome = await world.PollAsync();

            Assert.InRange(meter.Requests, 2, world.Clock.Now.UtcDateTime.Date == day ? 3 : 4);
            day = world.Clock.Now.UtcDateTime.Date;
            older += outcome.Decision!.Next.Costs.SweptAt == world.Clock.Now ? 1 : 0;
        }

        Assert.InRange(older, 18, 21);
        Assert.NotNull((await world.Store.ReadAsync("acme", CancellationToken.None)).State.SpendLimit.LastOkAt);
        Assert.NotNull((await world.Store.ReadAsync("acme", CancellationToken.None)).State.Projects.LastOkAt);
    }

    [Fact]
    public async Task A_poll_that_finds_a_new_day_and_a_restated_one_still_needs_three_transactions()
    {
        await _world.PollAndDeliverAsync();
        _world.Clock.Now += TimeSpan.FromHours(20);
        _world.Provider.Publish(new DateOnly(2026, 3, 10), "proj_a", "gpt-5, input", null, new Usd(3m), _world.Clock.Now);
        _world.Provider.Publish(new DateOnly(2026, 3, 9), "proj_a", "gpt-5, input", null, new Usd(4.5m), _world.Clock.Now);

        var meter = PollMeter.Start();
        var outcome = await _world.PollAsync();

        Assert.Equal(2, outcome.Decision!.ChangedDays.Length);
        Assert.InRange(meter.Transactions, 1, 3);
    }

    [Fact]
    public async Task The_same_poll_again_adds_nothing()
    {
        await _world.PollAsync("occurrence-1");
        var again = await _world.PollAsync("occurrence-1");

        Assert.Null(again.Decision);
        Assert.Single(again.Pending.Select(message => message.MailId).Distinct());    // the mail of the first is still to be sent
        Assert.Single(await _world.SnapshotsAsync());
    }

    [Fact]
    public async Task A_refused_key_is_told_within_two_polls_and_figures_keep_their_age()
    {
        await _world.PollAndDeliverAsync();
        var lastGood = _world.Clock.Now;
        _world.Provider.Fail(lastGood.AddMinutes(1), lastGood.AddDays(2), null, FaultMode.Unauthorized);

        _world.Clock.Now += TimeSpan.FromHours(1);
        var first = await _world.PollAsync();
        _world.Clock.Now += TimeSpan.FromHours(1);
        var second = await _world.PollAsync();

        Assert.NotNull(first.Failure);
        Assert.Empty(first.Decision!.Events);
        Assert.Equal(AlertKind.MonitorBlind, Assert.Single(second.Decision!.Events).Alert.Kind);
        Assert.Equal(lastGood, second.Decision.Snapshot.CostsAsOf);
        Assert.Equal(260m, second.Decision.Snapshot.Balance?.Amount);
        Assert.NotNull(second.Decision.Status.Blind);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("timeout")]
    [InlineData("server_error")]
    [InlineData("rate_limited")]
    [InlineData("missing_scope")]
    public async Task No_fault_of_the_provider_overwrites_a_known_figure(string mode)
    {
        await _world.PollAsync();
        Assert.True(FaultModes.TryParse(mode, out var fault));
        _world.Provider.Fail(_world.Clock.Now.AddMinutes(1), _world.Clock.Now.AddDays(1), null, fault);
        _world.Clock.Now += TimeSpan.FromHours(1);

        var outcome = await _world.PollAsync();

        Assert.Equal(260m, outcome.Decision!.Snapshot.Balance?.Amount);
        Assert.NotNull(outcome.Failure);
        Assert.DoesNotContain("sk-admin-test", outcome.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_cannot_be_written_waits_and_goes_out_when_it_can()
    {
        var outcome = await _world.PollAsync();
        await File.WriteAllTextAsync(_world.Pickup, "a file where the folder should be");

        var failed = await _world.Delivery().DeliverAsync(_world.Organization, outcome.Pending, CancellationToken.None);
        Assert.Equal((0, 1), (failed.Sent, failed.Waiting));
        Assert.Contains("cannot be written", Assert.Single(failed.Failures), StringComparison.Ordinal);

        File.Delete(_world.Pickup);
        _world.Clock.Now += TimeSpan.FromMinutes(2);
        var sent = await _world.Delivery().DeliverAsync(_world.Organization, await _world.Store.ReadPendingAsync("acme", CancellationToken.None), CancellationToken.None);
        Assert.Equal(1, sent.Sent);
        Assert.Single(_world.Mails);
    }

    [Fact]
    public async Task Two_deliveries_at_once_send_a_mail_once()
    {
        var outcome = await _world.PollAsync();
        var counting = new CountingSender();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _world.Delivery(counting).DeliverAsync(_world.Organization, outcome.Pending, CancellationToken.None))));

        Assert.Equal(1, counting.Sent);
    }

    [Fact]
    public async Task A_mail_that_another_delivery_has_taken_is_neither_a_failure_nor_shown_as_waiting_by_the_one_that_came_late()
    {
        var outcome = await _world.PollAsync();
        await _world.Delivery().DeliverAsync(_world.Organization, outcome.Pending, CancellationToken.None);

        var late = await _world.Delivery().DeliverAsync(_world.Organization, outcome.Pending, CancellationToken.None);

        Assert.Empty(late.Failures);
        Assert.Equal(0, late.Sent);
        Assert.Equal(0, (await _world.Store.ReadFleetAsync(CancellationToken.None))[0].Mail?.Waiting);
    }

    [Fact]
    public async Task Of_polls_at_once_each_decides_on_the_others_figures_and_tells_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(n => Task.Run(async () =>
        {
            try
            {
                await _world.PollAsync($"at-once-{n}");
            }
            catch (CreditMonitor.Polling.LostRaceException)
            {
                // three lost races: the winners' figures stand
            }
        })));

        var snapshots = await _world.SnapshotsAsync();
        Assert.Equal(snapshots.Length, snapshots.Select(snapshot => snapshot.PollId).Distinct().Count());
        var told = (await _world.Store.ReadPendingAsync("acme", CancellationToken.None)).Select(message => ((AlertTold)message.Content).Event.Alert.Key).ToList();
        Assert.NotEmpty(told);
        Assert.Equal(told.Count, told.Distinct().Count());
    }

    [Fact]
    public async Task A_look_at_usage_that_loses_against_a_poll_leaves_that_polls_repeat_known_as_one()
    {
        await _world.PollAndDeliverAsync();
        _world.Clock.Now += TimeSpan.FromHours(1);
        var overtaken = new MonitorStore(new OvertakenRows(_world.Rows, () => _world.PollAsync("occurrence-2")));

        await _world.Poller(overtaken).PollUsageAsync(_world.Organization, TimeSpan.FromHours(1), CancellationToken.None);
        var again = await _world.PollAsync("occurrence-2");

        Assert.Null(again.Decision);
        Assert.Single(await _world.SnapshotsAsync(), snapshot => snapshot.PollId == "occurrence-2");
    }

    /// <summary>Lets somebody else commit just before the first commit of its own.</summary>
    private sealed class OvertakenRows(IRowStore inner, Func<Task> other) : IRowStore
    {
        private bool _overtaken;

        public string Description => inner.Description;

        public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);

        public Task<ImmutableArray<StoredRow>> ReadRangeAsync(string partition, string from, string to, int? limit, CancellationToken cancellationToken) =>
            inner.ReadRangeAsync(partition, from, to, limit, cancellationToken);

        public async Task<bool> SubmitAsync(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
        {
            if (!_overtaken)
            {
                _overtaken = true;
                await other();
            }

            return await inner.SubmitAsync(partition, changes, cancellationToken);
        }
    }

    private sealed class CountingSender : IAlertSender
    {
        private int _sent;

        public int Sent => _sent;

        public Task<SendOutcome> SendAsync(AlertMail mail, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _sent);
            return Task.FromResult<SendOutcome>(new SendOutcome.Accepted(null));
        }
    }
}
