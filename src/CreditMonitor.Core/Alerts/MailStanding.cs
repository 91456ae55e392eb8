namespace CreditMonitor.Core.Alerts;

/// <summary>How one organization's mail stands. Counts are of mails, not of the messages grouped in them.</summary>
/// <param name="Waiting">Not delivered and to be tried again, those of unknown outcome included.</param>
/// <param name="OutcomeUnknown">Of the waiting: the last send broke off after the mail was handed over.</param>
/// <param name="Parked">Not tried again by themselves.</param>
/// <param name="ChannelDown">The channel takes nothing until somebody mends it.</param>
/// <param name="LastFailure">Why the gravest of them did not go out; null when none failed.</param>
/// <param name="Since">The first failure of those that are not delivered; null when none failed.</param>
public sealed record MailStanding(int Waiting, int OutcomeUnknown, int Parked, bool ChannelDown, string? LastFailure, DateTimeOffset? Since)
{
    /// <summary>When the oldest was made of the waiting whose outcome is known; null: none waits, or a row written before knew it not.</summary>
    public DateTimeOffset? OldestWaiting { get; init; }

    /// <summary>Of those of unknown outcome.</summary>
    public DateTimeOffset? OldestOutcomeUnknown { get; init; }

    /// <summary>Of the parked.</summary>
    public DateTimeOffset? OldestParked { get; init; }

    public static readonly MailStanding AllDelivered = new(0, 0, 0, false, null, null);

    /// <summary>A channel has its bad moments; after so long it is broken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>A message that was never even tried goes out with the next poll at the latest, also after a crash; one that did not is stuck. Longer than the hour between two polls.</summary>
    private static readonly TimeSpan StuckAfter = TimeSpan.FromMinutes(90);

    /// <summary>Whether somebody has to see to it: what the monitor has to tell does not reach its readers.</summary>
    public bool IsBrokenAt(DateTimeOffset now) => Parked > 0 || ChannelDown || (Since is { } since && now - since >= Patience) || (OldestWaiting is { } oldest && now - oldest >= StuckAfter);
}
