using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Status;

/// <summary>The body of <c>GET /api/status</c>, also printed by <c>status --json</c>. Money is a number in US dollars, instants are UTC; null is unknown.</summary>
/// <param name="AsOf">When the newest of the organizations was last polled.</param>
public sealed record StatusBody(StatusWord Status, DateTimeOffset? AsOf, ImmutableArray<OrganizationBody> Organizations);

/// <param name="AsOf">When the costs behind the figures were read from the provider.</param>
/// <param name="BurnPerDay">Mean of the last 28 complete days.</param>
/// <param name="Blind">Why the monitor cannot see; null while it can.</param>
/// <param name="UnknownDays">Days of the ledger's span that should have a figure and have none; with any, the status is at least a warning.</param>
/// <param name="Corrections">What turned out otherwise about the past in the last 30 days and moved the balance, newest first.</param>
public sealed record OrganizationBody(
    string Id,
    string Name,
    StatusWord Status,
    DateTimeOffset? AsOf,
    decimal? Balance,
    decimal? Overage,
    decimal? DueOnInvoice,
    decimal? BurnPerDay,
    RunwayBody Runway,
    NextExpiryBody? NextExpiry,
    ImmutableArray<GrantBody> Grants,
    ImmutableArray<AlertBody> OpenAlerts,
    string? Blind,
    int UnknownDays,
    ImmutableArray<CorrectionBody> Corrections,
    ImmutableArray<string> Remarks,
    int Recipients,
    DataBody Data)
{
    /// <summary>What is due on the invoice of each of the newest months that have any; null while nothing is.</summary>
    public ImmutableArray<MonthDueBody>? DueByMonth { get; init; }

    /// <summary>What cannot be told as things stand, and why; empty when every alert can.</summary>
    public ImmutableArray<SilenceBody> Silences { get; init; } = [];

    /// <summary>The newest of the days counted by <c>unknown_days</c>, at most 31, oldest first.</summary>
    public ImmutableArray<MissingDayBody> MissingDays { get; init; } = [];

    /// <summary>Days that OpenAI gives no figure and on which nothing was used, as three readings agree: the newest spans, at most 31, oldest first.</summary>
    public ImmutableArray<QuietDaysBody> QuietDays { get; init; } = [];

    public MailBody Mail { get; init; } = new(0, 0, 0, false, false, null, null);
}

/// <param name="Why">missing: the answer had no bucket for it; unreadable: rows of it could not be read; empty: its bucket was empty though something says that the day was not quiet.</param>
public sealed record MissingDayBody(DateOnly Day, CostGapKind Why);

/// <summary>UTC days in a row, both inclusive.</summary>
public sealed record QuietDaysBody(DateOnly From, DateOnly To);

/// <param name="Of">Kinds of alert, some with what they are about.</param>
/// <param name="Why">A clause.</param>
public sealed record SilenceBody(ImmutableArray<string> Of, string Why);

/// <param name="Month"><c>2026-03</c>, UTC.</param>
public sealed record MonthDueBody(string Month, decimal Amount);

/// <summary>Whether what the monitor has to tell reaches its readers. Counts are of mails.</summary>
/// <param name="Waiting">To be tried again, those of unknown outcome included.</param>
/// <param name="OutcomeUnknown">Of the waiting: they may have arrived.</param>
/// <param name="Parked">Not tried again until somebody runs <c>creditmonitor mail --retry</c>.</param>
/// <param name="ChannelDown">The channel takes nothing until somebody mends it.</param>
/// <param name="Broken">Somebody has to see to it.</param>
/// <param name="LastFailure">Without addresses; null when nothing failed.</param>
/// <param name="Since">The first failure of what is not delivered.</param>
public sealed record MailBody(int Waiting, int OutcomeUnknown, int Parked, bool ChannelDown, bool Broken, string? LastFailure, DateTimeOffset? Since)
{
    /// <summary>When the oldest was made of the waiting whose outcome is known; null: none waits.</summary>
    public DateTimeOffset? OldestWaiting { get; init; }

    public DateTimeOffset? OldestOutcomeUnknown { get; init; }

    public DateTimeOffset? OldestParked { get; init; }
}

