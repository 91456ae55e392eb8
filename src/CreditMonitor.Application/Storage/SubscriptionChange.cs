using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;

namespace CreditMonitor.Storage;

/// <summary>What stands where a subscription is to be changed.</summary>
/// <param name="Before">Null: none with that id is kept.</param>
/// <param name="All">Every one that the organization keeps.</param>
public sealed record SubscriptionPlace(Subscription? Before, ImmutableArray<Subscription> All);

/// <summary>A change of a subscription, written in one transaction with what tells of it.</summary>
/// <param name="Messages">Put into the outbox with it.</param>
public sealed record SubscriptionPlan(Subscription After, AuditEntry Audit, ImmutableArray<OutboxMessage> Messages);

public sealed record SubscriptionChange(Subscription? Before, Subscription After);

/// <summary>How far a mail has come. It only ever moves on, whatever order its events arrive in.</summary>
public enum DeliveryStage
{
    Accepted,
    Deferred,
    Delivered,

    /// <summary>The mailbox refused it for now; the address stays.</summary>
    Blocked,

    /// <summary>Not even tried, since the address is suppressed at the channel.</summary>
    Dropped,

    /// <summary>The address takes no mail.</summary>
    Bounced,

    /// <summary>The reader asked the channel for no more.</summary>
    Unsubscribed,

    /// <summary>The reader called it spam.</summary>
    Complained,
}

/// <summary>One event that the channel tells of a mail.</summary>
/// <param name="Stops">The address is to be told nothing more.</param>
/// <param name="Why">The channel's words, bounded and without addresses.</param>
public sealed record MailEvent(DeliveryStage Stage, DateTimeOffset At, bool Stops, string? Why);

/// <summary>Where one mail stands at its channel.</summary>
public sealed record MailDelivery(string MailId, string SubscriptionId, DeliveryStage Stage, DateTimeOffset AcceptedAt, DateTimeOffset StageAt, string? Why)
{
    /// <summary>The same event again changes nothing, and an earlier stage never follows a later one.</summary>
    public MailDelivery After(MailEvent happened) =>
        happened.Stage > Stage ? this with { Stage = happened.Stage, StageAt = happened.At, Why = happened.Why } : this;
}
