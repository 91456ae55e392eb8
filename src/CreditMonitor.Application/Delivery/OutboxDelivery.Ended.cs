using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Settings;

namespace CreditMonitor.Delivery;

/// <content>Before a mail is sent, the store is asked whether its reader still wants it.</content>
public sealed partial class OutboxDelivery
{
    /// <summary>Removes a mail whose subscription has ended since it was written.</summary>
    /// <returns>True when there is nothing to send.</returns>
    private async Task<bool> RemoveEndedAsync(
        OrganizationSettings organization, ImmutableArray<OutboxMessage> mail, CancellationToken cancellationToken)
    {
        var id = mail[0].SubscriptionId;
        var subscription = await store.FindSubscriptionAsync(organization.Id, id, cancellationToken)
            ?? Subscription.Merge(organization.Id, organization.Subscribers, []).FirstOrDefault(configured => configured.Id == id);
        if (mail.All(message => MaySend(message, subscription)))
        {
            return false;
        }

        await store.RemoveMessagesAsync(organization.Id, mail, cancellationToken);
        Log.Ended(logger, mail[0].MailId, organization.Id, id);
        return true;
    }

    /// <summary>Who has not confirmed yet is sent the confirmation alone, and who has ended nothing at all.</summary>
    private static bool MaySend(OutboxMessage message, Subscription? subscription) => subscription?.Status switch
    {
        SubscriptionStatus.Confirmed => true,
        SubscriptionStatus.Pending => message.Content is ConfirmationAsked,
        _ => false,
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Mail {MailId} of {Organization} is not sent: subscription {Subscription} has ended")]
        public static partial void Ended(ILogger logger, string mailId, string organization, string subscription);
    }
}
