using System.Collections.Immutable;

namespace CreditMonitor.Core.Forecasting;

/// <summary>The forecast of one series: the middle of cumulative spend for each day ahead, and how far reality may lie from it. README.md has the formulae.</summary>
internal sealed class SpendModel
{
    /// <summary>Older days are not looked at.</summary>
    public const int LongestHistory = 400;

    /// <summary>Distance of the 10th and 90th percentile from the middle in units of spread. More than a normal's 1.28: errors have heavy tails.</summary>
    private const double Down = 1.5;
    private const double Up = 1.4;

    private static readonly ImmutableArray<int> Nodes = [1, 7, 30, 90];

    private readonly double[] _middle;
    private readonly double[] _spread;
    private readonly SpendMethod _method;

    /// <param name="x">Spend a day, oldest first; not empty, not negative.</param>
    /// <param name="last">The last of these days.</param>
    public SpendModel(ReadOnlySpan<double> x, DateOnly last, int horizon, SpendMethod method)
    {
        x = x.Length > LongestHistory ? x[^LongestHistory..] : x;
        _method = method;
        var means = new TrailingMeans(x, method.Windows);
        Week = LevelBlend.Of(means, 7);
        Month = LevelBlend.Of(means, 30);
        Quarter = LevelBlend.Of(means, 90);
        Weekdays = WeekdayShape.Of(x, WeekdayShape.Of(last));
        (_middle, _spread) = Ahead(Spreads(x, means, last), last, horizon);
    }

    public LevelBlend Week { get; }

    public LevelBlend Month { get; }

    public LevelBlend Quarter { get; }

    public double[] Weekdays { get; }

    public int Horizon => _middle.Length - 1;

    /// <summary>The median of the spend of the next so many days.</summary>
    public double Middle(int days) => _middle[days];

    /// <summary>Where a quantile lies: 0 is the middle, -1 the 10th percentile, 1 the 90th.</summary>
    public static double Score(double quantile) => NormalScore.Of(quantile) / NormalScore.Ninety;

    /// <summary>What the middle is to be multiplied with for another quantile; rises with its score.</summary>
    public double Factor(int days, double score)
    {
        if (score >= 0)
        {
            return Math.Exp(Up * score * Math.Min(1, _spread[days]));
        }

        var error = Down * score * (_method.DropsToNothing ? _spread[days] : Math.Min(1, _spread[days]));
        return _method.DropsToNothing ? Math.Max(0, (2 + error) / (2 - error)) : Math.Exp(error);
    }

    private (double[] Middle, double[] Spread) Ahead(double[] spreads, DateOnly last, int horizon)
    {
        var (middle, spread) = (new double[horizon + 1], new double[horizon + 1]);
        double[] levels = [Week.Level, Week.Level, Month.Level, Quarter.Level];
        var (weekday, shape) = (WeekdayShape.Of(last), 0.0);
        for (var d = 1; d <= horizon; d++)
        {
            shape += Weekdays[(weekday + d) % 7];
            middle[d] = Between(d, levels) * shape;
            spread[d] = Between(d, spreads) * (d > 90 ? Math.Sqrt(1 + (0.5 * Math.Log(d / 90.0))) : 1);
        }

        return (middle, spread);
    }

    /// <summary>The spread at each node: the account's own past errors, shrunk to what the shorter horizon lets expect.</summary>
    private double[] Spreads(ReadOnlySpan<double> x, TrailingMeans means, DateOnly last)
    {
        var prior = _method.PriorFromDispersion ? Dispersion(x) : 0.2;
        var week = Week.Count > 0 ? ((Week.Count * Week.Error) + prior) / (Week.Count + 1) : Unproven(x.Length, prior);
        var month = ((Month.Count * Month.Error) + (3 * 1.1 * week)) / (Month.Count + 3);
        var quarter = ((Quarter.Count * Quarter.Error) + (30 * 1.1 * month)) / (Quarter.Count + 30);
        return [DaySpread(x, means, last, week), week, month, quarter];
    }

    /// <summary>The week's error before there is any error of its own to go by. Within the first week even the scatter of the days says little.</summary>
    private double Unproven(int days, double prior) => _method.PriorFromDispersion && days >= 7 ? Math.Max(0.3, 1.4 * prior) : Math.Max(0.6, prior);

    private double DaySpread(ReadOnlySpan<double> x, TrailingMeans means, DateOnly last, double week)
    {
        var (squares, count) = (0.0, 0);
        for (var i = x.Length - 1; i >= 14; i -= 2)
        {
            var expected = means.Blend(i, Week.Weights) * Weekdays[WeekdayShape.Before(WeekdayShape.Of(last), x.Length - 1 - i)];
            if (expected + x[i] > 0)
            {
                var error = 2 * (x[i] - expected) / (x[i] + expected);
                squares += error * error;
                count++;
            }
        }

        return ((count == 0 ? 0 : count * Math.Sqrt(squares / count)) + (8 * week)) / (count + 4);
    }

    /// <summary>What a week's error would be if the days of the last eight weeks came in any order, as far as they scatter more than ordinary ones do.</summary>
    private static double Dispersion(ReadOnlySpan<double> x)
    {
        var newest = x.Length > 56 ? x[^56..] : x;
        var (sum, squares) = (0.0, 0.0);
        foreach (var day in newest)
        {
            sum += day;
        }

        var mean = sum / newest.Length;
        foreach (var day in newest)
        {
            squares += (day - mean) * (day - mean);
        }

        var relative = mean > 0 ? squares / newest.Length / mean / mean : 4;
        return Math.Min(1.2, Math.Sqrt(0.04 + (Math.Max(0, relative - 0.5) / 7)));
    }

    /// <summary>Linear in the logarithm of the days between the nodes, flat outside.</summary>
    private static double Between(int days, double[] values)
    {
        for (var k = 1; k < Nodes.Length; k++)
        {
            if (days <= Nodes[k])
            {
                var part = (Math.Log(days) - Math.Log(Nodes[k - 1])) / (Math.Log(Nodes[k]) - Math.Log(Nodes[k - 1]));
                return values[k - 1] + (part * (values[k] - values[k - 1]));
            }
        }

        return values[^1];
    }
}
