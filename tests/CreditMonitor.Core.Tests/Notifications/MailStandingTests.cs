using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Notifications;

namespace CreditMonitor.Core.Tests.Notifications;

public sealed class MailStandingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Messages_of_one_mail_are_counted_as_one() =>
        Assert.Equal(new MailStanding(2, 0, 0, false, null, null) { OldestWaiting = Now }, Undelivered.Standing([Message("a"), Message("a"), Message("b")]));

    [Fact]
    public void The_gravest_failure_is_told_and_the_first_dates_it()
    {
        var standing = Undelivered.Standing(
        [
            Message("new"),
            Message("waits") with { LastFailure = "503", FailingSince = Now.AddMinutes(-30) },
            Message("broke") with { Standing = OutboxStanding.OutcomeUnknown, LastFailure = "reset", FailingSince = Now.AddMinutes(-10) },
            Message("bad") with { Standing = OutboxStanding.Parked, LastFailure = "400", FailingSince = Now.AddMinutes(-5) },
        ]);

        Assert.Equal(new MailStanding(3, 1, 1, false, "400", Now.AddMinutes(-30)) { OldestWaiting = Now, OldestOutcomeUnknown = Now, OldestParked = Now }, standing);
    }

    [Fact]
    public void The_oldest_of_each_state_is_dated_whether_or_not_it_failed()
    {
        var standing = Undelivered.Standing(
        [
            Message("new"), Message("old") with { CreatedAt = Now.AddHours(-3) }, Message("down") with { CreatedAt = Now.AddHours(-5), Standing = OutboxStanding.ChannelDown },
            Message("broke") with { CreatedAt = Now.AddHours(-7), Standing = OutboxStanding.OutcomeUnknown },
        ]);

        Assert.Equal((Now.AddHours(-5), Now.AddHours(-7), null), (standing.OldestWaiting, standing.OldestOutcomeUnknown, standing.OldestParked));
    }

    [Theory]
    [InlineData(OutboxStanding.Waiting, 0, false)]
    [InlineData(OutboxStanding.Waiting, 59, false)]
    [InlineData(OutboxStanding.Waiting, 60, true)]
    [InlineData(OutboxStanding.OutcomeUnknown, 59, false)]
    [InlineData(OutboxStanding.ChannelDown, 0, true)]
    [InlineData(OutboxStanding.Parked, 0, true)]
    public void A_channel_is_broken_when_somebody_must_act_or_after_an_hour(OutboxStanding standing, int minutes, bool isBroken) =>
        Assert.Equal(isBroken, Undelivered.Standing([Message("a") with { Standing = standing, FailingSince = Now.AddMinutes(-minutes) }]).IsBrokenAt(Now));

    [Theory]
    [InlineData(0, 89, false)]
    [InlineData(0, 90, true)]
    [InlineData(1, 90, true)]
    [InlineData(0, 9 * 24 * 60, true)]
    public void A_message_that_waits_longer_than_from_one_poll_to_the_next_is_stuck_whatever_its_attempts(int attempts, int minutes, bool isBroken) =>
        Assert.Equal(isBroken, Undelivered.Standing([Message("a") with { Attempts = attempts }]).IsBrokenAt(Now.AddMinutes(minutes)));

    private static OutboxMessage Message(string mailId)
    {
        var text = new AlertText("s", "l", null, "a", null, [new AlertFact("f", "1")]);
        var alert = new AlertState("k", AlertKind.LowBalance, "g1", "1", Severity.Info, 1, text, Now, Now, Severity.Info, 1, 0, NotifyReason.FirstFiring);
        return new OutboxMessage(mailId + "-1", mailId, "team@example.com", "sub", SubscriptionChannel.Mail, null, new AlertTold(new AlertEvent(AlertEventKind.Raised, NotifyReason.FirstFiring, Now, alert), null, 0, null), Now, Now);
    }
}
