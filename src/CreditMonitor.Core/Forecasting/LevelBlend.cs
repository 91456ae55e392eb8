namespace CreditMonitor.Core.Forecasting;

/// <summary>What an account's own past says of one horizon: how to weigh the trailing means, the level that follows, and how far such levels were off.</summary>
/// <param name="Level">Dollars a day expected over the horizon.</param>
/// <param name="Count">How many past origins were looked at and not empty.</param>
/// <param name="Error">Root mean square of the errors 2(actual - level)/(actual + level), each between -2 and 2.</param>
/// <param name="Weights">Of the windows, summing to 1.</param>
internal sealed record LevelBlend(double Level, int Count, double Error, double[] Weights)
{
    /// <summary>The first past origin has two weeks behind it.</summary>
    private const int FirstOrigin = 14;

    public static LevelBlend Of(TrailingMeans means, int horizon)
    {
        var n = means.Days;
        var windows = means.Windows;
        var origins = n - horizon < FirstOrigin ? 0 : ((n - horizon - FirstOrigin) / 7) + 1;
        if (origins == 0)
        {
            var even = Enumerable.Repeat(1.0 / windows, windows).ToArray();
            return new LevelBlend(Enumerable.Range(0, windows).Sum(w => means.At(n, w)) / windows, 0, 0, even);
        }

        var weights = Weigh(Misses(means, horizon, origins), origins, horizon);
        var (squares, count) = (0.0, 0);
        for (var k = 0; k < origins; k++)
        {
            var origin = n - horizon - (7 * k);
            var level = means.Blend(origin, weights);
            var actual = means.Ahead(origin, horizon);
            if (level + actual > 0)
            {
                var error = 2 * (actual - level) / (actual + level);
                squares += error * error;
                count++;
            }
        }

        return new LevelBlend(means.Blend(n, weights), count, count == 0 ? 0 : Math.Sqrt(squares / count), weights);
    }

    /// <summary>The mean relative miss of each window over the past origins.</summary>
    private static double[] Misses(TrailingMeans means, int horizon, int origins)
    {
        var misses = new double[means.Windows];
        for (var k = 0; k < origins; k++)
        {
            var origin = means.Days - horizon - (7 * k);
            var actual = means.Ahead(origin, horizon);
            var all = 0.0;
            for (var w = 0; w < means.Windows; w++)
            {
                all += means.At(origin, w);
            }

            var scale = Math.Max(1e-12, (actual + (all / means.Windows)) / 2);
            for (var w = 0; w < means.Windows; w++)
            {
                misses[w] += Math.Abs(means.At(origin, w) - actual) / scale / origins;
            }
        }

        return misses;
    }

    /// <summary>The less a window missed, the more it weighs; overlapping origins count for less, and few of them leave the weights near even.</summary>
    private static double[] Weigh(double[] misses, int origins, int horizon)
    {
        var count = origins * Math.Min(1, 14.0 / horizon);
        var mean = misses.Sum() / misses.Length;
        var weights = misses.Select(miss => Math.Pow(Math.Max(0.01, ((miss * count) + mean) / (count + 1)), -4)).ToArray();
        var total = weights.Sum();
        return [.. weights.Select(weight => weight / total)];
    }
}
