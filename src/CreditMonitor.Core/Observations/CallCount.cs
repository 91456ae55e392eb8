using System.Collections.Immutable;

namespace CreditMonitor.Core.Observations;

/// <summary>Of one UTC day: how many of its hours are counted, and the calls in them.</summary>
public sealed record DayCalls(int Hours, long Calls);

/// <summary>How many calls are usual, by four weeks of whole UTC hours, each counted once.</summary>
/// <param name="Until">End of the newest hour that is counted; null: none is.</param>
public sealed record CallCount(DateTimeOffset? Until, ImmutableSortedDictionary<DateOnly, DayCalls> Days)
{
    public static CallCount None { get; } = new(null, ImmutableSortedDictionary<DateOnly, DayCalls>.Empty);

    /// <summary>Calls an hour of the days before <paramref name="day"/>, so that what is to be judged is no part of it; null with fewer than three days of hours.</summary>
    public decimal? PerHourBefore(DateOnly day)
    {
        var (hours, calls) = (0, 0L);
        foreach (var (_, known) in Days.TakeWhile(one => one.Key < day))
        {
            (hours, calls) = (hours + known.Hours, calls + known.Calls);
        }

        return hours >= UsageHistory.FewestHours ? (decimal)calls / hours : null;
    }

    /// <summary>Counts the hours that have become whole and were not counted.</summary>
    /// <param name="covered">From then on <paramref name="slots"/> holds every call.</param>
    /// <param name="whole">Hours that end by then do not change any more.</param>
    public CallCount Add(ImmutableArray<UsageSlot> slots, DateTimeOffset covered, DateTimeOffset whole)
    {
        var first = Until is { } until && until > covered ? until : covered;
        var hour = HourOf(first) == first ? first : HourOf(first).AddHours(1);
        if (hour.AddHours(1) > whole)
        {
            return this;
        }

        var days = Days.ToBuilder();
        for (; hour.AddHours(1) <= whole; hour = hour.AddHours(1))
        {
            var day = DateOnly.FromDateTime(hour.UtcDateTime);
            var before = days.GetValueOrDefault(day) ?? new DayCalls(0, 0);
            days[day] = new DayCalls(before.Hours + 1, before.Calls + slots.Where(slot => slot.Start >= hour && slot.Start < hour.AddHours(1)).Sum(slot => slot.Requests));
        }

        var oldest = DateOnly.FromDateTime((hour - UsageHistory.Baseline).UtcDateTime);
        days.RemoveRange(days.Keys.TakeWhile(day => day < oldest).ToList());
        return new CallCount(hour, days.ToImmutable());
    }

    public static DateTimeOffset HourOf(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
