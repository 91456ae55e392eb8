namespace CreditMonitor.Core.Forecasting;

/// <summary>How the spend of a week falls on its days: an index for each weekday, Monday first, with mean 1.</summary>
internal static class WeekdayShape
{
    /// <summary>Twelve weeks: long enough to average out single days, short enough to follow a change of habit.</summary>
    private const int Window = 84;

    /// <summary>Weeks of no shape at all that are mixed in, so that a few days prove little.</summary>
    private const int FlatWeeks = 2;

    /// <param name="x">Spend a day, oldest first; not empty.</param>
    /// <param name="lastWeekday">Weekday of the last one, 0 is Monday.</param>
    public static double[] Of(ReadOnlySpan<double> x, int lastWeekday)
    {
        var newest = x.Length > Window ? x[^Window..] : x;
        var (sum, count, all) = (new double[7], new int[7], 0.0);
        for (var back = 0; back < newest.Length; back++)
        {
            var weekday = Before(lastWeekday, back);
            sum[weekday] += newest[^(back + 1)];
            count[weekday]++;
            all += newest[^(back + 1)];
        }

        var mean = all / newest.Length;
        var index = new double[7];
        Array.Fill(index, 1);
        if (mean <= 0)
        {
            return index;
        }

        for (var k = 0; k < 7; k++)
        {
            index[k] = (sum[k] + (FlatWeeks * mean)) / ((count[k] + FlatWeeks) * mean);
        }

        var total = index.Sum();
        return [.. index.Select(one => 7 * one / total)];
    }

    /// <summary>The weekday so many days before another.</summary>
    public static int Before(int weekday, int days) => (((weekday - days) % 7) + 7) % 7;

    /// <summary>0 is Monday.</summary>
    public static int Of(DateOnly day) => ((int)day.DayOfWeek + 6) % 7;
}