/// <summary>Days from now until all credit is gone, used up or lapsed. Null is unknown, or later than two years: <paramref name="Why"/> tells which.</summary>
/// <param name="P10">With one chance in ten it is gone by then.</param>
/// <param name="P90">With nine chances in ten it is.</param>
/// <param name="P10On">The UTC day on whose evening that is; the others likewise.</param>
/// <param name="KnownUntil">The last complete day of cost that the range rests on; null with nothing foreseen.</param>
/// <param name="HistoryDays">How many complete days it rests on.</param>
/// <param name="Why">Why a figure is null, a clause; null when none is.</param>
public sealed record RunwayBody(
    decimal? P10, decimal? P50, decimal? P90, DateOnly? P10On = null, DateOnly? P50On = null, DateOnly? P90On = null, DateOnly? KnownUntil = null, int? HistoryDays = null, string? Why = null)
{
    /// <param name="why">Why there is no range, where there is none.</param>
    /// <param name="now">A day before it is no forecast any more: an early one is today, and a range that has passed is none.</param>
    public static RunwayBody Of(RunwayRange? range, string? why, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return range is null ? new RunwayBody(null, null, null, Why: why ?? "the balance is unknown")
            : (range.P90 ?? range.P50) < today ? new RunwayBody(null, null, null, Why: "what was foreseen has passed, and costs were not read since")
            : new RunwayBody(
                DaysTo(range.P10, now), DaysTo(range.P50, now), DaysTo(range.P90, now), NotBefore(today, range.P10), NotBefore(today, range.P50), range.P90, range.KnownUntil, range.HistoryDays,
                range.P90 is null ? "a day more than two years from now is not foreseen" : null);
    }

    /// <summary>Nothing is left that could run out.</summary>
    public static RunwayBody None { get; } = new(0m, 0m, 0m, Why: "no credit is left");

    private static DateOnly? NotBefore(DateOnly today, DateOnly? day) => day < today ? today : day;

    private static decimal? DaysTo(DateOnly? evening, DateTimeOffset now) =>
        evening is { } day ? Math.Max(0m, Math.Round((decimal)(CostHistory.DayEnd(day) - now).Ticks / TimeSpan.TicksPerDay, 2)) : null;
}

/// <param name="At">The earliest instant at which it may lapse.</param>
/// <param name="Latest">The latest; the same where the date was given.</param>
public sealed record NextExpiryBody(string GrantId, DateTimeOffset At, DateTimeOffset? Latest, decimal Remaining, decimal? ExpectedUnused)
{
    /// <summary>With one chance in ten no more of it lapses unused; null where no range is foreseen.</summary>
    public decimal? UnusedP10 { get; init; }

    /// <summary>With nine chances in ten no more does.</summary>
    public decimal? UnusedP90 { get; init; }
}

/// <param name="ExpectedUnused">What will lapse of it, the mean; by the burn rate where no range is foreseen; null: it never lapses, or it cannot be told.</param>
public sealed record GrantBody(string Id, string Kind, decimal Amount, decimal? Remaining, string State, DateTimeOffset? LapsesFrom, DateTimeOffset? LapsesBy, decimal? ExpectedUnused)
{
    /// <summary>With one chance in ten no more lapses; null where no range is foreseen, as the rest.</summary>
    public decimal? UnusedP10 { get; init; }

    /// <summary>With nine chances in ten no more lapses.</summary>
    public decimal? UnusedP90 { get; init; }

    /// <summary>0 to 1: that anything of it lapses.</summary>
    public decimal? ProbabilityOfLoss { get; init; }

    /// <summary>US dollars a day from tomorrow on that would use it up, what is spent before it included; null also where nothing would.</summary>
    public decimal? NeededPerDay { get; init; }
}

public sealed record AlertBody(string Key, AlertKind Kind, Severity Severity, string Subject, DateTimeOffset RaisedAt);

/// <param name="At">When it was learnt.</param>
/// <param name="AsOf">The instant whose balance moved.</param>
public sealed record CorrectionBody(DateTimeOffset At, DateTimeOffset AsOf, decimal From, decimal To, ImmutableArray<string> Causes);

/// <param name="Statements">Of the card. As of: when one last brought a charge that was not known; fresh: within 45 days; through: the newest charge. Nobody has to import any, so they decide nothing about the status.</param>
public sealed record DataBody(SourceBody Costs, SourceBody Usage, SourceBody Statements);

/// <param name="AsOf">Null: never read.</param>
/// <param name="Through">The newest UTC day with a figure.</param>
public sealed record SourceBody(DateTimeOffset? AsOf, bool Fresh, DateOnly? Through);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(InstantJson), typeof(SnakeCaseEnum<StatusWord>), typeof(SnakeCaseEnum<AlertKind>), typeof(SnakeCaseEnum<Severity>), typeof(SnakeCaseEnum<CostGapKind>)])]
[JsonSerializable(typeof(StatusBody))]
[JsonSerializable(typeof(OrganizationBody))]
internal sealed partial class StatusJson : JsonSerializerContext;
