namespace CreditMonitor.Core.Observations;

/// <summary>Why a UTC day has no whole figure. Written in snake_case outside.</summary>
public enum CostGapKind
{
    /// <summary>The answer had no bucket for it.</summary>
    Missing,

    /// <summary>Rows of it could not be read, or are not in US dollars.</summary>
    Unreadable,

    /// <summary>Its bucket was empty, which is not the same as zero.</summary>
    Empty,
}

/// <summary>An ended UTC day of the ledger's span for which no whole figure is known.</summary>
/// <param name="Since">When it was first seen without one.</param>
/// <param name="AskedAt">When it was last asked for beyond the days that every poll reads.</param>
/// <param name="Readings">On how many UTC days it was read as empty after its figure was due.</param>
/// <param name="LastReading">The newest of those days; null: none yet.</param>
/// <param name="CallsSeen">Usage was seen on that day, so it was not quiet.</param>
/// <param name="Doubted">A neighbour was restated since, so it may not have been quiet.</param>
public sealed record CostGap(
    DateOnly Day, CostGapKind Kind, DateTimeOffset Since, DateTimeOffset AskedAt, int Readings = 0, DateOnly? LastReading = null, bool CallsSeen = false, bool Doubted = false)
{
    /// <summary>So many readings that agree, each on another UTC day, make an empty day a quiet one.</summary>
    public const int ReadingsThatAgree = 3;

    /// <summary>An empty bucket may only be late; from then on its day should have a figure where something says that it was not quiet.</summary>
    public static readonly TimeSpan EmptyIsDueAfter = TimeSpan.FromHours(24);

    public bool IsQuiet => Kind == CostGapKind.Empty && !CallsSeen && Readings >= ReadingsThatAgree;

    /// <summary>By when its figure was due.</summary>
    public DateTimeOffset DueAt => CostHistory.DayEnd(Day) + (Kind == CostGapKind.Empty ? EmptyIsDueAfter : CostHistory.SettlesAfter);

    /// <summary>At every poll for a day, then once a day.</summary>
    public bool IsAskedAgainAt(DateTimeOffset now) => now - Since < Again || now - AskedAt >= Again;

    /// <summary>A few minutes short of a day, so that hourly polls ask at the same hour each day.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromHours(24) - TimeSpan.FromMinutes(5);
}

/// <summary>UTC days in a row, both ends inclusive.</summary>
public sealed record DaySpan(DateOnly From, DateOnly To)
{
    public int Days => To.DayNumber - From.DayNumber + 1;

    public bool Holds(DateOnly day) => From <= day && day <= To;
}
