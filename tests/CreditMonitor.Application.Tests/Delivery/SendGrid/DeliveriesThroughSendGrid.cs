using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Delivery;
using CreditMonitor.Delivery.SendGrid;
using CreditMonitor.Testing;
using SendGrid;

namespace CreditMonitor.Application.Tests.Delivery.SendGrid;

/// <summary>The real delivery, composer and store against a scripted SendGrid, through days of a clock that is set.</summary>
public sealed class DeliveriesThroughSendGrid : IAsyncLifetime
{
    private readonly AWorld _world = new AWorld().Spending(4m, 60);
    private ScriptedSendGrid _sendGrid = null!;

    public async ValueTask InitializeAsync()
    {
        await _world.ReadyAsync();
        _sendGrid = await ScriptedSendGrid.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _sendGrid.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Every_mail_ends_delivered_or_parked_with_a_reason_none_is_lost_and_none_doubled_but_the_one_in_flight()
    {
        (string Who, Does[] Script, int Kept, string? Parked)[] cases =
        [
            ("at-once", [], 1, null),
            ("invalid", [Does.FindInvalid], 0, "400 (personalizations.0.to.0.email: Does not contain a valid address: [address])"),
            ("quota", [Does.ReportQuota], 1, null),
            ("key", [Does.RefuseKey, Does.Forbid], 1, null),
            ("large", [Does.FindTooLarge], 1, null),
            ("too-large", [Does.FindTooLarge, Does.FindTooLarge], 0, "too large even as text"),
            ("busy", [Does.AskForPatience, Does.AskForPatience], 1, null),
            ("unavailable", [Does.BeUnavailable, Does.BeUnavailable, Does.BeUnavailable], 1, null),
            ("never", [.. Enumerable.Repeat(Does.BeUnavailable, 500)], 0, "Given up after 5 days"),
            ("reset", [Does.Reset], 1, null),
            ("mid-answer", [Does.ResetMidAnswer], 2, null),
            ("hangs", [Does.Hang], 2, null),
            ("always-hangs", [.. Enumerable.Repeat(Does.Hang, 500)], AfterSend.MostUnknownSends, "Sent 3 times without a whole answer"),
        ];
        foreach (var (who, script, _, _) in cases)
        {
            _sendGrid.For(Address(who), script);
        }

        var made = await MadeAsync([.. cases.Select(one => Address(one.Who))]);
        await DeliverUntilNothingIsDueAsync(made);

        var delivered = await DeliveredAsync();
        var left = await LeftAsync();
        foreach (var (who, _, kept, parked) in cases)
        {
            var messages = made.Where(message => message.Recipient == Address(who)).ToList();
            var posted = _sendGrid.Posted.Where(posted => posted.Recipient == Address(who)).ToList();
            Assert.Equal($"<{messages[0].MailId}@localhost>", Assert.Single(posted.Select(one => one.MessageId).Distinct()));
            Assert.Equal((who, kept), (who, posted.Count(one => one.IsKept)));
            Assert.All(messages, message => Assert.Equal((who, parked is null), (who, delivered.Contains(message.Id))));
            foreach (var row in left.Where(row => row.Recipient == Address(who)))
            {
                Assert.Equal(OutboxStanding.Parked, row.Standing);
                Assert.Contains(parked!, row.LastFailure, StringComparison.Ordinal);
                Assert.DoesNotContain("example.com", row.LastFailure, StringComparison.Ordinal);
            }
        }

        var mail = Assert.Single(await _world.Store.ReadFleetAsync(CancellationToken.None)).Mail!;
        Assert.Equal((0, 4, true), (mail.Waiting, mail.Parked, mail.IsBrokenAt(_world.Clock.Now)));
    }

    [Fact]
    public async Task A_channel_that_is_down_is_asked_once_for_all_that_is_due_and_status_says_so_at_once()
    {
        ImmutableArray<string> recipients = ["a@example.com", "b@example.com", "c@example.com"];
        _sendGrid.For("a@example.com", Does.RefuseKey).For("b@example.com", Does.RefuseKey).For("c@example.com", Does.RefuseKey);
        await MadeAsync(recipients);

        var outcome = await DeliverAsync();

        Assert.Single(_sendGrid.Posted);
        Assert.Equal((0, 3, 3), (outcome.Sent, outcome.Waiting, outcome.Failures.Length));
        Assert.All(await LeftAsync(), message => Assert.Equal(OutboxStanding.ChannelDown, message.Standing));
        var status = Assert.Single(await _world.Store.ReadFleetAsync(CancellationToken.None));
        Assert.Contains("does not accept the API key", status.Mail!.LastFailure, StringComparison.Ordinal);
        Assert.Equal(_world.Clock.Now, status.Mail.Since);
        Assert.Equal(StatusWord.Warning, (status with { OpenAlerts = [] }).WordAt(_world.Clock.Now));

        _world.Clock.Now += TimeSpan.FromHours(2);
        _sendGrid.For("a@example.com").For("b@example.com").For("c@example.com");
        Assert.Equal(3, (await DeliverAsync()).Sent);
        Assert.Equal(MailStanding.AllDelivered, Assert.Single(await _world.Store.ReadFleetAsync(CancellationToken.None)).Mail);
    }

    [Fact]
    public async Task A_mail_that_may_have_arrived_stays_of_unknown_outcome_until_it_is_repeated()
    {
        _sendGrid.For("team@example.com", Does.ResetMidAnswer);
        await MadeAsync(["team@example.com"]);

        await DeliverAsync();

        var left = (await LeftAsync())[0];
        Assert.Equal((OutboxStanding.OutcomeUnknown, 1, _world.Clock.Now + AfterSend.AfterUnknown), (left.Standing, left.UnknownSends, left.NextAttemptAt));
        Assert.Contains("not known whether SendGrid has the mail", left.LastFailure, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(await _world.Store.ReadFleetAsync(CancellationToken.None)).Mail!.OutcomeUnknown);
    }

    [Fact]
    public async Task A_parked_mail_that_a_person_has_tried_again_goes_out()
    {
        _sendGrid.For("team@example.com", Does.FindInvalid);
        await MadeAsync(["team@example.com"]);
        await DeliverAsync();
        _world.Clock.Now += TimeSpan.FromDays(30);
        Assert.Equal(0, (await DeliverAsync()).Sent);    // not by itself

        var parked = await LeftAsync();
        await _world.Store.PostponeAsync("acme", [.. parked.Select(message => message.TriedAgain(_world.Clock.Now))], CancellationToken.None);

        Assert.Equal(1, (await DeliverAsync()).Sent);
        Assert.Empty(await LeftAsync());
    }

    [Fact]
    public async Task A_mail_that_cannot_be_composed_waits_and_holds_up_no_other()
    {
        await MadeAsync(["a@example.com", "b@example.com"]);
        var delivery = new OutboxDelivery(Sender(), new ComposerThatFailsFor("a@example.com"), _world.Channels, _world.Store, _world.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<OutboxDelivery>.Instance);

        var outcome = await delivery.DeliverAsync(_world.Organization, await LeftAsync(), CancellationToken.None);

        Assert.Equal((1, 1), (outcome.Sent, outcome.Waiting));
        Assert.Contains("could not be composed", Assert.Single((await LeftAsync()).DistinctBy(message => message.MailId)).LastFailure, StringComparison.Ordinal);
    }

    private static string Address(string who) => $"{who}@example.com";

    private async Task<ImmutableArray<OutboxMessage>> MadeAsync(ImmutableArray<string> recipients)
    {
        _world.Organization = _world.Organization with { Subscribers = recipients };
        var made = (await _world.PollAsync()).Pending;
        Assert.Equal(recipients.Order(StringComparer.Ordinal), made.Select(message => message.Recipient).Distinct().Order(StringComparer.Ordinal));
        return made;
    }

    /// <summary>From one due time to the next, until nothing is left but what is parked.</summary>
    private async Task DeliverUntilNothingIsDueAsync(ImmutableArray<OutboxMessage> made)
    {
        for (var rounds = 0; ; rounds++)
        {
            Assert.True(rounds < 300, "it never ends");
            _sendGrid.PatienceUntil = _world.Clock.Now.AddMinutes(7);
            await DeliverAsync();
            var left = await LeftAsync();
            Assert.All(left, message => Assert.True(message.NextAttemptAt > _world.Clock.Now && message.LastFailure is not null));
            Assert.Equal(made.Select(message => message.Id).Order(StringComparer.Ordinal), left.Select(message => message.Id).Concat(await DeliveredAsync()).Order(StringComparer.Ordinal));
            if (left.All(message => message.Standing == OutboxStanding.Parked))
            {
                return;
            }

            _world.Clock.Now = left.Min(message => message.NextAttemptAt);
        }
    }

    private async Task<DeliveryOutcome> DeliverAsync() =>
        await _world.Delivery(Sender()).DeliverAsync(_world.Organization, await LeftAsync(), CancellationToken.None);

    private SendGridSender Sender()
    {
        var clock = new FiredClock(_world.Clock);
        _sendGrid.OnHang = clock.Fire;
        var client = new SendGridClient(SendGridHttp.CreateClient(SendGridHttp.CreateHandler()), new SendGridClientOptions { ApiKey = "SG.test", Host = _sendGrid.BaseUrl.ToString() });
        return new SendGridSender(client, "127.0.0.1", clock);
    }

    private Task<ImmutableArray<OutboxMessage>> LeftAsync() => _world.Store.ReadPendingAsync("acme", CancellationToken.None);

    private async Task<IReadOnlyList<string>> DeliveredAsync() =>
        [.. (await _world.Rows.ReadRangeAsync("org-acme", "m.", "m/", null, CancellationToken.None)).Select(row => row.Key.Split('.')[2])];

    private sealed class ComposerThatFailsFor(string recipient) : IMailComposer
    {
        public Task<AlertMail> ComposeAsync(CreditMonitor.Settings.OrganizationSettings organization, ImmutableArray<OutboxMessage> messages) =>
            messages[0].Recipient == recipient ? throw new InvalidOperationException("a fault in a template") : AWorld.Composer.ComposeAsync(organization, messages);
    }
}
