using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Settings;

namespace CreditMonitor.Delivery;

/// <summary>Channels other than mail: one post for the messages that share an id.</summary>
public interface IChannelSender
{
    Task<SendOutcome> SendAsync(OrganizationSettings organization, ImmutableArray<OutboxMessage> messages, CancellationToken cancellationToken);
}
