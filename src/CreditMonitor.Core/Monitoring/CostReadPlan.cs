namespace CreditMonitor.Core.Monitoring;

/// <summary>From which UTC day costs are asked for at the next poll. Everything from there on is read again and replaced.</summary>
public static class CostReadPlan
{
    /// <summary>Days restated by the provider lie in here; its lag is not published (<c>facts/openai-billing.md</c> b.10).</summary>
    public const int TrailingDays = 7;

    /// <summary>At the month's turn the whole closing month is read once more, and unsettled days are looked for this far back.</summary>
    public const int MonthCloseDays = 35;

    /// <summary>At least this much history is read, enough for a burn rate and its weekday shape.</summary>
    public const int FewestDays = 90;

    /// <summary>Older history is never asked for: no credit lives longer than its year but by an owner's own date.</summary>
    public const int OldestDays = 3 * 366;

    /// <param name="earliestNeeded">First instant that matters to the ledger: the earliest grant's start; null without grants.</param>
    public static DateOnly From(CostHistory history, CostSource source, DateTimeOffset? earliestNeeded, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var oldest = today.AddDays(-OldestDays);
        var declared = earliestNeeded is { } instant ? DateOnly.FromDateTime(instant.UtcDateTime) : today;
        var needed = Max(oldest, Min(declared, today.AddDays(-FewestDays)));
        if (source.ReadFrom is not { } readFrom || source.LastOkAt is not { } lastOk || declared < readFrom && readFrom > oldest)
        {
            return needed;
        }

        var afterOutage = DateOnly.FromDateTime(lastOk.UtcDateTime).AddDays(-TrailingDays);
        var trailing = today.AddDays(today.Day <= 3 ? -MonthCloseDays : -TrailingDays);
        return Max(Min(Min(trailing, afterOutage), FirstUnsettled(history, readFrom, today)), readFrom);
    }

    private static DateOnly FirstUnsettled(CostHistory history, DateOnly readFrom, DateOnly today)
    {
        for (var day = Max(readFrom, today.AddDays(-MonthCloseDays)); day < today; day = day.AddDays(1))
        {
            if (history.Days.GetValueOrDefault(day)?.Quality is DayQuality.Partial or DayQuality.Incomplete)
            {
                return day;
            }
        }

        return today;
    }

    private static DateOnly Min(DateOnly left, DateOnly right) => left < right ? left : right;

    private static DateOnly Max(DateOnly left, DateOnly right) => left > right ? left : right;
}
