using System.Collections.Immutable;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Core.Forecasting;

/// <summary>What will be spent, as a distribution. Everything counts from what is published: a partial figure of the running day is spent already, what is
/// missing of it and of days not yet published is still to come.</summary>
public sealed class SpendForecast
{
    /// <summary>Below this many complete days the range is a guess from how other accounts behave.</summary>
    public const int LittleHistoryBelow = 14;

    private readonly SpendModel _model;
    private readonly int _behind;
    private readonly double _published;
    private readonly ImmutableArray<KeyValuePair<DateOnly, Usd>> _monthly;

    internal SpendForecast(SpendModel model, DailySpend history, DateOnly asOf)
    {
        _model = model;
        _behind = asOf.DayNumber - history.Last.DayNumber;
        _published = Dollars.Of(history.PublishedSince);
        _monthly = history.Monthly;
        AsOf = asOf;
        KnownUntil = history.Last;
        HistoryDays = history.Days;
    }

    public DateOnly AsOf { get; }

    /// <summary>The last complete day that the forecast rests on.</summary>
    public DateOnly KnownUntil { get; }

    public int HistoryDays { get; }

    public bool IsLittleHistory => HistoryDays < LittleHistoryBelow;

    /// <summary>How far ahead of <see cref="AsOf"/> the forecast reaches, in days.</summary>
    public int Horizon => _model.Horizon - _behind;

    /// <summary>Dollars a day over the next month.</summary>
    public Usd PerDay => Dollars.ToUsd(_model.Month.Level);

    /// <summary>Dollars a day over the next week: shows a change before the month does.</summary>
    public Usd PerDayThisWeek => Dollars.ToUsd(_model.Week.Level);

    /// <summary>What each weekday costs beside the mean of all, Monday first; their mean is 1.</summary>
    public ImmutableArray<decimal> Weekdays => [.. _model.Weekdays.Select(index => Math.Round((decimal)index, 6))];

    /// <summary>Spend still to be published up to the evening of <see cref="AsOf"/> + <paramref name="days"/>.</summary>
    /// <param name="days">0 (what is missing of today and of days before it) to <see cref="Horizon"/>.</param>
    /// <param name="quantile">0.001 to 0.999: with this probability it will be no more.</param>
    public Usd Cumulative(int days, decimal quantile)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, Horizon);
        return Dollars.ToUsd(Path(quantile, days)[days]);
    }

    /// <summary>What one whole day costs, whatever is already published of it.</summary>
    /// <param name="day">After <see cref="KnownUntil"/>, and within the horizon.</param>
    /// <param name="quantile">0.001 to 0.999: with this probability it will be no more.</param>
    public Usd WholeDay(DateOnly day, decimal quantile)
    {
        var ahead = day.DayNumber - KnownUntil.DayNumber;
        ArgumentOutOfRangeException.ThrowIfLessThan(ahead, 1, nameof(day));
        return Dollars.ToUsd((_model.Middle(ahead) - (ahead == 1 ? 0 : _model.Middle(ahead - 1))) * _model.Factor(1, SpendModel.Score((double)quantile)));
    }

    /// <summary>When a balance that stands after everything published will be used up, if nothing is added and nothing lapses.</summary>
    public RunwayForecast Runway(Usd balance) => new(this, quantile => DayOf(balance, quantile));

    /// <summary>What becomes of grants, each with its own end.</summary>
    /// <param name="ahead">What is left: each grant with its remaining amount and the end that is to be reckoned with.</param>
    public CreditForecast Credit(ImmutableArray<CreditGrant> ahead, BurnOrder order) => CreditForecast.Of(this, ahead, order);

    /// <summary>Spend still to be published up to each evening from <see cref="AsOf"/> on.</summary>
    /// <param name="days">0 to <see cref="Horizon"/>: the last evening, counted from <see cref="AsOf"/>.</param>
    public ImmutableArray<SpendEvening> Evenings(int days)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, Horizon);
        var (low, middle, high) = (Path(0.1m, days), Path(0.5m, days), Path(0.9m, days));
        return [.. Enumerable.Range(0, days + 1).Select(day => new SpendEvening(AsOf.AddDays(day), Dollars.ToUsd(low[day]), Dollars.ToUsd(middle[day]), Dollars.ToUsd(high[day])))];
    }

    /// <summary>What is left of grants on each evening from <see cref="AsOf"/> on.</summary>
    /// <param name="ahead">As <see cref="Credit"/> takes them.</param>
    /// <param name="days">0 to <see cref="Horizon"/>.</param>
    public ImmutableArray<CreditEvening> Evenings(ImmutableArray<CreditGrant> ahead, BurnOrder order, int days)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, Horizon);
        var burn = new GrantBurn(ahead, order, AsOf, Horizon);
        var (low, middle, high) = (burn.Evenings(Path(0.9m, days)), burn.Evenings(Path(0.5m, days)), burn.Evenings(Path(0.1m, days)));
        return
        [
            .. Enumerable.Range(0, days + 1).Select(day => new CreditEvening(
                AsOf.AddDays(day), Dollars.ToUsd(low[day].Sum()), Dollars.ToUsd(middle[day].Sum()), Dollars.ToUsd(high[day].Sum()), [.. middle[day].Select(Dollars.ToUsd)])),
        ];
    }

    /// <summary>Cumulative spend for each day from 0 to <paramref name="days"/>; never falls from one day to the next.</summary>
    /// <remarks>A running day that already cost more than was foreseen does not make the days after it cheaper.</remarks>
    internal double[] Path(decimal quantile, int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quantile, 0.001m);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quantile, 0.999m);
        var path = new double[days + 1];
        var score = SpendModel.Score((double)quantile);
        var (highest, ahead) = (0.0, 0.0);
        for (var d = 1; d <= _behind + days; d++)
        {
            var factor = _model.Factor(d, score);
            highest = Math.Max(highest, _model.Middle(d) * factor);
            if (d >= _behind)
            {
                ahead = Math.Max(ahead, (_model.Middle(d) - _model.Middle(_behind)) * factor);
                path[d - _behind] = Math.Max(ahead, highest - _published);
            }
        }

        for (var d = 1; d <= days; d++)
        {
            path[d] = Math.Max(path[d], path[d - 1]);
        }

        foreach (var (day, amount) in _monthly)
        {
            for (var d = Math.Max(0, day.DayNumber - AsOf.DayNumber); d <= days; d++)
            {
                path[d] += Dollars.Of(amount);
            }
        }

        return path;
    }

    private DateOnly? DayOf(Usd balance, decimal spendQuantile)
    {
        if (!balance.IsPositive)
        {
            return AsOf;
        }

        var enough = Dollars.Of(balance) - 1e-9;
        var day = Array.FindIndex(Path(spendQuantile, Horizon), spent => spent >= enough);
        return day < 0 ? null : AsOf.AddDays(day);
    }
}
