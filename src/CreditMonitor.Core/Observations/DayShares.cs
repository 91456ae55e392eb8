using System.Collections.Immutable;

namespace CreditMonitor.Core.Observations;

/// <summary>What one project spent on one line item of one UTC day.</summary>
/// <param name="ProjectId">Null: the provider attributes it to none.</param>
/// <param name="LineItem">The provider's free text, cut to <see cref="DayShares.MostCharacters"/>; null: none was given.</param>
public sealed record SpendShare(string? ProjectId, string? LineItem, Usd Amount);

/// <summary>Who spent most on a UTC day. The whole breakdown is stored beside the history and read by no poll; this much travels with the
/// state.</summary>
/// <param name="RowsHash">Of the rows that it was made of, so that a restated day's shares are not taken for those of its new
/// figure.</param>
/// <param name="Top">The largest first, <see cref="Most"/> at most.</param>
public sealed record DayShares(DateOnly Day, long RowsHash, ImmutableArray<SpendShare> Top)
{
    public const int Most = 3;

    public const int MostCharacters = 60;

    /// <summary>Days that are kept: as many as each poll reads again.</summary>
    public const int Days = 8;

    /// <summary>With the days of a report, the newest <see cref="Days"/> of them ascending; the same instance where nothing
    /// changed.</summary>
    public static ImmutableArray<DayShares> After(ImmutableArray<DayShares> known, CostReport report, CostHistory history)
    {
        var days = known.ToDictionary(day => day.Day);
        foreach (var read in report.Days
            .Where(read => !read.Rows.IsEmpty && history.Days.GetValueOrDefault(read.Day)?.RowsHash == read.RowsHash)
            .TakeLast(Days))
        {
            if (days.GetValueOrDefault(read.Day)?.RowsHash != read.RowsHash)
            {
                days[read.Day] = Of(read);
            }
        }

        ImmutableArray<DayShares> after = [.. days.Values.OrderBy(day => day.Day).TakeLast(Days)];
        return after.AsSpan().SequenceEqual(known.AsSpan()) ? known : after;
    }

    private static DayShares Of(CostDay day) => new(
        day.Day, day.RowsHash,
        [
            .. day.Rows.GroupBy(row => (row.ProjectId, row.LineItem))
                .Select(rows => new SpendShare(rows.Key.ProjectId, Cut(rows.Key.LineItem), Usd.Sum(rows.Select(row => row.Amount))))
                .Where(share => share.Amount.IsPositive)
                .OrderByDescending(share => share.Amount)
                .ThenBy(share => share.ProjectId, StringComparer.Ordinal)
                .ThenBy(share => share.LineItem, StringComparer.Ordinal)
                .Take(Most),
        ]);

    private static string? Cut(string? text) => text is { Length: > MostCharacters } ? text[..(MostCharacters - 1)] + "…" : text;
}
