using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace CreditMonitor.Core.Observations;

/// <summary>How much of a UTC day's cost is known. A day that is not in the history at all is unknown, which is not zero.</summary>
public enum DayQuality
{
    /// <summary>Read before the figure could have settled: it will grow or be restated.</summary>
    Partial,

    /// <summary>Some of the provider's rows could not be read: the figure is a lower bound.</summary>
    Incomplete,

    /// <summary>Read when the day had settled. It may still be restated, and then is replaced.</summary>
    Complete,
}

/// <summary>The organization's cost of one UTC day, as far as it is known.</summary>
/// <param name="AsOf">When this figure, in this quality, was first read. Later readings of the same figure leave it.</param>
/// <param name="RowsHash">Tells whether the breakdown behind the total changed.</param>
public sealed record DayCost(DateOnly Day, Usd Amount, DayQuality Quality, DateTimeOffset AsOf, long RowsHash);

/// <summary>A figure that a later reading replaced. History keeps what was believed when in the snapshots.</summary>
public sealed record Restatement(DateOnly Day, Usd Before, Usd After);

/// <summary>What a report changed in the history.</summary>
public sealed record CostMerge(CostHistory History, ImmutableArray<DateOnly> ChangedDays, ImmutableArray<CostDay> ChangedBreakdowns, ImmutableArray<Restatement> Restatements);

/// <summary>Every known day's cost, ascending. Absence is not zero: a report's empty day never overwrites a known figure.</summary>
public sealed record CostHistory(ImmutableSortedDictionary<DateOnly, DayCost> Days)
{
    /// <summary>Without a setter: what is taken from them below holds for as long as the history does.</summary>
    public ImmutableSortedDictionary<DateOnly, DayCost> Days { get; } = Days;

    /// <summary>The known days, oldest first. Every decision walks them several times, and an array is walked many times as fast as a tree.</summary>
    public ImmutableArray<DayCost> Ascending { get; } = [.. Days.Values];

    /// <summary>A day counts as settled when it is read this long after its end. The provider publishes no figure for its lag; three hours are common.</summary>
    public static readonly TimeSpan SettlesAfter = TimeSpan.FromHours(6);

    /// <summary>What others compute from these days alone.</summary>
    internal Derived Derived { get; } = new();

    public static CostHistory Empty { get; } = new(ImmutableSortedDictionary<DateOnly, DayCost>.Empty);

    /// <summary>Until when costs are known: the newest day's end, or for a running day the instant its figure was read. Null: nothing is known.</summary>
    public DateTimeOffset? KnownUntil => Newest is { } newest ? Earlier(DayEnd(newest.Day), newest.AsOf) : null;

    public DayCost? Newest => Ascending.IsEmpty ? null : Ascending[^1];

    /// <summary>The days alone: what is taken from them makes no difference.</summary>
    public bool Equals(CostHistory? other) => other is not null && ReferenceEquals(Days, other.Days);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(Days);

    /// <summary>The known days of a calendar month written <c>yyyy-MM</c>, ascending.</summary>
    public IEnumerable<DayCost> DaysOf(string month)
    {
        var day = DateOnly.ParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
        for (var end = day.AddMonths(1); day < end; day = day.AddDays(1))
        {
            if (Days.TryGetValue(day, out var cost))
            {
                yield return cost;
            }
        }
    }

    /// <summary>Several answers, each over days of its own.</summary>
    public CostMerge Merge(IEnumerable<CostReport> reports) => reports.Aggregate(new CostMerge(this, [], [], []), (merged, report) =>
    {
        var next = merged.History.Merge(report);
        return new CostMerge(
            next.History, [.. merged.ChangedDays, .. next.ChangedDays], [.. merged.ChangedBreakdowns, .. next.ChangedBreakdowns], [.. merged.Restatements, .. next.Restatements]);
    });

    public CostMerge Merge(CostReport report)
    {
        var days = Days.ToBuilder();
        var changed = ImmutableArray.CreateBuilder<DateOnly>();
        var breakdowns = ImmutableArray.CreateBuilder<CostDay>();
        var restated = ImmutableArray.CreateBuilder<Restatement>();
        foreach (var read in report.Days)
        {
            var known = days.GetValueOrDefault(read.Day);
            if (Learn(known, read, report.AsOf) is not { } learnt)
            {
                continue;
            }

            days[read.Day] = learnt;
            changed.Add(read.Day);
            if (learnt.RowsHash != known?.RowsHash)
            {
                breakdowns.Add(read);
            }

            if (known is { Quality: DayQuality.Complete } && known.Amount != learnt.Amount)
            {
                restated.Add(new Restatement(read.Day, known.Amount, learnt.Amount));
            }
        }

        return changed.Count == 0
            ? new CostMerge(this, [], [], [])
            : new CostMerge(new CostHistory(days.ToImmutable()), changed.ToImmutable(), breakdowns.ToImmutable(), restated.ToImmutable());
    }

    /// <summary>The figure that the reading puts in place, or null when it teaches nothing.</summary>
    private static DayCost? Learn(DayCost? known, CostDay read, DateTimeOffset asOf)
    {
        if (read.Rows.IsEmpty)
        {
            return null;
        }

        var quality = read.SkippedRows > 0 ? DayQuality.Incomplete
            : asOf >= DayEnd(read.Day) + SettlesAfter ? DayQuality.Complete
            : DayQuality.Partial;
        if (quality == DayQuality.Incomplete && known is { Quality: DayQuality.Complete })
        {
            return null;    // a lower bound does not unseat a figure that was whole
        }

        var total = read.Total;    // below zero where more was given back than was spent
        var hash = read.RowsHash;
        return known is not null && known.Amount == total && known.Quality == quality && known.RowsHash == hash
            ? null
            : new DayCost(read.Day, total, quality, asOf, hash);
    }

    /// <summary>First instant after the UTC day.</summary>
    public static DateTimeOffset DayEnd(DateOnly day) => new(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
