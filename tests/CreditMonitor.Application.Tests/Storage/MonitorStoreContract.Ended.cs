using CreditMonitor.Core.Notifications;
using CreditMonitor.Storage;

namespace CreditMonitor.Application.Tests.Storage;

/// <content>What waits for a subscription that has ended.</content>
public abstract partial class MonitorStoreContract
{
    private const int Many = 260;

    private static readonly Subscription Reader = Subscription.Configured("acme", "reader@example.com") with { CreatedBy = "test" };

    [Theory]
    [InlineData(SubscriptionStatus.Stopped)]
    [InlineData(SubscriptionStatus.Bounced)]
    public async Task Ending_a_subscription_removes_every_waiting_message_and_gathered_entry_however_many(SubscriptionStatus status)
    {
        var rows = await EmptyAsync();
        await WithManyWaitingAsync(rows);
        var store = new MonitorStore(rows);

        await store.ChangeSubscriptionAsync("acme", Reader.Id, _ => Moved(status), CancellationToken.None);

        Assert.Equal(["other"], (await store.ReadPendingAsync("acme", CancellationToken.None)).Select(message => message.SubscriptionId));
        Assert.Empty(await store.ReadGatheredAsync("acme", Reader.Id, CancellationToken.None));
        Assert.Equal(status, (await store.FindSubscriptionAsync("acme", Reader.Id, CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task What_a_crash_left_of_an_ended_subscription_is_gone_once_it_is_asked_for_anew()
    {
        var rows = await EmptyAsync();
        await rows.SubmitAsync("org-acme", [new RowChange.Put(StoreKeys.Subscription(Reader.Id), PackedReader(SubscriptionStatus.Stopped))], CancellationToken.None);
        await WithManyWaitingAsync(rows);
        var store = new MonitorStore(rows);

        await store.ChangeSubscriptionAsync("acme", Reader.Id, _ => Moved(SubscriptionStatus.Pending), CancellationToken.None);

        Assert.Single(await store.ReadPendingAsync("acme", CancellationToken.None));
        Assert.Empty(await store.ReadGatheredAsync("acme", Reader.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Messages_are_removed_though_another_was_faster_with_some_of_them()
    {
        var rows = await EmptyAsync();
        await WithManyWaitingAsync(rows);
        var store = new MonitorStore(rows);
        var waiting = await store.ReadPendingAsync("acme", CancellationToken.None);
        await store.RemoveMessagesAsync("acme", [waiting[3]], CancellationToken.None);

        await store.RemoveMessagesAsync("acme", waiting, CancellationToken.None);

        Assert.Empty(await store.ReadPendingAsync("acme", CancellationToken.None));
    }

    private static SubscriptionPlan Moved(SubscriptionStatus status) =>
        new(Reader with { Status = status, StatusAt = Now }, new AuditEntry(Now, "test", "subscription", [$"{status}"]), []);

    private static byte[] PackedReader(SubscriptionStatus status) => StoreCodec.Pack(Reader with { Status = status }, StoreJson.Default.Subscription);

    private static async Task WithManyWaitingAsync(IRowStore rows)
    {
        var message = Outbox.Single("acme", Reader, new ReaderLost("r…@example.com", "gone", Now, 1), Now, "test");
        var changes = Enumerable.Range(0, Many).Select(n => message with { Id = $"m{n:D3}" }).SelectMany(one => (RowChange[])
        [
            new RowChange.Put(StoreKeys.Mail(one.Id), StoreCodec.Pack(one, StoreJson.Default.OutboxMessage)),
            new RowChange.Put(StoreKeys.Gathered(Reader.Id, one.Id), StoreCodec.Pack(one, StoreJson.Default.OutboxMessage)),
        ]).Append(new RowChange.Put(StoreKeys.Mail("other"), StoreCodec.Pack(message with { Id = "other", SubscriptionId = "other" }, StoreJson.Default.OutboxMessage)));
        foreach (var batch in changes.Chunk(StoreLimits.BatchOperations))
        {
            Assert.True(await rows.SubmitAsync("org-acme", batch, CancellationToken.None));
        }
    }
}
