namespace CreditMonitor.Core.Records;

/// <summary>What somebody on call said of an alert.</summary>
public enum AlertActionKind
{
    /// <summary>Somebody is at it: it is not repeated while nothing changes, and told when it worsens.</summary>
    Acknowledged,

    /// <summary>Not told at all until an instant; it stays in the status.</summary>
    Silenced,

    /// <summary>Of spend above the usual: it was meant, and the new level is the usual from its first day on.</summary>
    Accepted,

    /// <summary>What was said before no longer holds.</summary>
    Withdrawn,
}

/// <summary>One for each alert; a later one replaces it.</summary>
/// <param name="Id">The alert's key.</param>
/// <param name="Until">When a silence ends, exclusive; null for the others.</param>
/// <param name="Reason">In the words of whoever said it; empty only when it is withdrawn.</param>
public sealed record AlertAction(string Id, DateTimeOffset ToldAt, string ToldBy, AlertActionKind Word, DateTimeOffset? Until, string? Reason) : RecordedFact(Id, ToldAt, ToldBy)
{
    /// <summary>A silence is for planned work, not for good.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromDays(90);

    public const int MaxReasonLength = 300;

    public override string Kind => "alert_word";

    /// <summary>Words are few: kept together, so that a later one replaces an earlier whenever it was said.</summary>
    public override DateTimeOffset HappenedAt => DateTimeOffset.UnixEpoch;

    public bool SilencesAt(DateTimeOffset instant) => Word == AlertActionKind.Silenced && instant < Until;

    /// <summary>It was said of what <paramref name="raisedAt"/> began, not of an earlier time that ended.</summary>
    public bool AcknowledgesSince(DateTimeOffset raisedAt) => Word == AlertActionKind.Acknowledged && ToldAt >= raisedAt;
}
