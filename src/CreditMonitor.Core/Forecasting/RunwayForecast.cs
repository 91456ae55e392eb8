namespace CreditMonitor.Core.Forecasting;

/// <summary>On which day's evening credit will be used up, as a distribution of dates. Null is later than the forecast reaches, or never.</summary>
public sealed class RunwayForecast
{
    private readonly SpendForecast _spend;
    private readonly Func<decimal, DateOnly?> _dayAtSpend;

    /// <param name="dayAtSpend">The day, if spend follows its path of this quantile.</param>
    internal RunwayForecast(SpendForecast spend, Func<decimal, DateOnly?> dayAtSpend)
    {
        (_spend, _dayAtSpend) = (spend, dayAtSpend);
        (P10, P50, P90) = (At(0.1m), At(0.5m), At(0.9m));
    }

    /// <summary>The early date: one chance in ten that credit is used up by then.</summary>
    public DateOnly? P10 { get; }

    public DateOnly? P50 { get; }

    /// <summary>The late date: nine chances in ten that credit is used up by then.</summary>
    public DateOnly? P90 { get; }

    /// <summary>The day by whose evening credit is used up with this probability; the more is spent, the sooner.</summary>
    public DateOnly? At(decimal probability) => _dayAtSpend(1 - probability);

    /// <summary>How likely credit is used up by the evening of a day, to one in a hundred.</summary>
    public decimal ProbabilityBy(DateOnly day)
    {
        var (low, high) = (0, 100);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (middle < 100 && At(middle / 100m) is { } used && used <= day)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return day < _spend.AsOf ? 0 : low / 100m;
    }
}
