using CreditMonitor.Core.Alerts;

namespace CreditMonitor.Core.Notifications;

/// <summary>What is not delivered, counted as mails: one mail may carry several messages.</summary>
public static class Undelivered
{
    /// <param name="undelivered">Every message of the organization that is not delivered.</param>
    public static MailStanding Standing(IReadOnlyCollection<OutboxMessage> undelivered)
    {
        if (undelivered.Count == 0)
        {
            return MailStanding.AllDelivered;
        }

        var mails = undelivered.GroupBy(message => message.MailId, StringComparer.Ordinal).Select(mail => mail.MaxBy(message => message.Standing)!).ToList();
        var failing = mails.Where(mail => mail.FailingSince is not null).ToList();
        return new MailStanding(
            mails.Count(mail => mail.Standing != OutboxStanding.Parked),
            mails.Count(mail => mail.Standing == OutboxStanding.OutcomeUnknown),
            mails.Count(mail => mail.Standing == OutboxStanding.Parked),
            mails.Any(mail => mail.Standing == OutboxStanding.ChannelDown),
            failing.OrderByDescending(mail => mail.Standing).ThenByDescending(mail => mail.CreatedAt).FirstOrDefault()?.LastFailure,
            failing.Min(mail => mail.FailingSince))
        {
            OldestWaiting = Oldest(mails.Where(mail => mail.Standing is not (OutboxStanding.OutcomeUnknown or OutboxStanding.Parked))),
            OldestOutcomeUnknown = Oldest(mails.Where(mail => mail.Standing == OutboxStanding.OutcomeUnknown)),
            OldestParked = Oldest(mails.Where(mail => mail.Standing == OutboxStanding.Parked)),
        };
    }

    private static DateTimeOffset? Oldest(IEnumerable<OutboxMessage> mails) => mails.Min(mail => (DateTimeOffset?)mail.CreatedAt);
}
