using System.Collections.Immutable;
using CreditMonitor.Delivery;
using CreditMonitor.Storage;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Polling;

/// <summary>The process may end at any moment: before or after any storage operation, before or after a send.</summary>
public sealed class Crashes
{
    [Fact]
    public async Task Wherever_a_poll_or_a_delivery_ends_the_next_run_loses_nothing_and_doubles_nothing_but_the_mail_in_flight()
    {
        for (var point = 0; ; point++)
        {
            using var world = await new AWorld().Spending(4m, 60).ReadyAsync();
            var crash = new Crash(point);
            var sender = new CrashingSender(world.Sender, crash);
            var crashed = await RunAsync(world, new MonitorStore(new CrashingRows(world.Rows, crash)), sender, crash);

            crash.Restarted = true;
            world.Clock.Now += TimeSpan.FromMinutes(10);
            await world.PollAndDeliverAsync(sender: sender);

            var snapshots = await world.SnapshotsAsync();
            Assert.Equal(snapshots.Length, snapshots.Select(snapshot => snapshot.PollId).Distinct().Count());
            Assert.Empty(await world.Store.ReadPendingAsync("acme", CancellationToken.None));
            Assert.Single(world.Mails);
            Assert.InRange(sender.Sent, 1, 2);
            if (!crashed)
            {
                Assert.InRange(point, 10, 100);    // else the crash points were not the ones meant
                return;
            }
        }
    }

    private static async Task<bool> RunAsync(AWorld world, MonitorStore store, IAlertSender sender, Crash crash)
    {
        try
        {
            await world.PollAndDeliverAsync(store, sender);
        }
        catch (CrashException)
        {
            // as a process that is gone, it does nothing more
        }

        return crash.Happened;
    }

    /// <summary>Lets so many steps pass and ends at the next. A process that ended takes no further step, whatever catches what it threw.</summary>
    private sealed class Crash(int after)
    {
        private int _steps;

        public bool Happened { get; private set; }

        public bool Restarted { get; set; }

        public void Step()
        {
            if (!Restarted && _steps++ >= after)
            {
                Happened = true;
                throw new CrashException();
            }
        }
    }

    private sealed class CrashException : Exception;

    private sealed class CrashingRows(IRowStore inner, Crash crash) : IRowStore
    {
        public string Description => inner.Description;

        public async Task<ImmutableArray<StoredRow>> ReadRangeAsync(string partition, string from, string to, int? limit, CancellationToken cancellationToken)
        {
            crash.Step();
            return await inner.ReadRangeAsync(partition, from, to, limit, cancellationToken);
        }

        public async Task<bool> SubmitAsync(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
        {
            crash.Step();
            var done = await inner.SubmitAsync(partition, changes, cancellationToken);
            crash.Step();
            return done;
        }

        public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);
    }

    private sealed class CrashingSender(IAlertSender inner, Crash crash) : IAlertSender
    {
        public int Sent { get; private set; }

        public async Task<SendOutcome> SendAsync(AlertMail mail, CancellationToken cancellationToken)
        {
            crash.Step();
            var outcome = await inner.SendAsync(mail, cancellationToken);
            Sent++;
            crash.Step();
            return outcome;
        }
    }
}
