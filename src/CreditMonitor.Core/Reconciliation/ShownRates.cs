using System.Collections.Immutable;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>Exchange rates that a statement itself shows: the one that most of its charges have in common with records of their time. For organizations of which nobody told any rate.</summary>
internal static class ShownRates
{
    /// <summary>A year's rates and the fees lie within so much of their middle.</summary>
    public const decimal Band = 0.08m;

    /// <summary>Fewer charges show nothing.</summary>
    private const int Fewest = 3;

    /// <param name="near">The charge may be the record's by all but its amount, and no rate is known for it.</param>
    public static ImmutableDictionary<(Currency From, Currency To), decimal> Of(IEnumerable<CardMovement> charges, ImmutableArray<BillingRecord> records, Func<CardMovement, BillingRecord, bool> near)
    {
        var ratios = charges.SelectMany(charge => records.Where(record => record.Total.Currency != charge.Currency && record.Total.IsPositive && near(charge, record)).Select(record => (Pair: (record.Total.Currency, charge.Currency), charge.Row, Ratio: charge.Amount.Amount / record.Total.Amount)));
        return ratios.GroupBy(ratio => ratio.Pair).Select(pair => (pair.Key, Middle: Middle([.. pair.Select(one => (one.Row, one.Ratio)).OrderBy(one => one.Ratio)])))
            .Where(pair => pair.Middle is not null).ToImmutableDictionary(pair => pair.Key, pair => pair.Middle!.Value);
    }

    /// <summary>The middle of the narrow window that holds ratios of the most charges; null when that is less than half of them, or too few.</summary>
    private static decimal? Middle(List<(int Row, decimal Ratio)> sorted)
    {
        var best = sorted.Select((low, from) => sorted.Skip(from).TakeWhile(one => one.Ratio <= low.Ratio * (1m + Band)).ToList()).OrderByDescending(window => window.DistinctBy(one => one.Row).Count()).First();
        var (held, all) = (best.DistinctBy(one => one.Row).Count(), sorted.DistinctBy(one => one.Row).Count());
        return held >= Fewest && held * 2 >= all ? best[best.Count / 2].Ratio : null;
    }
}
