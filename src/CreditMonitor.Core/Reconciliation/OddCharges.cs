using System.Collections.Immutable;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>A charge that comes every month, and that no record explains: a subscription that nobody has told of.</summary>
/// <param name="Amount">As last seen; converted amounts vary.</param>
/// <param name="First">The day in the first month from which the others are counted.</param>
internal sealed record MonthlySeries(Money Amount, DateOnly First, int Months, int UsualDelay);

/// <summary>Which of several charges that could change places is the odd one out. Only the order among rivals is decided here: the price of leaving one unexplained falls a little, never so far that a
/// charge whose record is there would lose it.</summary>
internal static class OddCharges
{
    private const int LeaningToSeries = 36;
    private const int LeaningToTwin = 24;
    private const int FewestOfSeries = 4;
    private const int LongestDelay = 7;
    private const decimal Varies = 0.05m;

    public static ImmutableArray<int> Prices(ImmutableArray<CardMovement> charges, ImmutableArray<MonthlySeries> series)
    {
        var twins = charges.GroupBy(charge => (charge.Day, charge.Amount, charge.Description)).Where(alike => alike.Count() > 1).SelectMany(alike => alike).Select(charge => charge.Row).ToHashSet();
        return [.. charges.Select(charge => ChargePricing.Abstain - Math.Max(twins.Contains(charge.Row) ? Twin(charge) : 0, series.Select(one => Belongs(charge, one)).DefaultIfEmpty().Max()))];
    }

    /// <summary>Monthly series among the charges that were left over.</summary>
    public static ImmutableArray<MonthlySeries> Series(ImmutableArray<CardMovement> left)
    {
        var found = ImmutableArray.CreateBuilder<MonthlySeries>();
        var rest = left.OrderBy(charge => charge.Day).ToList();
        while (rest.Count >= FewestOfSeries)
        {
            var start = rest[0];
            var alike = rest.Where(charge => charge.Currency == start.Currency && (charge.Amount - start.Amount).Size.Amount <= start.Amount.Amount * (start.Original is null && charge.Original is null ? Varies : 0.03m)).ToList();
            if (Monthly(alike) is { } series)
            {
                found.Add(series);
                rest.RemoveAll(alike.Contains);
            }
            else
            {
                rest.RemoveAt(0);
            }
        }

        return found.ToImmutable();
    }

    /// <summary>A bank converts each payment at its own rate; the same odd amount twice on one day is one payment charged twice.</summary>
    private static int Twin(CardMovement charge) => charge.Original is not null || charge.Amount.Amount != Math.Round(charge.Amount.Amount) ? LeaningToTwin : 2;

    /// <summary>The day of the month that the most of them follow within a week.</summary>
    private static MonthlySeries? Monthly(List<CardMovement> alike)
    {
        if (alike.Count < FewestOfSeries)
        {
            return null;
        }

        var best = Enumerable.Range(0, LongestDelay + 1).Select(back => alike[0].Day.AddDays(-back))
            .Select(first => (first, delays: alike.Select(charge => Delay(charge.Day, first)).Where(delay => delay is >= 0 and <= LongestDelay).Order().ToList()))
            .OrderByDescending(one => one.delays.Count).ThenBy(one => one.delays.Sum()).First();
        var months = alike.Select(charge => (charge.Day.Year * 12) + charge.Day.Month).Distinct().Count();
        return best.delays.Count >= FewestOfSeries && months >= FewestOfSeries && best.delays.Count * 4 >= alike.Count * 3
            ? new MonthlySeries(alike[^1].Amount, best.first, MonthsFrom(best.first, alike[^1].Day), best.delays[best.delays.Count / 2])
            : null;
    }

    private static int Belongs(CardMovement charge, MonthlySeries series)
    {
        var delay = Delay(charge.Day, series.First);
        return charge.Currency == series.Amount.Currency && (charge.Amount - series.Amount).Size.Amount <= series.Amount.Amount * Varies && delay is >= 0 and <= LongestDelay && MonthsFrom(series.First, charge.Day) <= series.Months + 1
            ? LeaningToSeries - (3 * Math.Abs(delay - series.UsualDelay))
            : 0;
    }

    /// <summary>Days from the series' day of the month, of this month or the one before; negative before the series.</summary>
    private static int Delay(DateOnly day, DateOnly first)
    {
        var due = first.AddMonths(MonthsFrom(first, day));
        return day.DayNumber - (due > day ? first.AddMonths(MonthsFrom(first, day) - 1) : due).DayNumber;
    }

    private static int MonthsFrom(DateOnly first, DateOnly day) => ((day.Year - first.Year) * 12) + day.Month - first.Month;
}
