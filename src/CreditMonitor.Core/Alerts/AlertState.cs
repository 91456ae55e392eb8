using System.Collections.Immutable;

namespace CreditMonitor.Core.Alerts;

/// <summary>What has been said of one alert, and when. One row for each identity, kept for as long as the organization is.</summary>
/// <param name="Said">Severity last told.</param>
/// <param name="SaidStep">Step last told.</param>
/// <param name="Reminders">How often it was told again without anything having changed.</param>
/// <param name="ResolvedAt">Null while open.</param>
/// <param name="Ending">How it ended, in words; null while open.</param>
public sealed record AlertState(
    string Key,
    AlertKind Kind,
    string About,
    string Episode,
    Severity Severity,
    int Step,
    AlertText Text,
    DateTimeOffset RaisedAt,
    DateTimeOffset SaidAt,
    Severity Said,
    int SaidStep,
    int Reminders,
    NotifyReason LastReason,
    DateTimeOffset? ResolvedAt = null,
    string? Ending = null)
{
    /// <summary>When it was told before <see cref="SaidAt"/>, oldest first, the newest <see cref="MostEarlier"/>; null: never.</summary>
    public ImmutableArray<DateTimeOffset>? Earlier { get; init; }

    public const int MostEarlier = 6;

    public bool IsOpen => ResolvedAt is null;
}

/// <summary>Why something was said, or why not. Every silence has a name.</summary>
public enum NotifyReason
{
    FirstFiring,

    /// <summary>It had ended and is true again within the same episode.</summary>
    FiringAgain,

    /// <summary>A tighter window or a lower threshold is due; wider ones that were never told count as told.</summary>
    WindowTightened,

    Worsened,

    /// <summary>Critical, still true, and last told long enough ago.</summary>
    RepeatIntervalElapsed,

    Resolved,

    /// <summary>Silence: nothing changed since it was last told.</summary>
    UnchangedSinceLastSent,

    /// <summary>Silence: somebody is at it, and nothing changed.</summary>
    Acknowledged,

    /// <summary>Silence: somebody asked for it until an instant.</summary>
    Silenced,

    /// <summary>Silence: the figures are too old to tell whether it is still true, and stale figures resolve nothing.</summary>
    HeldWhileBlind,
}

/// <summary>What happens to an alert: written to history, told to those who subscribed.</summary>
public enum AlertEventKind
{
    Raised,
    Reminded,
    Resolved,
}

/// <summary>One thing to tell.</summary>
public sealed record AlertEvent(AlertEventKind Kind, NotifyReason Reason, DateTimeOffset At, AlertState Alert)
{
    /// <summary>When the same alert was told before this; null for the first time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>It comes late, and why; null when it comes in time.</summary>
    public LateNotice? Late { get; init; }
}

/// <summary>Why something is told late: the monitor was blind meanwhile.</summary>
/// <param name="DueAt">When it was due; null where it may have become true at any instant of the gap.</param>
/// <param name="From">The last instant at which the monitor saw.</param>
/// <param name="To">When it saw again.</param>
/// <param name="Cause">A phrase such as <c>the monitor did not run</c>.</param>
public sealed record LateNotice(DateTimeOffset? DueAt, DateTimeOffset From, DateTimeOffset To, string Cause)
{
    /// <summary>The instant at which it was due is reckoned by the burn rate, and no date that stands fast.</summary>
    public bool ByBurnRate { get; init; }
}
