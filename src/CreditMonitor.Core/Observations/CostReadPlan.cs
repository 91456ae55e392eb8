namespace CreditMonitor.Core.Observations;

/// <summary>Which UTC days of costs are asked for at the next poll. Everything that is asked for is read again and replaced.</summary>
/// <param name="From">From this day to now.</param>
/// <param name="Older">One further page before that, for days without a figure; null: none is due.</param>
public sealed record CostReadPlan(DateOnly From, DaySpan? Older)
{
    /// <summary>Days restated by the provider lie in here; its lag is not published.</summary>
    public const int TrailingDays = 7;

    /// <summary>At the month's turn the whole closing month is read once more, and unsettled days are looked for this far back.</summary>
    public const int MonthCloseDays = 35;

    /// <summary>At least this much history is read, enough for a burn rate and its weekday shape.</summary>
    public const int FewestDays = 90;

    /// <summary>Older history is never asked for: no credit lives longer than its year but by an owner's own date.</summary>
    public const int OldestDays = 3 * 366;

    /// <summary>Days in one page of the provider's.</summary>
    public const int PageDays = 180;

    /// <param name="earliestNeeded">First instant that matters to the ledger: the earliest grant's start; null without grants.</param>
    public static CostReadPlan Of(CostHistory history, CostSource source, CostGaps gaps, DateTimeOffset? earliestNeeded, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var oldest = today.AddDays(-OldestDays);
        var declared = earliestNeeded is { } instant ? DateOnly.FromDateTime(instant.UtcDateTime) : today;
        var needed = Max(oldest, Min(declared, today.AddDays(-FewestDays)));
        if (source.ReadFrom is not { } readFrom || source.LastOkAt is not { } lastOk || (declared < readFrom && readFrom > oldest))
        {
            return new CostReadPlan(needed, null);
        }

        var afterOutage = DateOnly.FromDateTime(lastOk.UtcDateTime).AddDays(-TrailingDays);
        var trailing = today.AddDays(today.Day <= 3 ? -MonthCloseDays : -TrailingDays);
        var from = Max(Min(Min(trailing, afterOutage), FirstUnsettled(history, readFrom, today)), readFrom);
        return WithGaps(from, gaps, gaps.FirstUnread(history, Max(oldest, declared), now), Max(oldest, declared), now);
    }

    /// <summary>What lies within one page costs no further request; of what lies before it, one page.</summary>
    private static CostReadPlan WithGaps(DateOnly from, CostGaps gaps, DateOnly? unread, DateOnly span, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var page = today.AddDays(1 - PageDays);
        var due = gaps.Wanting(span, now).Where(gap => gap.IsAskedAgainAt(now)).Select(gap => gap.Day)
            .Concat(gaps.Open.Where(gap => gap.Kind == CostGapKind.Empty && gap.Day >= Max(page, span) && gap.LastReading < today).Select(gap => gap.Day))
            .Concat(unread is { } day ? [day] : []).Order().ToList();
        if (due.Count == 0)
        {
            return new CostReadPlan(from, null);
        }

        var within = due.Find(one => one >= page);
        var first = within == default ? from : Min(from, within);
        return due[0] < page && due[0] < first ? new CostReadPlan(first, new DaySpan(due[0], Min(due[0].AddDays(PageDays - 1), first.AddDays(-1)))) : new CostReadPlan(first, null);
    }

    private static DateOnly FirstUnsettled(CostHistory history, DateOnly readFrom, DateOnly today)
    {
        for (var day = Max(readFrom, today.AddDays(-MonthCloseDays)); day < today; day = day.AddDays(1))
        {
            if (history.Days.GetValueOrDefault(day)?.Quality is DayQuality.Partial)
            {
                return day;
            }
        }

        return today;
    }

    private static DateOnly Min(DateOnly left, DateOnly right) => left < right ? left : right;

    private static DateOnly Max(DateOnly left, DateOnly right) => left > right ? left : right;
}
