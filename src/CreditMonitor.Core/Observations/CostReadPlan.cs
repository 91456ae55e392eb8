namespace CreditMonitor.Core.Observations;

/// <summary>Which UTC days of costs are asked for at the next poll. Everything that is asked for is read again and replaced.</summary>
/// <param name="From">From this day to now.</param>
/// <param name="Older">One further page before that, for days without a figure or for restatements; null: none is due.</param>
public sealed record CostReadPlan(DateOnly From, DaySpan? Older)
{
    /// <summary><see cref="Older"/> is read for restatements alone: nothing in it is missing.</summary>
    public bool Sweeps { get; private init; }

    /// <summary>Most days restated by the provider lie in here; its lag is not published.</summary>
    public const int TrailingDays = 7;

    /// <summary>So many are read once in a UTC day, which costs no further request, and in the first three days of a month with every poll. Unsettled days are looked for this far back.</summary>
    public const int MonthCloseDays = 35;

    /// <summary>Older ones, as far as this, are read again a page at a time.</summary>
    public const int SweptDays = 400;

    /// <summary>Days in such a page: some answers hold no more, whatever is asked for.</summary>
    public const int SweptPageDays = 31;

    /// <summary>Twelve pages in six days, a day to spare in a week.</summary>
    public static readonly TimeSpan SweepEvery = TimeSpan.FromHours(12) - TimeSpan.FromMinutes(10);

    /// <summary>Days without a figure go first, but for so long only.</summary>
    private static readonly TimeSpan SweepYields = TimeSpan.FromHours(2);

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
        var trailing = today.AddDays(today.Day <= 3 || source.WideOn != today ? -MonthCloseDays : -TrailingDays);
        var from = Max(Min(Min(trailing, afterOutage), FirstUnsettled(history, readFrom, today)), readFrom);
        var plan = WithGaps(from, gaps, gaps.FirstUnread(history, Max(oldest, declared), now), Max(oldest, declared), now);
        return SweepIsDue(source, plan.Older is null ? SweepEvery : SweepEvery + SweepYields, now) && Sweep(source, readFrom, plan.From, today) is { } page
            ? plan with { Older = page, Sweeps = true } : plan;
    }

    private static bool SweepIsDue(CostSource source, TimeSpan wait, DateTimeOffset now) => source.SweptAt is not { } swept || now - swept >= wait;

    /// <summary>From the newest page to the oldest, and then from the newest again; null where no day is so old that is not read anyway.</summary>
    /// <param name="from">From this day on all are read.</param>
    private static DaySpan? Sweep(CostSource source, DateOnly readFrom, DateOnly from, DateOnly today)
    {
        var (newest, oldest) = (Min(today.AddDays(-MonthCloseDays - 1), from.AddDays(-1)), Max(readFrom, today.AddDays(-SweptDays)));
        if (newest < oldest)
        {
            return null;
        }

        var to = source.SweptTo is { } swept && swept > oldest && swept <= newest ? swept.AddDays(-1) : newest;
        return new DaySpan(Max(to.AddDays(1 - SweptPageDays), oldest), to);
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
