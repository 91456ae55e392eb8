namespace CreditMonitor.Core.Forecasting;

/// <summary>Foresees spend from complete days alone. The same days always give the same forecast; nothing is drawn by lot.</summary>
public static class SpendForecaster
{
    /// <summary>Fewer complete days than this foretell nothing.</summary>
    public const int FewestDays = 3;

    /// <summary>How far ahead is looked, in days.</summary>
    public const int Horizon = 800;

    /// <param name="history">Complete days, and what is known of those after them.</param>
    /// <param name="asOf">The running UTC day, or the last complete one; never before it. Days between the history and this one are foreseen as well.</param>
    /// <returns>Null with fewer than <see cref="FewestDays"/> complete days.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="asOf"/> is before the last complete day, or more than a year after it.</exception>
    public static SpendForecast? Forecast(DailySpend history, DateOnly asOf, SpendMethod? method = null)
    {
        if (history.Days < FewestDays)
        {
            return null;
        }

        var behind = asOf.DayNumber - history.Last.DayNumber;
        ArgumentOutOfRangeException.ThrowIfNegative(behind, nameof(asOf));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(behind, 366, nameof(asOf));
        var model = new SpendModel(Dollars.Of(history.Amounts), history.Last, Horizon + behind, method ?? SpendMethod.Standard);
        return new SpendForecast(model, history, asOf);
    }
}
