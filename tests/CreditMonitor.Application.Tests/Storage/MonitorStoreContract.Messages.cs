using System.Collections.Immutable;
using CreditMonitor.Core;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Storage;

namespace CreditMonitor.Application.Tests.Storage;

/// <content>Messages that wait, are taken and are delivered.</content>
public abstract partial class MonitorStoreContract
{
    [Fact]
    public async Task A_message_is_taken_once_and_gone_when_delivered()
    {
        var store = new MonitorStore(await EmptyAsync());
        var messages = (await CommitAsync(store, days: 3, Now, "one")).Messages;

        Assert.True(await store.TakeAsync("acme", messages, Now.AddMinutes(3), CancellationToken.None));
        Assert.False(await store.TakeAsync("acme", messages, Now.AddMinutes(3), CancellationToken.None));
        Assert.All(await store.ReadPendingAsync("acme", CancellationToken.None), message => Assert.Equal((1, Now.AddMinutes(3)), (message.Attempts, message.NextAttemptAt)));

        await store.MarkDeliveredAsync("acme", messages, Now, CancellationToken.None);
        await store.MarkDeliveredAsync("acme", messages, Now, CancellationToken.None);
        Assert.Empty(await store.ReadPendingAsync("acme", CancellationToken.None));
    }

    [Fact]
    public async Task A_message_that_another_delivery_took_or_delivered_is_not_put_back()
    {
        var store = new MonitorStore(await EmptyAsync());
        var messages = (await CommitAsync(store, days: 3, Now, "one")).Messages;
        await store.TakeAsync("acme", messages, Now.AddMinutes(3), CancellationToken.None);
        var slow = messages.Select(message => message with { Attempts = 1, NextAttemptAt = Now.AddHours(1), LastFailure = "too slow" }).ToImmutableArray();

        await store.PostponeAsync("acme", slow, CancellationToken.None);
        Assert.All(await store.ReadPendingAsync("acme", CancellationToken.None), message => Assert.Equal("too slow", message.LastFailure));

        await store.TakeAsync("acme", slow, Now.AddHours(2), CancellationToken.None);
        await store.PostponeAsync("acme", slow, CancellationToken.None);
        Assert.All(await store.ReadPendingAsync("acme", CancellationToken.None), message => Assert.Equal((2, Now.AddHours(2)), (message.Attempts, message.NextAttemptAt)));

        await store.MarkDeliveredAsync("acme", messages, Now, CancellationToken.None);
        await store.PostponeAsync("acme", slow, CancellationToken.None);
        Assert.Empty(await store.ReadPendingAsync("acme", CancellationToken.None));
    }

    [Fact]
    public async Task A_decision_told_to_more_than_one_transaction_takes_is_kept_whole_and_each_message_is_there_to_be_taken()
    {
        var store = new MonitorStore(await EmptyAsync());
        var stored = await store.ReadAsync("acme", CancellationToken.None);
        var decision = Decide(stored.State with { Subscriptions = [.. Enumerable.Range(0, 350).Select(n => Subscription.Configured("acme", $"team{n}@example.com") with { CreatedBy = "test" })] }, 3, Now, "many");

        Assert.True(await store.CommitAsync(stored, decision, CancellationToken.None));

        var pending = (await store.ReadAsync("acme", CancellationToken.None)).Pending;
        Assert.Equal(decision.Messages.Select(message => message.Id).Order(StringComparer.Ordinal), pending.Select(message => message.Id).Order(StringComparer.Ordinal));
        Assert.Equal(351, pending.Select(message => message.MailId).Distinct().Count());
        Assert.True(await store.TakeAsync("acme", [pending[0]], Now.AddMinutes(3), CancellationToken.None));
    }

