using System.Collections.Immutable;

namespace CreditMonitor.Core.Forecasting;

/// <summary>What was spent on each UTC day of an unbroken run of complete days, and what is already known of the days after it.</summary>
/// <param name="First">The oldest day.</param>
/// <param name="Amounts">One for each day from <paramref name="First"/> on; a day that cost less than nothing counts as nothing.</param>
public sealed record DailySpend(DateOnly First, ImmutableArray<Usd> Amounts)
{
    /// <summary>A longer stretch without any figure is not bridged: the run starts after it.</summary>
    public const int LongestBridge = 28;

    public static DailySpend None { get; } = new(DateOnly.MinValue, []);

    /// <summary>Days inside the run whose figure nobody published: they were given the mean of the days known before them, up to 28.</summary>
    public int Bridged { get; init; }

    /// <summary>What was already published of the days after <see cref="Last"/>: partial figures, which will grow.</summary>
    public Usd PublishedSince { get; init; }

    /// <summary>Sums that are expected on days to come, beside what each day costs.</summary>
    public ImmutableArray<KeyValuePair<DateOnly, Usd>> Monthly { get; init; } = [];

    public int Days => Amounts.Length;

    /// <summary>The last complete day.</summary>
    public DateOnly Last => First.AddDays(Math.Max(0, Days - 1));

    /// <summary>Takes known complete days. An absent day is unknown, which is not zero: a short gap is bridged, a long one ends the run.</summary>
    public static DailySpend Of(ImmutableSortedDictionary<DateOnly, Usd> complete) => Of([.. complete]);

    /// <param name="complete">Ascending, each day once.</param>
    internal static DailySpend Of(ReadOnlySpan<KeyValuePair<DateOnly, Usd>> complete)
    {
        if (complete.IsEmpty)
        {
            return None;
        }

        var run = new List<Usd>(complete.Length);
        var first = complete[0].Key;
        var bridged = 0;
        foreach (var (day, amount) in complete)
        {
            var missing = day.DayNumber - first.DayNumber - run.Count;
            if (missing > LongestBridge)
            {
                (first, missing, bridged) = (day, 0, 0);
                run.Clear();
            }

            var bridge = missing > 0 ? MeanOf(run) : Usd.Zero;
            run.AddRange(Enumerable.Repeat(bridge, missing));
            bridged += missing;
            run.Add(amount);
        }

        return new DailySpend(first, [.. run]) { Bridged = bridged };
    }

    /// <summary>The run as it stood on the evening of <paramref name="day"/>; what was published later is not known yet.</summary>
    public DailySpend Until(DateOnly day) => day >= Last
        ? this
        : this with { Amounts = Amounts[..Math.Max(0, day.DayNumber - First.DayNumber + 1)], PublishedSince = Usd.Zero, Monthly = [] };

    private static Usd MeanOf(List<Usd> run)
    {
        var newest = run.TakeLast(LongestBridge).ToList();
        return new Usd(Usd.Sum(newest).Amount / newest.Count);
    }
}
