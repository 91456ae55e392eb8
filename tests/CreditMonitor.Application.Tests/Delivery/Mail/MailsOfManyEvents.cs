using System.Collections.Immutable;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Delivery;
using CreditMonitor.Storage;
using CreditMonitor.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;

namespace CreditMonitor.Application.Tests.Delivery.Mail;

/// <summary>More events than one transaction or one reader takes, and messages that cannot be made or recorded.</summary>
public sealed class MailsOfManyEvents : IAsyncLifetime
{
    private readonly AWorld _world = new AWorld().Spending(4m, 60);

    public async ValueTask InitializeAsync() => await _world.ReadyAsync();

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(110, 2)]
    [InlineData(121, 3)]
    [InlineData(300, 5)]
    public async Task More_than_a_hundred_events_go_out_in_parts_of_sixty_at_most(int grants, int mails)
    {
        Hold(grants);

        await _world.PollAndDeliverAsync();

        Assert.Equal(mails, _world.Mails.Count);
        Assert.Empty(await _world.Store.ReadPendingAsync("acme", CancellationToken.None));
        Assert.Equal(0, (await _world.Store.ReadFleetAsync(CancellationToken.None))[0].Mail?.Waiting);
        var subjects = _world.Mails.Select(name => MimeMessage.Load(Path.Combine(_world.Pickup, name)).Subject ?? "").ToList();
        Assert.All(subjects, subject => Assert.Equal(mails > 1, subject.Contains($" of {mails})", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_grouped_into_one_mail_of_hundreds_before_goes_out_too()
    {
        Hold(300);
        var outcome = await _world.PollAsync();
        ImmutableArray<OutboxMessage> one = [.. outcome.Pending.Select(message => message with { MailId = outcome.Pending[0].MailId })];
        await ReplaceAsync(one);

        var delivered = await _world.Delivery().DeliverAsync(_world.Organization, one, CancellationToken.None);

        Assert.Equal((1, 0), (delivered.Sent, delivered.Waiting));
        Assert.Single(_world.Mails);
        Assert.Empty(await _world.Store.ReadPendingAsync("acme", CancellationToken.None));
    }

    [Fact]
    public async Task A_refused_mail_of_hundreds_is_postponed_whole_and_sent_when_it_is_taken()
    {
        Hold(300);
        var outcome = await _world.PollAsync();
        await File.WriteAllTextAsync(_world.Pickup, "a file where the folder should be");
        var failed = await _world.Delivery().DeliverAsync(_world.Organization, outcome.Pending, CancellationToken.None);
        Assert.Equal((0, 5), (failed.Sent, failed.Waiting));

        File.Delete(_world.Pickup);
        _world.Clock.Now += TimeSpan.FromMinutes(2);
        var sent = await _world.Delivery().DeliverAsync(_world.Organization, await _world.Store.ReadPendingAsync("acme", CancellationToken.None), CancellationToken.None);

        Assert.Equal((5, 0), (sent.Sent, sent.Waiting));
    }

    [Fact]
    public async Task A_mail_that_the_store_will_not_take_waits_is_counted_and_holds_up_none_behind_it()
    {
        var messages = await ThreeMailsAsync();
        var rows = new RefusingRows(_world.Rows, StoreKeys.Mail(messages[0].Id));

        var delivered = await Delivery(rows).DeliverAsync(_world.Organization, messages, CancellationToken.None);

        Assert.Equal((2, 1), (delivered.Sent, delivered.Waiting));
        Assert.Contains("refused by the engine", Assert.Single(delivered.Failures), StringComparison.Ordinal);
        Assert.Equal(messages[0].Id, Assert.Single(await _world.Store.ReadPendingAsync("acme", CancellationToken.None)).Id);
    }

    [Fact]
    public async Task A_bug_in_sending_one_mail_postpones_that_mail_alone()
    {
        var messages = await ThreeMailsAsync();
        var sender = new BrokenSender(_world.Sender, messages[1].MailId);

        var delivered = await _world.Delivery(sender).DeliverAsync(_world.Organization, messages, CancellationToken.None);

        Assert.Equal((2, 1), (delivered.Sent, delivered.Waiting));
        var waiting = Assert.Single(await _world.Store.ReadPendingAsync("acme", CancellationToken.None));
        Assert.Equal((messages[1].Id, 1), (waiting.Id, waiting.Attempts));
        Assert.True(waiting.NextAttemptAt > _world.Clock.Now);
        Assert.DoesNotContain("secret of the bug", waiting.LastFailure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_down_ends_the_delivery_instead_of_trying_every_mail()
    {
        var messages = await ThreeMailsAsync();
        var rows = new RefusingRows(_world.Rows, StoreKeys.MailPrefix);

        await Assert.ThrowsAsync<StoreException>(() => Delivery(rows).DeliverAsync(_world.Organization, messages, CancellationToken.None));

        Assert.Equal(2, rows.Refused - 1);    // taken twice; the first was to be put off as well
    }

    [Fact]
    public async Task What_a_channel_took_over_is_recorded_though_the_run_is_being_stopped()
    {
        var outcome = await _world.PollAsync();
        using var stop = new CancellationTokenSource();

        var delivered = await _world.Delivery(new StoppingSender(_world.Sender, stop)).DeliverAsync(_world.Organization, outcome.Pending, stop.Token)
            .ContinueWith(task => task.IsCompletedSuccessfully ? task.Result : null, TaskScheduler.Default);

        Assert.True(stop.IsCancellationRequested);
        Assert.Empty(await _world.Store.ReadPendingAsync("acme", CancellationToken.None));
        Assert.True(delivered is null or { Sent: 1 });
        Assert.Single(_world.Mails);
    }

    private void Hold(int grants) => _world.Organization = _world.Organization with
    {
        Grants = [.. Enumerable.Range(0, grants).Select(n => new CreditGrant($"g{n:000}", GrantKind.Paid, new Usd(500m), AWorld.Start.AddDays(-60), AWorld.Start.AddDays(5).AddMinutes(n)))],
        Alerts = AlertSettings.Default with { Disabled = [.. Enum.GetValues<AlertKind>().Where(kind => kind != AlertKind.CreditExpiring)] },
    };

    private async Task<ImmutableArray<OutboxMessage>> ThreeMailsAsync()
    {
        _world.Organization = _world.Organization with { Subscribers = ["a@example.com", "b@example.com", "c@example.com"] };
        var pending = (await _world.PollAsync()).Pending;
        return [.. pending.DistinctBy(message => message.MailId).Take(3)];
    }

    private OutboxDelivery Delivery(IRowStore rows) =>
        new(_world.Sender, AWorld.Composer, _world.Channels, new MonitorStore(rows), _world.Clock, NullLogger<OutboxDelivery>.Instance);

    private async Task ReplaceAsync(ImmutableArray<OutboxMessage> messages)
    {
        foreach (var batch in messages.Chunk(50))
        {
            await _world.Rows.SubmitAsync(
                "org-acme", [.. batch.Select(message => new RowChange.Put(StoreKeys.Mail(message.Id), StoreCodec.Pack(message, StoreJson.Default.OutboxMessage)))], CancellationToken.None);
        }
    }

    /// <summary>Refuses every change of the rows whose key begins so.</summary>
    private sealed class RefusingRows(IRowStore inner, string prefix) : IRowStore
    {
        public int Refused { get; private set; }

        public string Description => inner.Description;

        public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);

        public Task<ImmutableArray<StoredRow>> ReadRangeAsync(string partition, string from, string to, int? limit, CancellationToken cancellationToken) =>
            inner.ReadRangeAsync(partition, from, to, limit, cancellationToken);

        public Task<bool> SubmitAsync(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
        {
            if (changes.Any(change => change.Key.StartsWith(prefix, StringComparison.Ordinal)))
            {
                Refused++;
                throw new StoreException("The row was refused by the engine.");
            }

            return inner.SubmitAsync(partition, changes, cancellationToken);
        }
    }

    private sealed class BrokenSender(IAlertSender inner, string mailId) : IAlertSender
    {
        public Task<SendOutcome> SendAsync(AlertMail mail, CancellationToken cancellationToken) =>
            mail.MailId == mailId ? throw new ABug() : inner.SendAsync(mail, cancellationToken);
    }

    private sealed class StoppingSender(IAlertSender inner, CancellationTokenSource stop) : IAlertSender
    {
        public async Task<SendOutcome> SendAsync(AlertMail mail, CancellationToken cancellationToken)
        {
            var outcome = await inner.SendAsync(mail, CancellationToken.None);
            await stop.CancelAsync();
            return outcome;
        }
    }
}
