using System.Collections.Immutable;

namespace CreditMonitor.Core.Observations;

/// <summary>The days of the ledger's span without a whole figure: those that are open, and those that several readings agree were quiet.</summary>
/// <param name="Open">Ascending by day, each day once.</param>
/// <param name="Quiet">Empty days that need no figure, as spans; ascending, never touching.</param>
public sealed record CostGaps(ImmutableArray<CostGap> Open, ImmutableArray<DaySpan> Quiet)
{
    /// <summary>More empty days in a row than these are no long weekend: each should have a figure until readings agree that it was quiet.</summary>
    public const int MostEmptyInARow = 3;

    public static CostGaps None { get; } = new([], []);

    public bool IsQuiet(DateOnly day) => Quiet.Any(span => span.Holds(day));

    /// <summary>Days from <paramref name="from"/> on that should have a figure at <paramref name="now"/> and have none, or only a lower bound. Ascending.</summary>
    public ImmutableArray<CostGap> Wanting(DateOnly from, DateTimeOffset now) =>
        Open.IsEmpty ? [] : [.. Open.Where(gap => gap.Day >= from && now >= gap.DueAt && (gap.Kind != CostGapKind.Empty || gap.CallsSeen || gap.Doubted || IsInALongRun(gap.Day, now)))];

    /// <summary>The ended days from <paramref name="from"/> on that are neither known, nor open, nor quiet: nothing has read them yet. Null: none.</summary>
    public DateOnly? FirstUnread(CostHistory history, DateOnly from, DateTimeOffset now)
    {
        var to = LastDue(now);
        if (to < from || Known(history, from, to) + Open.Count(gap => IsWithin(gap.Day) && !history.Days.ContainsKey(gap.Day)) + Quiet.Sum(Overlap) >= to.DayNumber - from.DayNumber + 1)
        {
            return null;
        }

        var open = Open.Select(gap => gap.Day).ToHashSet();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            if (!history.Days.ContainsKey(day) && !open.Contains(day) && !IsQuiet(day))
            {
                return day;
            }
        }

        return null;

        bool IsWithin(DateOnly day) => from <= day && day <= to;
        int Overlap(DaySpan span) => Math.Max(0, Math.Min(span.To.DayNumber, to.DayNumber) - Math.Max(span.From.DayNumber, from.DayNumber) + 1);
    }

    /// <summary>The newest day whose figure was due by <paramref name="now"/>.</summary>
    internal static DateOnly LastDue(DateTimeOffset now) => DateOnly.FromDateTime((now - CostHistory.SettlesAfter).UtcDateTime).AddDays(-1);

    private static int Known(CostHistory history, DateOnly from, DateOnly to)
    {
        var days = history.Ascending;
        return FirstFrom(days, to.AddDays(1)) - FirstFrom(days, from);
    }

    private static int FirstFrom(ImmutableArray<DayCost> days, DateOnly day)
    {
        var (low, high) = (0, days.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = days[middle].Day < day ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Only days that had a day's time to be published count: yesterday is empty every morning.</summary>
    private bool IsInALongRun(DateOnly day, DateTimeOffset now)
    {
        var (first, last) = (day, day);
        while (last.DayNumber - first.DayNumber < MostEmptyInARow && IsEmpty(first.AddDays(-1)))
        {
            first = first.AddDays(-1);
        }

        while (last.DayNumber - first.DayNumber < MostEmptyInARow && IsEmpty(last.AddDays(1)))
        {
            last = last.AddDays(1);
        }

        return last.DayNumber - first.DayNumber >= MostEmptyInARow;

        bool IsEmpty(DateOnly other) => IsQuiet(other) || Open.Any(gap => gap.Day == other && gap.Kind == CostGapKind.Empty && now >= gap.DueAt);
    }
}
