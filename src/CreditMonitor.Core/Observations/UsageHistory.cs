using System.Collections.Immutable;

namespace CreditMonitor.Core.Observations;

/// <summary>What is known of usage: the last hours in slots of five minutes, four weeks in hours, and every consumer's life.</summary>
/// <param name="Since">From then on usage is known without a gap; null before the first answer.</param>
/// <param name="Through">When the newest answer was read.</param>
/// <param name="Recent">The slots of the last <see cref="Kept"/>, ascending.</param>
/// <param name="Hours">Tokens of each whole UTC hour by its start, zero included; the last <see cref="Baseline"/>.</param>
/// <param name="Consumers">By <c>key:</c>, <c>model:</c> or <c>project:</c> and the id.</param>
public sealed record UsageHistory(
    DateTimeOffset? Since,
    DateTimeOffset? Through,
    ImmutableArray<UsageSlot> Recent,
    ImmutableSortedDictionary<DateTimeOffset, long> Hours,
    ImmutableSortedDictionary<string, ConsumerActivity> Consumers)
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(4);

    /// <summary>Fewer known hours than three days tell no usual.</summary>
    public const int FewestHours = 72;

    public static readonly TimeSpan Baseline = TimeSpan.FromDays(28);

    /// <summary>Usage appears late: so far back it is read again and replaced, and an hour counts as whole only then.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(30);

    /// <summary>The first question reaches back so far.</summary>
    public static readonly TimeSpan FirstRead = TimeSpan.FromHours(24);

    /// <summary>After an outage, so far: seven pages of minutes. What a longer one hides is a gap.</summary>
    public static readonly TimeSpan FurthestBack = TimeSpan.FromDays(7);

    /// <summary>Those unseen for longest are forgotten first.</summary>
    private const int MostConsumers = 2_000;

    public static UsageHistory Empty { get; } = new(
        null, null, [], ImmutableSortedDictionary<DateTimeOffset, long>.Empty, ImmutableSortedDictionary.Create<string, ConsumerActivity>(StringComparer.Ordinal));

    /// <summary>How many calls to text models are usual.</summary>
    public CallCount Calls { get; init; } = CallCount.None;

    /// <summary>The other endpoints, those that were asked at least once.</summary>
    public ImmutableArray<EndpointUsage> Others { get; init; } = [];

    /// <summary>Calls an hour to all endpoints whose usual is known; null while that of text models is not.</summary>
    /// <param name="day">Of which something is to be judged: it and what follows does not count.</param>
    public decimal? UsualCallsBefore(DateOnly day) => Calls.PerHourBefore(day) is { } text ? text + Others.Sum(other => other.Calls.PerHourBefore(day) ?? 0m) : null;

    /// <summary>Whether a call that costs something was seen on a UTC day. False also where usage was not read.</summary>
    public bool SeesCallsOn(DateOnly day) =>
        Calls.Days.GetValueOrDefault(day) is { Calls: > 0 } || Others.Any(other => other.Endpoint != UsageEndpoint.Moderations && other.Calls.Days.GetValueOrDefault(day) is { Calls: > 0 });

    /// <summary>From where usage is to be asked for at <paramref name="now"/>.</summary>
    public DateTimeOffset AskFrom(DateTimeOffset now)
    {
        var from = Through is not { } through ? now - FirstRead : through - Overlap < now - FurthestBack ? now - FurthestBack : through - Overlap;
        return UsageSlot.StartOf(from);
    }

    /// <summary>The other endpoint to be asked next, one in a look: that which was asked longest ago; null: none is due.</summary>
    public EndpointUsage? NextOther(DateTimeOffset now) => Enum.GetValues<UsageEndpoint>()
        .Select(endpoint => Others.FirstOrDefault(other => other.Endpoint == endpoint) ?? EndpointUsage.Unread(endpoint))
        .Where(other => other.IsDue(now)).MinBy(other => other.AskedAt ?? DateTimeOffset.MinValue);

    public UsageHistory Merge(UsageReport report)
    {
        var slots = Recent.Where(slot => slot.Start < report.From).Concat(report.Slots).ToImmutableArray();
        var since = Through is not { } through || report.From > through ? report.From : Since ?? report.From;
        return this with
        {
            Since = since,
            Through = report.AsOf,
            Recent = [.. slots.Where(slot => slot.Start >= report.AsOf - Kept).OrderBy(slot => slot.Start)],
            Hours = Close(slots, report),
            Calls = Calls.Add(slots, CoveredFrom(report), report.AsOf - Overlap),
            Consumers = Meet(report.Slots, since),
        };
    }

    public UsageHistory Merge(EndpointReading reading, DateTimeOffset now)
    {
        var before = Others.FirstOrDefault(other => other.Endpoint == reading.Endpoint) ?? EndpointUsage.Unread(reading.Endpoint);
        var after = before.After(reading.Answer, now);
        return this with
        {
            Others = [.. Others.Where(other => other.Endpoint != reading.Endpoint).Append(after).OrderBy(other => other.Endpoint)],
            Consumers = reading.Answer is Reading<UsageReport>.Ok(var report) ? Meet(report.Slots, after.Since!.Value) : Consumers,
        };
    }

    /// <summary>From then on every call is among <see cref="Recent"/> and the report.</summary>
    private DateTimeOffset CoveredFrom(UsageReport report) => Recent.IsEmpty || Recent[0].Start > report.From ? report.From : Recent[0].Start;

    /// <summary>Takes in the hours that have become whole. One that was never asked for stays unknown.</summary>
    private ImmutableSortedDictionary<DateTimeOffset, long> Close(ImmutableArray<UsageSlot> slots, UsageReport report)
    {
        var covered = CoveredFrom(report);
        var hours = Hours;
        for (var hour = HourAfter(covered); hour.AddHours(1) <= report.AsOf - Overlap; hour = hour.AddHours(1))
        {
            if (!hours.ContainsKey(hour))
            {
                hours = hours.Add(hour, slots.Where(slot => slot.Start >= hour && slot.Start < hour.AddHours(1)).Sum(slot => slot.Tokens));
            }
        }

        var old = hours.Keys.TakeWhile(hour => hour < report.AsOf - Baseline).ToList();
        return old.Count == 0 ? hours : hours.RemoveRange(old);
    }

    /// <param name="watchedSince">Before that nothing is known of these calls, so that no sleep is claimed of it.</param>
    private ImmutableSortedDictionary<string, ConsumerActivity> Meet(ImmutableArray<UsageSlot> slots, DateTimeOffset watchedSince)
    {
        var consumers = Consumers.ToBuilder();
        foreach (var seen in slots.Where(slot => slot.Requests > 0 || slot.Tokens > 0).SelectMany(NamesOf).GroupBy(one => one.Name, StringComparer.Ordinal))
        {
            var (first, last) = (seen.Min(one => one.At), seen.Max(one => one.At));
            consumers[seen.Key] = consumers.TryGetValue(seen.Key, out var life) ? life.Seen(first, last, watchedSince) : new ConsumerActivity(first, last);
        }

        foreach (var forgotten in consumers.Count <= MostConsumers ? [] : consumers.OrderBy(one => one.Value.LastSeen).Take(consumers.Count - MostConsumers).Select(one => one.Key).ToList())
        {
            consumers.Remove(forgotten);
        }

        return consumers.ToImmutable();
    }

    public static IEnumerable<(string Name, DateTimeOffset At)> NamesOf(UsageSlot slot)
    {
        if (slot.ApiKeyId is { } key)
        {
            yield return ("key:" + key, slot.Start);
        }

        if (slot.Model is { } model)
        {
            yield return ("model:" + model, slot.Start);
        }

        if (slot.ProjectId is { } project)
        {
            yield return ("project:" + project, slot.Start);
        }
    }

    private static DateTimeOffset HourAfter(DateTimeOffset instant)
    {
        var hour = new DateTimeOffset(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        return hour == instant ? hour : hour.AddHours(1);
    }
}
