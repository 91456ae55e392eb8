using System.Globalization;
using System.Text.RegularExpressions;

namespace CreditMonitor.Core.Statements;

/// <summary>How one file writes its days: in which order, and of which years where it leaves them away.</summary>
/// <param name="Order">Null: no date of the file needs one.</param>
/// <param name="Latest">No day lies later than a few days after it; null: every date has its year.</param>
internal sealed partial record FileDates(DateOrder? Order, DateOnly? Latest)
{
    /// <summary>Cards show a day of posting a little ahead.</summary>
    private const int Ahead = 5;

    private const int FewestInARow = 3;

    /// <param name="own">The days of the rows, in the order of the file.</param>
    /// <param name="posted">Their days of posting, where there are any.</param>
    /// <param name="above">What stands above the table: a period there decides too.</param>
    /// <param name="beside">Other cells of the rows.</param>
    /// <param name="issuers">The order of the issuer's layout, or of its language; null: unknown.</param>
    /// <returns>A fault when nothing decides: it is asked for and never guessed.</returns>
    public static (FileDates? Dates, StatementRead.Invalid? Ask) Of(IReadOnlyList<string> own, IEnumerable<string> posted, IEnumerable<string> above, IEnumerable<string> beside, StatementOptions options, DateOrder? issuers)
    {
        List<string> cells = [.. own, .. posted];
        var yearless = cells.FirstOrDefault(cell => !StatementDates.IsDate(cell) && StatementDates.IsYearless(cell));
        List<string> named = [.. above];
        var latest = yearless is null ? null : LatestIn(named, options.Today) ?? options.Today;
        if (yearless is not null && latest is null)
        {
            return (null, StatementRows.NeedsYear(yearless));
        }

        var open = cells.Where(cell => StatementDates.NeedsOrder(cell)).Take(100_000).ToList();
        if (options.DateOrder is not null || open.Count == 0)
        {
            return (new FileDates(options.DateOrder, latest), null);
        }

        var possible = new[] { DateOrder.MonthFirst, DateOrder.DayFirst }.Where(order => open.TrueForAll(cell => StatementDates.TryRead(cell, order, latest, out _))).ToList();
        var past = possible.Where(order => options.Today is not { } today || open.TrueForAll(cell => StatementDates.TryRead(cell, order, latest, out var day) && day.DayNumber <= today.DayNumber + Ahead)).ToList();
        var left = past.Count == 0 ? possible : past;
        DateOrder? decided = left.Count == 1 ? left[0]
            : left.Count == 0 ? issuers
            : issuers ?? Shown([.. named, .. beside]) ?? InARow(own, latest);
        return decided is null ? (null, StatementRows.NeedsOrder(open[0])) : (new FileDates(decided, latest), null);
    }

    public bool TryRead(string cell, out DateOnly day) => StatementDates.TryRead(cell, Order, Latest, out day);

    /// <summary>A period above the table, or days in other columns, of which one order alone makes dates.</summary>
    private static DateOrder? Shown(List<string> around) => StatementDates.Shown(around.SelectMany(cell => Numbers().Matches(cell).Select(match => match.Value)));

    /// <summary>Statements are sorted by day, up or down: the order in which they are, where the other one is not.</summary>
    private static DateOrder? InARow(IReadOnlyList<string> cells, DateOnly? latest)
    {
        var (month, day) = (IsSorted(cells, DateOrder.MonthFirst, latest), IsSorted(cells, DateOrder.DayFirst, latest));
        return month == day ? null : month ? DateOrder.MonthFirst : DateOrder.DayFirst;
    }

    private static bool IsSorted(IReadOnlyList<string> cells, DateOrder order, DateOnly? latest)
    {
        var days = cells.Select(cell => StatementDates.TryRead(cell, order, latest, out var day) ? day : (DateOnly?)null).OfType<DateOnly>().ToList();
        var pairs = days.Zip(days.Skip(1)).ToList();
        return days.Distinct().Count() >= FewestInARow && (pairs.TrueForAll(pair => pair.First <= pair.Second) || pairs.TrueForAll(pair => pair.First >= pair.Second));
    }

    /// <summary>The end of the period that is named above the table: its latest full date, or its month.</summary>
    private static DateOnly? LatestIn(List<string> around, DateOnly? today)
    {
        var days = around.SelectMany(cell => Numbers().Matches(cell).Select(match => StatementDates.TryRead(match.Value, DateOrder.YearFirst, out var full) ? full : (DateOnly?)null)
            .Concat(Months().Matches(cell).Select(match => new DateOnly(int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups["month"].ValueSpan, CultureInfo.InvariantCulture), 1).AddMonths(1).AddDays(-1) as DateOnly?))).OfType<DateOnly>();
        return days.Where(day => today is not { } now || day.DayNumber <= now.DayNumber + 62).Select(day => (DateOnly?)day).Max();
    }

    [GeneratedRegex(@"(?<![\d./-])(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2}(\d{2})?|\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日)(?![\d./-])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"(?<!\d)(?<year>20\d\d) ?[年./-] ?(?<month>0?[1-9]|1[0-2])( ?月|(?![\d./-]))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Months();
}
