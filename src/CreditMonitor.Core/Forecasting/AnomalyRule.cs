namespace CreditMonitor.Core.Forecasting;

/// <summary>What the days before a day say of how much it may cost. Days are compared after dividing each by its weekday's index.</summary>
internal sealed class AnomalyRule
{
    /// <summary>Days that have any say.</summary>
    public const int LongestLook = 84;

    private const int SpreadDays = 56;
    private const int LevelDays = 28;

    /// <summary>Standard deviations above the level.</summary>
    private const double Deviations = 4;

    /// <summary>And at least so many times the level, so that a steady account does not alarm over cents.</summary>
    private const double LeastFactor = 2;

    /// <summary>And above the third largest day by this much: two odd days in eight weeks do not hide a third.</summary>
    private const double AboveThird = 1.25;

    /// <summary>And for three days, above the largest of their like.</summary>
    private const double AboveLargestThree = 1.1;

    /// <summary>An index below this would blow a quiet Sunday up.</summary>
    private const double LeastIndex = 0.2;

    private readonly double[] _index;
    private readonly double[] _days;
    private readonly int _weekday;
    private readonly double _limit;

    /// <param name="before">Spend a day before the day to judge, oldest first; at least <see cref="SpendAnomaly.FewestDays"/>.</param>
    /// <param name="day">The day to judge.</param>
    public AnomalyRule(ReadOnlySpan<double> before, DateOnly day)
    {
        _weekday = WeekdayShape.Of(day);
        _index = WeekdayShape.Of(before, WeekdayShape.Before(_weekday, 1));
        var newest = before.Length > SpreadDays ? before[^SpreadDays..] : before;
        _days = new double[newest.Length];
        for (var back = 1; back <= _days.Length; back++)
        {
            _days[^back] = newest[^back] / IndexOf(-back);
        }

        Mean = MeanOf(_days.AsSpan(Math.Max(0, _days.Length - LevelDays)));
        double[] sorted = [.. _days];
        Array.Sort(sorted);
        _limit = Math.Max(Math.Max(Mean + (Deviations * DeviationOf(_days)), LeastFactor * Mean), AboveThird * sorted[^3]);
    }

    /// <summary>Dollars a day over the last four weeks, weekdays evened out.</summary>
    public double Mean { get; }

    public double Expected => Mean * IndexOf(0);

    public double Threshold => _limit * IndexOf(0);

    public AnomalyReason? Judge(double spent) =>
        spent / IndexOf(0) > _limit ? AnomalyReason.OneDay
        : IsHighOverThreeDays(spent / IndexOf(0)) ? AnomalyReason.ThreeDays
        : null;

    /// <summary>Whether each of the days from the judged one on is above the limit.</summary>
    public bool AllAbove(ReadOnlySpan<double> run)
    {
        for (var ahead = 0; ahead < run.Length; ahead++)
        {
            if (run[ahead] / IndexOf(ahead) <= _limit)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsHighOverThreeDays(double today)
    {
        var threes = new double[_days.Length - 4];
        for (var i = 0; i < threes.Length; i++)
        {
            threes[i] = (_days[i] + _days[i + 1] + _days[i + 2]) / 3;
        }

        var newest = (_days[^1] + _days[^2] + today) / 3;
        var from = Math.Max(0, _days.Length - LevelDays - 2);
        var mean = MeanOf(_days.AsSpan(from, _days.Length - 2 - from));
        return newest > Math.Max(mean + (Deviations * DeviationOf(threes)), LeastFactor * mean) && newest > AboveLargestThree * threes.Max();
    }

    /// <param name="ahead">Days from the judged one; negative before it.</param>
    private double IndexOf(int ahead) => Math.Max(LeastIndex, _index[WeekdayShape.Before(_weekday, -ahead)]);

    private static double MeanOf(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static double DeviationOf(double[] values)
    {
        var mean = MeanOf(values);
        var squares = 0.0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return Math.Sqrt(squares / values.Length);
    }
}
