using System.Collections.Immutable;

namespace CreditMonitor.Core.Forecasting;

/// <summary>Which comparison a day failed.</summary>
public enum AnomalyReason
{
    /// <summary>The day alone.</summary>
    OneDay,

    /// <summary>The mean of the day and the two before it: a shift too small to show in one day.</summary>
    ThreeDays,
}

/// <summary>A level that holds: every day since then cost more than any ordinary day before.</summary>
/// <param name="Since">Its first day.</param>
/// <param name="Days">How many days it has held, at least 2; the day on which it is 2 is the day to tell it.</param>
/// <param name="PerDay">The least that one of them cost.</param>
/// <param name="Before">What such a day cost before, at the mean.</param>
public sealed record DailyFloor(DateOnly Since, int Days, Usd PerDay, Usd Before);

/// <summary>Whether a day's spend is abnormally high, decided from that day and earlier ones alone.</summary>
/// <param name="Expected">What a day of this weekday costs at the mean of the four weeks before.</param>
/// <param name="Threshold">The day is abnormal by itself above this.</param>
/// <param name="Factor">The amount over what was expected; null when nothing was.</param>
/// <param name="Reason">Null when the day is not abnormal.</param>
/// <param name="NewFloor">Null when there is none.</param>
public sealed record SpendAnomaly(DateOnly Day, Usd Amount, Usd Expected, Usd Threshold, decimal? Factor, AnomalyReason? Reason, DailyFloor? NewFloor)
{
    /// <summary>Fewer days before it than this tell nothing of a day.</summary>
    public const int FewestDays = 14;

    private const int LongestFloor = 14;

    public bool IsAbnormal => Reason is not null;

    /// <summary>Judges the last day of a history. That day may be partial: only too much is looked for, never too little.</summary>
    /// <param name="throughDay">Days up to and including the one to judge.</param>
    /// <param name="acceptedShifts">Days from which somebody said that a new level is normal; days before are read at the new level.</param>
    /// <returns>Null with fewer than <see cref="FewestDays"/> days before it.</returns>
    public static SpendAnomaly? Of(DailySpend throughDay, IReadOnlyList<DateOnly>? acceptedShifts = null)
    {
        if (throughDay.Days <= FewestDays)
        {
            return null;
        }

        var x = Dollars.Of(throughDay.Amounts, AnomalyRule.LongestLook + LongestFloor);
        foreach (var shift in (acceptedShifts ?? []).Where(shift => shift <= throughDay.Last).Order())
        {
            Rescale(x, throughDay.Last.DayNumber - shift.DayNumber);
        }

        var accepted = acceptedShifts?.Contains(throughDay.Last) == true;
        return Judge(x, throughDay.Last, throughDay.Amounts[^1], accepted);
    }

    /// <summary>Every day of a history that is abnormal, each judged as on its own evening; an episode repeats for as long as it lasts.</summary>
    public static ImmutableArray<DateOnly> AbnormalDays(DailySpend history)
    {
        var x = Dollars.Of(history.Amounts, history.Days);
        var abnormal = ImmutableArray.CreateBuilder<DateOnly>();
        for (var i = FewestDays; i < x.Length; i++)
        {
            var day = history.First.AddDays(i);
            if (new AnomalyRule(x.AsSpan(0, i), day).Judge(x[i]) is not null)
            {
                abnormal.Add(day);
            }
        }

        return abnormal.ToImmutable();
    }

    private static SpendAnomaly Judge(double[] x, DateOnly day, Usd amount, bool accepted)
    {
        var rule = new AnomalyRule(x.AsSpan(0, x.Length - 1), day);
        var (expected, threshold) = (Dollars.ToUsd(rule.Expected), Dollars.ToUsd(rule.Threshold));
        var factor = expected.IsPositive ? Math.Round(amount.Amount / expected.Amount, 2) : (decimal?)null;
        return new SpendAnomaly(day, amount, expected, threshold, factor, accepted ? null : rule.Judge(x[^1]), accepted ? null : FloorOf(x, day));
    }

    /// <summary>The longest run of days up to this one that all lie above the threshold as it stood before the run.</summary>
    private static DailyFloor? FloorOf(double[] x, DateOnly day)
    {
        for (var days = Math.Min(LongestFloor, x.Length - FewestDays); days >= 2; days--)
        {
            var since = day.AddDays(1 - days);
            var rule = new AnomalyRule(x.AsSpan(0, x.Length - days), since);
            var run = x.AsSpan(x.Length - days);
            if (rule.AllAbove(run))
            {
                var least = run[0];
                foreach (var spent in run)
                {
                    least = Math.Min(least, spent);
                }

                return new DailyFloor(since, days, Dollars.ToUsd(least), Dollars.ToUsd(rule.Mean));
            }
        }

        return null;
    }

    /// <summary>Reads the days before an accepted shift as if the level after it had held then.</summary>
    /// <param name="daysAgo">How long before the judged day the shift was; at 0 the new level is not known yet.</param>
    private static void Rescale(double[] x, int daysAgo)
    {
        var at = x.Length - 1 - daysAgo;
        if (daysAgo == 0 || at <= 0)
        {
            return;
        }

        var before = x.AsSpan(Math.Max(0, at - 28), Math.Min(28, at));
        var (old, now) = (MeanOf(before), MeanOf(x.AsSpan(at, Math.Min(28, daysAgo))));
        for (var i = 0; old > 0 && now > 0 && i < at; i++)
        {
            x[i] *= now / old;
        }
    }

    private static double MeanOf(ReadOnlySpan<double> days)
    {
        var sum = 0.0;
        foreach (var day in days)
        {
            sum += day;
        }

        return sum / days.Length;
    }
}