    [Fact]
    public async Task A_decision_that_changes_more_alerts_than_one_transaction_takes_is_kept_whole_and_its_messages_are_there_to_be_taken()
    {
        var store = new MonitorStore(await EmptyAsync());
        var stored = await store.ReadAsync("acme", CancellationToken.None);
        var grants = Enumerable.Range(0, 150).Select(n => new CreditGrant($"g{n}", GrantKind.Paid, new Usd(5_000m), Now.AddDays(-300), Now.AddDays(5)));
        var decision = Decide(stored.State, 3, Now, "many", _organization with { Grants = [.. grants] });
        Assert.True(decision.Events.Length >= 150, $"{decision.Events.Length}");

        Assert.True(await store.CommitAsync(stored, decision, CancellationToken.None));

        var pending = await store.ReadPendingAsync("acme", CancellationToken.None);
        var read = await store.ReadAsync("acme", CancellationToken.None);
        Assert.Equal(decision.Next.Alerts.Select(alert => alert.Key).Order(StringComparer.Ordinal), read.State.Alerts.Select(alert => alert.Key).Order(StringComparer.Ordinal));
        Assert.Equal(decision.Messages.Select(message => message.Id).Order(StringComparer.Ordinal), pending.Select(message => message.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_two_that_spread_the_same_rows_the_slower_brings_back_nothing_that_was_delivered_meanwhile()
    {
        var rows = await EmptyAsync();
        var (spill, spread) = (RowSpill.Pack([.. Enumerable.Range(0, 250).Select(n => new RowChange.Put($"d.mail.{n:D3}", new byte[] { (byte)n }))]).ToList(), 0);
        Assert.True(await rows.SubmitAsync("org-acme", spill, CancellationToken.None));

        while (await SpilledAsync() is { } packed)
        {
            var step = RowSpill.NextStep(packed);
            Assert.True(await rows.SubmitAsync("org-acme", step, CancellationToken.None));
            spread += step.Count(change => change is RowChange.Put);
            Assert.True(await rows.SubmitAsync("org-acme", [new RowChange.Delete(step[0].Key)], CancellationToken.None));

            Assert.False(await rows.SubmitAsync("org-acme", RowSpill.NextStep(packed), CancellationToken.None));
            Assert.Empty(await rows.ReadRangeAsync("org-acme", step[0].Key, step[0].Key + "!", null, CancellationToken.None));
        }

        Assert.Equal(250, spread);

        async Task<StoredRow?> SpilledAsync() => (await rows.ReadRangeAsync("org-acme", "d.spill.", "d.spill/", null, CancellationToken.None)).FirstOrDefault();
    }

    [Fact]
    public async Task Of_a_mails_messages_those_still_there_are_marked_delivered_though_another_is_gone()
    {
        var store = new MonitorStore(await EmptyAsync());
        var messages = (await CommitAsync(store, days: 3, Now, "one", _organization with { Recipients = ["team@example.com", "other@example.com"] })).Messages;
        Assert.True(messages.Length > 1);
        await store.MarkDeliveredAsync("acme", [messages[0]], Now, CancellationToken.None);

        await store.MarkDeliveredAsync("acme", messages, Now.AddMinutes(1), CancellationToken.None);

        Assert.Empty(await store.ReadPendingAsync("acme", CancellationToken.None));
    }

    [Fact]
    public async Task A_delivered_mail_moves_on_and_never_back()
    {
        var store = new MonitorStore(await EmptyAsync());
        var messages = (await CommitAsync(store, days: 3, Now, "one")).Messages;
        await store.MarkDeliveredAsync("acme", messages, Now, CancellationToken.None);

        Assert.Null(await store.MoveDeliveryAsync("acme", "unknown", new MailEvent(DeliveryStage.Bounced, Now, true, null), CancellationToken.None));
        Assert.Equal(DeliveryStage.Bounced, (await store.MoveDeliveryAsync("acme", messages[0].MailId, new MailEvent(DeliveryStage.Bounced, Now, true, "550"), CancellationToken.None))!.Stage);
        Assert.Equal(DeliveryStage.Bounced, (await store.MoveDeliveryAsync("acme", messages[0].MailId, new MailEvent(DeliveryStage.Delivered, Now, false, null), CancellationToken.None))!.Stage);
    }
}
