using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Storage;
using CreditMonitor.Telemetry;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Polling;

/// <summary>Delivery asks whether a mail's reader still wants it, whatever the outbox holds.</summary>
public sealed class MailsNobodyWantsAnyMore : IAsyncLifetime
{
    private static readonly Subscription Reader = Subscription.Configured("acme", "reader@example.com") with { CreatedBy = "test" };

    private readonly AWorld _world = new AWorld().Spending(4m, 60);

    public async ValueTask InitializeAsync() => await _world.ReadyAsync();

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(SubscriptionStatus.Stopped)]
    [InlineData(SubscriptionStatus.Bounced)]
    [InlineData(SubscriptionStatus.Pending)]
    public async Task A_message_whose_subscription_no_longer_stands_is_removed_and_not_sent(SubscriptionStatus status)
    {
        await KeepAsync(SubscriptionStatus.Confirmed);
        var pending = (await _world.PollAsync()).Pending;
        await KeepAsync(status);

        var outcome = await _world.Delivery().DeliverAsync(_world.Organization, pending, CancellationToken.None);

        Assert.Equal((1, 0), (outcome.Sent, outcome.Waiting));    // the configured one's
        Assert.Single(_world.Mails);
        Assert.Empty(await _world.Store.ReadPendingAsync("acme", CancellationToken.None));
        Assert.Equal(0, (await _world.Store.ReadFleetAsync(CancellationToken.None))[0].Mail?.Waiting);
    }

    [Fact]
    public async Task A_confirmation_goes_to_a_pending_address_and_to_none_that_stopped_meanwhile()
    {
        var asked = Outbox.Single("acme", Reader, new ConfirmationAsked("Acme", Reader.Wishes, "Somebody", _world.Clock.Now, false), _world.Clock.Now, "confirmation");
        await KeepAsync(SubscriptionStatus.Pending, asked);
        await KeepAsync(SubscriptionStatus.Stopped);
        var stopped = await _world.Delivery().DeliverAsync(_world.Organization, [asked], CancellationToken.None);
        await KeepAsync(SubscriptionStatus.Pending, asked);
        var pending = await _world.Delivery().DeliverAsync(_world.Organization, [asked], CancellationToken.None);

        Assert.Equal((0, 1), (stopped.Sent, pending.Sent));
    }

    [Fact]
    public async Task A_message_to_an_address_that_left_the_configuration_is_not_sent()
    {
        var pending = (await _world.PollAsync()).Pending;

        var outcome = await _world.Delivery().DeliverAsync(_world.Organization with { Subscribers = [] }, pending, CancellationToken.None);

        Assert.Equal((0, 0), (outcome.Sent, outcome.Waiting));
        Assert.Empty(_world.Mails);
    }

    [Fact]
    public async Task Nothing_is_asked_where_nothing_is_to_be_sent()
    {
        var pending = (await _world.PollAsync()).Pending.Select(message => message with { NextAttemptAt = _world.Clock.Now.AddMinutes(1) });

        var meter = PollMeter.Start();
        await _world.Delivery().DeliverAsync(_world.Organization, [.. pending], CancellationToken.None);

        Assert.Equal(0, meter.Transactions);
    }

    private Task<SubscriptionChange?> KeepAsync(SubscriptionStatus status, params ImmutableArray<OutboxMessage> messages) => _world.Store.ChangeSubscriptionAsync(
        "acme", Reader.Id, _ => new SubscriptionPlan(Reader with { Status = status }, new AuditEntry(_world.Clock.Now, "test", "subscription", [$"{status}"]), messages), CancellationToken.None);
}
