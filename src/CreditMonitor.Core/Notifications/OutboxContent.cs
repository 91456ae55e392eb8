using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Forecasting;

namespace CreditMonitor.Core.Notifications;

/// <summary>What a message says.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "content")]
[JsonDerivedType(typeof(AlertTold), "alert")]
[JsonDerivedType(typeof(ConfirmationAsked), "confirmation")]
[JsonDerivedType(typeof(DigestTold), "digest")]
[JsonDerivedType(typeof(ReaderLost), "reader_lost")]
public abstract record OutboxContent
{
    /// <summary>What it is about, for lists of messages.</summary>
    [JsonIgnore]
    public abstract string Subject { get; }
}

/// <summary>One event of an alert.</summary>
/// <param name="WindowDays">The recipient's window that is due; null where no window speaks.</param>
/// <param name="AlsoTold">How many others are told the same.</param>
/// <param name="LastGoodRead">When costs were last read as of the decision; null: never.</param>
public sealed record AlertTold(AlertEvent Event, int? WindowDays, int AlsoTold, DateTimeOffset? LastGoodRead) : OutboxContent
{
    /// <summary>The grant's lapse as calendars show it; null where the alert is about no grant's end.</summary>
    public ExpiryDate? Lapse { get; init; }

    /// <summary>Mails of the organization that waited or were parked at the decision; null: not looked at.</summary>
    public int? Undelivered { get; init; }

    /// <summary>Which of several mails of one decision it goes with; null: one mail bears all.</summary>
    public MailPart? Part { get; init; }

    public override string Subject => Event.Alert.Text.Subject;
}

/// <summary>One of the mails that a decision with very many events is sent in, from 1.</summary>
public sealed record MailPart(int Number, int Of);

/// <summary>Somebody asked that the address be told; nobody is before its owner says so.</summary>
/// <param name="OrganizationName">Null: all organizations.</param>
/// <param name="AskedBy">Who asked, in words.</param>
/// <param name="AlreadyConfirmed">The address is subscribed by now: the mail says so and asks nothing.</param>
public sealed record ConfirmationAsked(string? OrganizationName, SubscriptionPreferences Wishes, string AskedBy, DateTimeOffset AskedAt, bool AlreadyConfirmed) : OutboxContent
{
    public override string Subject => AlreadyConfirmed ? "You are subscribed already" : "Confirm your subscription";
}

/// <summary>What happened since the last digest, and how things stand: also when nothing happened, so that silence is known to be no failure.</summary>
/// <param name="Events">The newest of each alert; the most urgent first.</param>
/// <param name="More">Events that had no room.</param>
/// <param name="Open">Alerts that are open, whenever they were raised.</param>
public sealed record DigestTold(
    Cadence Cadence,
    DateTimeOffset At,
    DateTimeOffset Since,
    ImmutableArray<AlertEvent> Events,
    int More,
    Usd? Balance,
    Usd? BurnPerDay,
    DateTimeOffset? RunsOutAt,
    ExpiryDate? NextExpiry,
    Usd? NextExpiryUnused,
    DateTimeOffset? LastGoodRead,
    bool Fresh,
    ImmutableArray<string> Open) : OutboxContent
{
    /// <summary>When the credit runs out, as a range; null where none is foreseen.</summary>
    public RunwayRange? Runway { get; init; }

    /// <summary>What of the next lapse will be unused, as a range; null likewise.</summary>
    public GrantForesight? NextExpiryForeseen { get; init; }

    /// <summary>Mails of the organization that waited or were parked then; null: not known.</summary>
    public int? Undelivered { get; init; }

    public override string Subject => Events.IsEmpty ? "Nothing to do" : $"{Events.Length + More} things happened";
}

/// <summary>Another subscriber is no longer reached.</summary>
/// <param name="Masked">Enough of the address for the team to know it by.</param>
/// <param name="Left">Confirmed subscribers that are left.</param>
public sealed record ReaderLost(string Masked, string Why, DateTimeOffset At, int Left) : OutboxContent
{
    public override string Subject => $"{Masked} is no longer reached";
}
