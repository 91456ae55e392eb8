using System.Collections.Immutable;

namespace CreditMonitor.Core.Observations;

/// <summary>What an answer teaches about days without a figure.</summary>
public static class CostGapLearning
{
    /// <param name="history">With the answer merged in.</param>
    /// <param name="restated">Days whose whole figure the answer changed.</param>
    /// <param name="span">First day of the ledger's span; days before it matter to nobody.</param>
    /// <param name="callsSeen">Whether usage was seen on a day.</param>
    /// <returns>The same instance where nothing changed.</returns>
    public static CostGaps After(
        this CostGaps before, CostReport report, CostHistory history, IReadOnlyCollection<DateOnly> restated, DateOnly span, Func<DateOnly, bool> callsSeen)
    {
        var (from, to) = (report.From > span ? report.From : span, Earlier(report.Until, CostGaps.LastDue(report.AsOf)));
        if (to < from)
        {
            return before;
        }

        var read = new Answer(before, report, history, restated, callsSeen);
        var open = before.Open.Where(gap => gap.Day < from || gap.Day > to).ToList();
        var quiet = before.Quiet.SelectMany(DaysOf).Where(day => day < from || day > to).ToList();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            if (read.GapOf(day) is not { } gap)
            {
                continue;
            }

            if (gap.IsQuiet)
            {
                quiet.Add(day);
            }
            else
            {
                open.Add(gap);
            }
        }

        var after = new CostGaps([.. open.OrderBy(gap => gap.Day)], Spans(quiet));
        return after.Open.SequenceEqual(before.Open) && after.Quiet.SequenceEqual(before.Quiet) ? before : after;
    }

    private static IEnumerable<DateOnly> DaysOf(DaySpan span) => Enumerable.Range(0, span.Days).Select(span.From.AddDays);

    private static ImmutableArray<DaySpan> Spans(List<DateOnly> days)
    {
        var spans = ImmutableArray.CreateBuilder<DaySpan>();
        foreach (var day in days.Order())
        {
            if (spans.Count > 0 && spans[^1].To.AddDays(1) == day)
            {
                spans[^1] = spans[^1] with { To = day };
            }
            else
            {
                spans.Add(new DaySpan(day, day));
            }
        }

        return spans.ToImmutable();
    }

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    /// <summary>One answer beside what was known before it.</summary>
    private sealed class Answer(CostGaps before, CostReport report, CostHistory history, IReadOnlyCollection<DateOnly> restated, Func<DateOnly, bool> callsSeen)
    {
        private readonly Dictionary<DateOnly, CostGap> _open = before.Open.ToDictionary(gap => gap.Day);
        private readonly Dictionary<DateOnly, CostDay> _buckets = report.Days.ToDictionary(day => day.Day);
        private readonly DateOnly _readOn = DateOnly.FromDateTime(report.AsOf.UtcDateTime);

        /// <returns>Null when the day has its figure.</returns>
        public CostGap? GapOf(DateOnly day)
        {
            if (history.Days.GetValueOrDefault(day) is { Quality: not DayQuality.Incomplete })
            {
                return null;
            }

            var known = _open.GetValueOrDefault(day) ?? (before.IsQuiet(day) ? WasQuiet(day) : null);
            var kind = KindOf(day);
            var gap = known is null ? new CostGap(day, kind, report.AsOf, report.AsOf) : known with { Kind = known.IsQuiet ? CostGapKind.Empty : kind };
            return gap.Kind == CostGapKind.Empty ? Read(gap) : Asked(gap with { Readings = 0, LastReading = null });
        }

        private CostGapKind KindOf(DateOnly day) =>
            !_buckets.TryGetValue(day, out var bucket) ? CostGapKind.Missing
            : bucket is { Rows.IsEmpty: true, SkippedRows: 0 } && !history.Days.ContainsKey(day) ? CostGapKind.Empty
            : CostGapKind.Unreadable;

        private CostGap WasQuiet(DateOnly day) => new(day, CostGapKind.Empty, report.AsOf, report.AsOf, CostGap.ReadingsThatAgree, _readOn);

        private CostGap Read(CostGap gap)
        {
            var doubted = restated.Contains(gap.Day.AddDays(-1)) || restated.Contains(gap.Day.AddDays(1));
            var fresh = doubted ? gap with { Readings = 0, LastReading = null, Doubted = true } : gap;
            var counted = fresh.LastReading == _readOn ? fresh : fresh with { Readings = Math.Min(fresh.Readings + 1, CostGap.ReadingsThatAgree), LastReading = _readOn };
            return Asked(counted with { CallsSeen = counted.CallsSeen || callsSeen(gap.Day) });
        }

        /// <summary>Days that every poll reads anyway are not noted as asked for each time: the row would change with every poll.</summary>
        private CostGap Asked(CostGap gap) => gap.Day >= _readOn.AddDays(-CostReadPlan.TrailingDays) ? gap : gap with { AskedAt = report.AsOf };
    }
}
