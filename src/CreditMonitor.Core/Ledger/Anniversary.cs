namespace CreditMonitor.Core.Ledger;

/// <summary>One year on, as credit lapses by: the same date and time in UTC, 29 February becoming 28 February.</summary>
/// <remarks>The provider says "one year" and no more; the calendar's own answer is the earlier one.</remarks>
internal static class Anniversary
{
    public static DateTimeOffset Of(DateTimeOffset instant)
    {
        var utc = instant.ToUniversalTime();
        return utc.Year == DateTimeOffset.MaxValue.Year ? DateTimeOffset.MaxValue : utc.AddYears(1);
    }
}
