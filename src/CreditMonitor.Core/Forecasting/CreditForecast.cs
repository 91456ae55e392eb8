using System.Collections.Immutable;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Core.Forecasting;

/// <summary>What will become of one grant.</summary>
/// <param name="Grant">What is left of it now, as it was given to the forecast.</param>
/// <param name="ExpectedUnused">The mean of what will lapse unspent; null when it has no end, or one beyond the forecast.</param>
/// <param name="UnusedP10">What lapses at least, with nine chances in ten.</param>
/// <param name="UnusedP90">What lapses at most, with nine chances in ten.</param>
/// <param name="ProbabilityOfLoss">How likely anything lapses, in steps of one in twenty; null likewise.</param>
public sealed record GrantForecast(CreditGrant Grant, Usd? ExpectedUnused, Usd? UnusedP10, Usd? UnusedP90, decimal? ProbabilityOfLoss)
{
    private readonly Lazy<Usd?>? _needed;

    internal GrantForecast(CreditGrant grant, Usd? expectedUnused, Usd? unusedP10, Usd? unusedP90, decimal? probabilityOfLoss, Func<Usd?> needed)
        : this(grant, expectedUnused, unusedP10, unusedP90, probabilityOfLoss) => _needed = new Lazy<Usd?>(needed);

    /// <summary>The least even spend a day from tomorrow on that would use it up, burn order and other grants included, rounded up to a cent; null likewise, or when
    /// it can no longer be used up. Reckoned when it is asked for: it costs more than the rest.</summary>
    public Usd? NeededPerDay => _needed?.Value;
}

/// <summary>What will become of all credit: when there is none left, counting what lapses, and what each grant loses.</summary>
/// <param name="Grants">In the order in which they were given.</param>
public sealed record CreditForecast(RunwayForecast Runway, ImmutableArray<GrantForecast> Grants)
{
    /// <summary>0.05, 0.10 … 0.95: nineteen paths that stand for all.</summary>
    private static readonly ImmutableArray<decimal> Quantiles = [.. Enumerable.Range(1, 19).Select(k => k * 0.05m)];

    private const int Near = 120;

    internal static CreditForecast Of(SpendForecast spend, ImmutableArray<CreditGrant> ahead, BurnOrder order)
    {
        var burn = new GrantBurn(ahead, order, spend.AsOf, spend.Horizon);
        var paths = Quantiles.Select(quantile => Run(spend, burn, quantile)).ToImmutableArray();
        return new CreditForecast(
            new RunwayForecast(spend, quantile => (Quantiles.IndexOf(quantile) is >= 0 and var at ? paths[at] : Run(spend, burn, quantile)).UsedUp),
            [.. ahead.Select((grant, at) => Of(grant, at, burn, paths))]);
    }

    /// <summary>Most credit is used up long before the forecast ends; what is not is run to the end.</summary>
    private static BurntCredit Run(SpendForecast spend, GrantBurn burn, decimal quantile)
    {
        var near = burn.Run(spend.Path(quantile, Math.Min(Near, spend.Horizon)));
        return near.UsedUp is not null ? near : burn.Run(spend.Path(quantile, spend.Horizon));
    }

    private static GrantForecast Of(CreditGrant grant, int at, GrantBurn burn, ImmutableArray<BurntCredit> paths)
    {
        if (!burn.EndsWithin(at))
        {
            return new GrantForecast(grant, null, null, null, null);
        }

        var lost = paths.Select(path => path.Lost[at]).Order().ToImmutableArray();
        return new GrantForecast(
            grant,
            Dollars.ToUsd(lost.Sum() / lost.Length),
            Dollars.ToUsd(lost[1]),
            Dollars.ToUsd(lost[^2]),
            lost.Count(loss => loss > 0) / (decimal)lost.Length is var share ? Math.Round(share, 2) : null,
            () => burn.NeededPerDay(at));
    }
}
