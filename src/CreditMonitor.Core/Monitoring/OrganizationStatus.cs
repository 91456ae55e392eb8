using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Core.Monitoring;

/// <summary>The one row of an organization that a status answer is made of. Rebuilt at every poll from what was committed.</summary>
/// <param name="WatchedSince">First poll ever; null while none was made.</param>
/// <param name="StaleAfter">Costs older than this are stale, whatever else stands here.</param>
/// <param name="Blind">Why the monitor cannot see, as a sentence; null while it can, by what the last poll knew.</param>
/// <param name="UnknownDays">Days of the ledger's span that should have a figure and have none.</param>
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
    /// <summary>What decisions about other organizations may know of this one.</summary>
    public OtherOrganization AsOther() => new(Id, Name, Latest.Balance is { IsPositive: true }, RecentDays.IsDefault ? [] : RecentDays);

    /// <summary>How the organization's mail stands; null when nothing is known of it.</summary>
    public MailStanding? Mail { get; init; }

    /// <summary>Why the newest poll came to nothing, where it did; null while polls are committed.</summary>
    [JsonIgnore]
    public OrganizationFault? Fault { get; init; }

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

    /// <summary>The newest of the days that should have a figure and have none, ascending; at most <see cref="MostWantingDays"/>.</summary>
    public ImmutableArray<WantingDay> WantingDays { get; init; } = [];

    public const int MostWantingDays = 31;

    /// <summary>Empty days that several readings agree were quiet: the newest spans, ascending, at most <see cref="MostQuietSpans"/>.</summary>
    public ImmutableArray<DaySpan> QuietDays { get; init; } = [];

    public const int MostQuietSpans = 31;

    /// <summary>A poll was committed of it; of one without, there is nothing to show but its fault.</summary>
    [JsonIgnore]
    public bool WasPolled => WatchedSince is not null;

    /// <summary>Of an organization that no poll was committed of.</summary>
    public static OrganizationStatus NeverPolled(string id) => new(
        id, id, DateTimeOffset.MinValue, null, TimeSpan.Zero, null, null, null, 0, 0, new Snapshot("", DateTimeOffset.MinValue, null, null, null, null, null, null, [], [], []), null, null, [], [], null, []);

    /// <summary>Whether the costs are recent enough to be relied on at <paramref name="now"/>; asked at every read, so that a stopped timer shows.</summary>
    public bool FreshAt(DateTimeOffset now) => Freshness.Holds(CostsAsOf, StaleAfter, now);

    /// <summary>What is due on the invoices of the newest <see cref="MonthsDue"/> months that have any; empty (or default, in a row written before) while billed prepaid.</summary>
    public ImmutableArray<MonthDue> DueByMonth { get; init; } = [];

    /// <summary>An older month's invoice has been paid or is somebody's certain trouble by other means.</summary>
    public const int MonthsDue = 3;

    /// <summary>Unknown while the figures are stale or the balance is: never a guess.</summary>
    public StatusWord WordAt(DateTimeOffset now) =>
        !FreshAt(now) || Blind is not null || Fault is not null || Latest.Balance is null ? StatusWord.Unknown
        : OpenAlerts.Any(alert => alert.Severity == Severity.Critical) ? StatusWord.Critical
        : UnknownDays > 0 || OpenAlerts.Any(alert => alert.Severity == Severity.Warning) || Mail?.IsBrokenAt(now) == true ? StatusWord.Warning
        : StatusWord.Ok;
}

/// <summary>A poll of one organization that came to nothing: its figures are as old as the last one that did not.</summary>
/// <param name="Sentence">Names the organization and says what to do; for people.</param>
public sealed record OrganizationFault(DateTimeOffset At, string Sentence);

/// <summary>A day that should have a figure and has none, or only a lower bound.</summary>
public sealed record WantingDay(DateOnly Day, CostGapKind Kind);

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
