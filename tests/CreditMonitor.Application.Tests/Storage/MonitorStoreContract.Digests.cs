using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Storage;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Storage;

/// <content>A digest and what was gathered for it: together, or not at all.</content>
public abstract partial class MonitorStoreContract
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 16, 8, 0, 0, TimeSpan.Zero);

    private static OutboxMessage Digest =>
        Outbox.Single("acme", Reader, new ReaderLost("in a digest's place", "", Now, 1), Now, "digest", "monday");

    [Theory]
    [InlineData(0)]
    [InlineData(95)]
    [InlineData(96)]
    [InlineData(450)]
    public async Task A_digest_takes_all_that_was_gathered_with_it_however_many(int gathered)
    {
        var rows = await EmptyAsync();
        var store = await WithGatheredAsync(rows, gathered);
        var counted = await store.ReadGatheredAsync("acme", Reader.Id, CancellationToken.None);
        Assert.Equal(gathered, counted.Length);

        Assert.True(await KeepAsync(store, counted));

        Assert.Equal([Digest.Id], (await store.ReadPendingAsync("acme", CancellationToken.None)).Select(message => message.Id));
        Assert.Equal(Monday, (await store.FindSubscriptionAsync("acme", Reader.Id, CancellationToken.None))!.DigestedTo);
        Assert.Empty(await store.ReadGatheredAsync("acme", Reader.Id, CancellationToken.None));
        Assert.Equal(["d.mail.", "d.sub."], await PlacesAsync(rows));
    }

    [Fact]
    public async Task Wherever_keeping_a_digest_of_very_many_events_ends_each_is_counted_once_and_none_is_lost()
    {
        for (var point = 0; ; point++)
        {
            var rows = await EmptyAsync();
            var gathered = await (await WithGatheredAsync(rows, Many)).ReadGatheredAsync("acme", Reader.Id, CancellationToken.None);
            var ended = await EndAtAsync(point, rows, store => KeepAsync(store, gathered));

            var restarted = new MonitorStore(rows);
            var left = await restarted.ReadGatheredAsync("acme", Reader.Id, CancellationToken.None);
            var kept = await restarted.ReadPendingAsync("acme", CancellationToken.None);
            Assert.Equal(kept.IsEmpty ? Many : 0, left.Length);
            Assert.Equal(kept.IsEmpty, await KeepAsync(restarted, left));
            Assert.Equal(["d.mail.", "d.sub."], await PlacesAsync(rows));
            if (!ended)
            {
                Assert.InRange(point, 3, 20);    // else the steps were not the ones meant
                return;
            }
        }
    }

    [Fact]
    public async Task What_is_gathered_while_a_digest_is_made_waits_for_the_next_one()
    {
        var rows = await EmptyAsync();
        var store = await WithGatheredAsync(rows, Many);
        var gathered = await store.ReadGatheredAsync("acme", Reader.Id, CancellationToken.None);
        await rows.SubmitAsync("org-acme", [Gathering("late")], CancellationToken.None);

        Assert.True(await KeepAsync(store, gathered));

        Assert.Equal(["late"], (await store.ReadGatheredAsync("acme", Reader.Id, CancellationToken.None)).Select(message => message.Id));
    }

    [Fact]
    public async Task A_digest_that_was_kept_and_sent_is_not_kept_again_by_a_run_that_came_late()
    {
        var store = await WithGatheredAsync(await EmptyAsync(), 0);
        Assert.True(await KeepAsync(store, []));
        await store.MarkDeliveredAsync("acme", [Digest], Now, CancellationToken.None);

        Assert.False(await KeepAsync(store, []));

        Assert.Empty(await store.ReadPendingAsync("acme", CancellationToken.None));
    }

    [Fact]
    public async Task Whoever_unsubscribes_while_a_digest_is_half_cleared_away_leaves_nothing_behind()
    {
        var rows = await EmptyAsync();
        var gathered = await (await WithGatheredAsync(rows, Many)).ReadGatheredAsync("acme", Reader.Id, CancellationToken.None);
        Assert.True(await EndAtAsync(2, rows, store => KeepAsync(store, gathered)));

        var restarted = new MonitorStore(rows);
        await restarted.ChangeSubscriptionAsync("acme", Reader.Id, _ => Moved(SubscriptionStatus.Stopped), CancellationToken.None);

        Assert.Equal(["d.sub."], await PlacesAsync(rows));
    }

    private static Task<bool> KeepAsync(MonitorStore store, ImmutableArray<OutboxMessage> gathered) =>
        store.KeepDigestAsync("acme", Reader with { DigestedTo = Monday }, gathered, Digest, CancellationToken.None);

    private static async Task<MonitorStore> WithGatheredAsync(IRowStore rows, int count)
    {
        RowChange[] changes =
        [
            new RowChange.Put(StoreKeys.Subscription(Reader.Id), PackedReader(SubscriptionStatus.Confirmed)),
            .. Enumerable.Range(0, count).Select(n => Gathering($"g{n:D4}")),
        ];
        foreach (var batch in changes.Chunk(StoreLimits.BatchOperations))
        {
            Assert.True(await rows.SubmitAsync("org-acme", batch, CancellationToken.None));
        }

        return new MonitorStore(rows);
    }

    private static RowChange.Put Gathering(string id) =>
        new(StoreKeys.Gathered(Reader.Id, id), StoreCodec.Pack(Digest with { Id = id }, StoreJson.Default.OutboxMessage));

    /// <summary>Which kinds of rows the organization still has; audit and what was delivered apart.</summary>
    private static async Task<IEnumerable<string>> PlacesAsync(IRowStore rows)
    {
        var found = await rows.ReadRangeAsync("org-acme", "d.", "d/", null, CancellationToken.None);
        return found.Select(row => row.Key[..(row.Key.IndexOf('.', 2) + 1)]).Distinct();
    }

    /// <summary>As a process that ends after so many of its writes.</summary>
    /// <returns>False: it came to its own end before.</returns>
    private static async Task<bool> EndAtAsync(int point, IRowStore rows, Func<MonitorStore, Task<bool>> work)
    {
        var writes = 0;
        var ending = new TroubledRows(rows) { SubmittingTo = (_, _) => writes++ < point ? true : throw new TimeoutException() };
        try
        {
            Assert.True(await work(new MonitorStore(ending)));
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }
}
