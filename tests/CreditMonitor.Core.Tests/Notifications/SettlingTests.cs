using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Notifications;

namespace CreditMonitor.Core.Tests.Notifications;

/// <summary>What a person enters settles before anybody is notified of what follows.</summary>
public class SettlingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_follows_from_a_persons_entry_waits_ten_minutes()
    {
        var settled = Settling.Of([], [Message(AlertEventKind.Raised, Now)], [State(Now)], byPerson: true, Now);

        Assert.Equal((Now.AddMinutes(10), Now.AddMinutes(10)), (settled.Messages[0].SettlesUntil, settled.Messages[0].NextAttemptAt));
    }

    [Fact]
    public void What_follows_from_a_programs_report_never_waits() =>
        Assert.Equal(Now, Settling.Of([], [Message(AlertEventKind.Raised, Now)], [State(Now)], byPerson: false, Now).Messages[0].NextAttemptAt);

    [Fact]
    public void Each_further_entry_renews_the_wait_to_thirty_minutes_at_most()
    {
        ImmutableArray<OutboxMessage> pending = [.. Settling.Of([], [Message(AlertEventKind.Raised, Now)], [State(Now)], byPerson: true, Now).Messages];
        for (var minute = 8; minute <= 24; minute += 8)
        {
            var settled = Settling.Of(pending, [], [State(Now)], byPerson: true, Now.AddMinutes(minute));
            Assert.Equal(Now.AddMinutes(Math.Min(minute + 10, 30)), Assert.Single(settled.Messages).NextAttemptAt);
            pending = settled.Messages;
        }
    }

    [Fact]
    public void An_alert_that_one_entry_raised_and_the_next_ended_is_never_sent()
    {
        var pending = Settling.Of([], [Message(AlertEventKind.Raised, Now)], [State(Now)], byPerson: true, Now).Messages;

        foreach (var byPerson in new[] { true, false })
        {
            var settled = Settling.Of(pending, [Message(AlertEventKind.Resolved, Now.AddMinutes(2))], [Ended(Now.AddMinutes(2))], byPerson, Now.AddMinutes(2));

            Assert.Empty(settled.Messages);
            Assert.Equal(pending.Select(message => message.Id), settled.Withdrawn);
        }
    }

    [Fact]
    public void An_alert_that_ended_without_a_word_is_withdrawn_too()
    {
        var pending = Settling.Of([], [Message(AlertEventKind.Raised, Now)], [State(Now)], byPerson: true, Now).Messages;

        Assert.Equal(pending.Select(message => message.Id), Settling.Of(pending, [], [Ended(Now)], byPerson: true, Now.AddMinutes(2)).Withdrawn);
    }

    [Fact]
    public void An_end_that_the_next_entry_takes_back_is_never_sent_and_neither_is_the_alert_again()
    {
        var pending = Settling.Of([], [Message(AlertEventKind.Resolved, Now)], [Ended(Now)], byPerson: true, Now).Messages;

        var settled = Settling.Of(pending, [Message(AlertEventKind.Raised, Now.AddMinutes(2))], [State(Now.AddMinutes(2))], byPerson: true, Now.AddMinutes(2));

        Assert.Empty(settled.Messages);
        Assert.Single(settled.Withdrawn);
    }

    [Fact]
    public void What_waits_is_sent_as_things_stand_when_it_has_settled()
    {
        var pending = Settling.Of([], [Message(AlertEventKind.Raised, Now)], [State(Now)], byPerson: true, Now).Messages;

        var settled = Settling.Of(pending, [], [State(Now, subject: "another")], byPerson: true, Now.AddMinutes(2));

        Assert.Equal("another", Assert.Single(settled.Messages).Content.Subject);
    }

    [Fact]
    public void Entries_of_one_sitting_make_one_mail()
    {
        var pending = Settling.Of([], [Message(AlertEventKind.Raised, Now)], [State(Now)], byPerson: true, Now).Messages;

        var settled = Settling.Of(pending, [Message(AlertEventKind.Raised, Now.AddMinutes(2), "other")], [State(Now), State(Now.AddMinutes(2), "other")], byPerson: true, Now.AddMinutes(2));

        Assert.Single(settled.Messages.Select(message => message.MailId).Distinct());
        Assert.Equal(2, settled.Messages.Length);
    }

    [Fact]
    public void What_is_being_sent_already_is_left_alone()
    {
        var sent = Settling.Of([], [Message(AlertEventKind.Raised, Now)], [State(Now)], byPerson: true, Now).Messages[0] with { Attempts = 1 };

        var settled = Settling.Of([sent], [], [Ended(Now)], byPerson: true, Now.AddMinutes(2));

        Assert.Empty(settled.Withdrawn);
        Assert.Empty(settled.Messages);
    }

    private static AlertState State(DateTimeOffset at, string key = "k", string subject = "s")
    {
        var text = new AlertText(subject, "l", null, "a", null, [new AlertFact("f", "1")]);
        return new AlertState(key, AlertKind.LowBalance, "g1", "1", Severity.Warning, 1, text, at, at, Severity.Warning, 1, 0, NotifyReason.FirstFiring);
    }

    private static AlertState Ended(DateTimeOffset at) => State(Now) with { ResolvedAt = at, Ending = "credit was added" };

    private static OutboxMessage Message(AlertEventKind kind, DateTimeOffset at, string key = "k")
    {
        var state = kind == AlertEventKind.Resolved ? Ended(at) : State(at, key);
        return new OutboxMessage(
            $"{key}-{kind}-{at:HHmm}", $"mail-{key}-{at:HHmm}", "team@example.com", "sub", SubscriptionChannel.Mail, null,
            new AlertTold(new AlertEvent(kind, NotifyReason.FirstFiring, at, state), null, 0, null), at, at);
    }
}
