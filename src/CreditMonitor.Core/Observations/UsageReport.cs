using System.Collections.Immutable;

namespace CreditMonitor.Core.Observations;

/// <summary>Calls of one key to one model in five minutes; of an <see cref="UsageEndpoint"/>, in an hour. A name is null where the provider gives none.</summary>
/// <param name="Start">UTC, on a multiple of <see cref="Length"/>.</param>
/// <param name="Tokens">Input and output together; zero where other things than tokens are counted.</param>
public sealed record UsageSlot(DateTimeOffset Start, string? ApiKeyId, string? Model, string? ProjectId, long Requests, long Tokens)
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    public static DateTimeOffset StartOf(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % Length.Ticks), TimeSpan.Zero);
}

/// <summary>A whole answer to one question about usage. Five minutes without a slot had no calls, or none that are published yet.</summary>
/// <param name="From">First instant asked for (inclusive), on a multiple of <see cref="UsageSlot.Length"/>.</param>
public sealed record UsageReport(DateTimeOffset From, DateTimeOffset AsOf, ImmutableArray<UsageSlot> Slots);

/// <summary>A key, a model or a project, and when it was seen.</summary>
/// <param name="FirstSeen">Its first call that the monitor knows of.</param>
/// <param name="LastSeen">Its newest.</param>
/// <param name="WokeAt">Its first call after <see cref="Dormant"/> without any; null: it never slept that long.</param>
/// <param name="SleptSince">Its last call before that.</param>
public sealed record ConsumerActivity(DateTimeOffset FirstSeen, DateTimeOffset LastSeen, DateTimeOffset? WokeAt = null, DateTimeOffset? SleptSince = null)
{
    public static readonly TimeSpan Dormant = TimeSpan.FromDays(60);

    /// <param name="watchedSince">Since when the calls that show it are read: silence before that is none.</param>
    public ConsumerActivity Seen(DateTimeOffset first, DateTimeOffset last, DateTimeOffset watchedSince) =>
        first - (LastSeen > watchedSince ? LastSeen : watchedSince) >= Dormant ? this with { LastSeen = last, WokeAt = first, SleptSince = LastSeen }
        : last > LastSeen ? this with { LastSeen = last }
        : this;
}
