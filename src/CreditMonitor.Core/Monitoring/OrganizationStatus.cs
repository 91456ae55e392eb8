using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Core.Monitoring;

/// <summary>The one row of an organization that a status answer is made of. Rebuilt at every poll from what was committed.</summary>
/// <param name="WatchedSince">First poll ever; null while none was made.</param>
/// <param name="StaleAfter">Costs older than this are stale, whatever else stands here.</param>
/// <param name="Blind">Why the monitor cannot see, as a sentence; null while it can, by what the last poll knew.</param>
/// <param name="UnknownDays">Days in the last 28 for which no figure is known.</param>
/// <param name="Corrections">What turned out otherwise in the last 30 days, newest first.</param>
/// <param name="Told">How many addresses are told about this organization.</param>
public sealed record OrganizationStatus(
    string Id,
    string Name,
    DateTimeOffset At,
    DateTimeOffset? WatchedSince,
    TimeSpan StaleAfter,
    DateTimeOffset? CostsAsOf,
    DateOnly? CostsThrough,
    string? Blind,
    int UnknownDays,
    int Told,
    Snapshot Latest,
    BurnRate? Burn,
    DateTimeOffset? RunsOutAt,
    ImmutableArray<Correction> Corrections,
    ImmutableArray<string> Remarks,
    SpendLimit? SpendLimit,
    ImmutableArray<OpenAlert> OpenAlerts)
{
    /// <summary>How the organization's mail stands; null when nothing is known of it.</summary>
    public MailStanding? Mail { get; init; }

    /// <summary>Why costs cannot be read, what to do first; null while the last attempt was answered.</summary>
    public string? Failure { get; init; }

    /// <summary>What cannot be told as things stand, and why; empty (or default, in a row written before) when all can.</summary>
    public ImmutableArray<Silence> Silences { get; init; } = [];

    /// <summary>When usage was last read; null: never.</summary>
    public DateTimeOffset? UsageAsOf { get; init; }

    /// <summary>When a card statement last brought a charge that was not known; null: never.</summary>
    public DateTimeOffset? StatementsAsOf { get; init; }

    /// <summary>The day of the newest charge of the card; null: none is known.</summary>
    public DateOnly? StatementsThrough { get; init; }

    /// <summary>Null: unknown, see <see cref="WhyNoRunway"/>, or the balance is.</summary>
    public RunwayRange? Runway { get; init; }

    /// <summary>A clause; null when spend is foreseen.</summary>
    public string? WhyNoRunway { get; init; }

    /// <summary>The newest past days' published costs, ascending: for decisions on other organizations.</summary>
    public ImmutableArray<DayTotal> RecentDays { get; init; } = [];

    public const int MostRecentDays = 21;

    /// <summary>Whether the costs are recent enough to be relied on at <paramref name="now"/>; asked at every read, so that a stopped timer shows.</summary>
    public bool FreshAt(DateTimeOffset now) => CostsAsOf is { } asOf && now - asOf <= StaleAfter;

    /// <summary>What is due on the invoices of the newest <see cref="MonthsDue"/> months that have any; empty (or default, in a row written before) while billed prepaid.</summary>
    public ImmutableArray<MonthDue> DueByMonth { get; init; } = [];

    /// <summary>An older month's invoice has been paid or is somebody's certain trouble by other means.</summary>
    public const int MonthsDue = 3;

    /// <summary>Unknown while the figures are stale or the balance is: never a guess.</summary>
    public StatusWord WordAt(DateTimeOffset now) =>
        !FreshAt(now) || Blind is not null || Latest.Balance is null ? StatusWord.Unknown
        : OpenAlerts.Any(alert => alert.Severity == Severity.Critical) ? StatusWord.Critical
        : OpenAlerts.Any(alert => alert.Severity == Severity.Warning) || Mail?.IsBrokenAt(now) == true ? StatusWord.Warning
        : StatusWord.Ok;
}

/// <summary>An open alert as a status shows it.</summary>
public sealed record OpenAlert(string Key, AlertKind Kind, Severity Severity, string Subject, string Lead, string Action, DateTimeOffset RaisedAt);

/// <summary>One organization's state in a word, worst last but for unknown, which is its own.</summary>
public enum StatusWord
{
    Ok,
    Warning,
    Critical,
    Unknown,
}
