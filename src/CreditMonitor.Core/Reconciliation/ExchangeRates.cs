using System.Collections.Immutable;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>Reference rates between published days, in a straight line; before the first and after the last, those.</summary>
public sealed class ExchangeRates
{
    private readonly Dictionary<(Currency Base, Currency Quote), ImmutableArray<ReferenceRate>> _series;

    public ExchangeRates(IEnumerable<ReferenceRate> rates) =>
        _series = rates.Where(rate => rate.Rate > 0m).GroupBy(rate => (rate.Base, rate.Quote)).ToDictionary(series => series.Key, series => series.OrderBy(rate => rate.Day).ToImmutableArray());

    /// <summary>Units of <paramref name="to"/> for one of <paramref name="from"/>; null when nobody has told it.</summary>
    public decimal? On(DateOnly day, Currency from, Currency to) =>
        from == to ? 1m
        : _series.TryGetValue((from, to), out var direct) ? Between(direct, day)
        : _series.TryGetValue((to, from), out var inverse) ? 1m / Between(inverse, day)
        : null;

    private static decimal Between(ImmutableArray<ReferenceRate> series, DateOnly day)
    {
        var after = 0;
        while (after < series.Length && series[after].Day < day)
        {
            after++;
        }

        if (after == 0 || after == series.Length)
        {
            return series[Math.Min(after, series.Length - 1)].Rate;
        }

        var (from, to) = (series[after - 1], series[after]);
        return from.Rate + ((to.Rate - from.Rate) * (day.DayNumber - from.Day.DayNumber) / (to.Day.DayNumber - from.Day.DayNumber));
    }
}
