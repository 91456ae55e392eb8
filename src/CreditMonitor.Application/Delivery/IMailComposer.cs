using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Settings;

namespace CreditMonitor.Delivery;

/// <summary>Makes one mail of messages that share a mail id.</summary>
public interface IMailComposer
{
    /// <summary>The same messages always give the same mail.</summary>
    Task<AlertMail> ComposeAsync(OrganizationSettings organization, ImmutableArray<OutboxMessage> messages);
}
