using System.Net.Http.Headers;

namespace CreditMonitor.OpenAI;

/// <summary>How long the provider asked us to wait.</summary>
internal static class RetryDelay
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>Longer would blind the monitor on the word of one header.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>Seconds or a date, within bounds; null when nothing (that can be read) was said.</summary>
    public static TimeSpan? Of(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var asked = header?.Delta ?? header?.Date - now;
        return asked is null ? null : TimeSpan.FromTicks(Math.Clamp(asked.Value.Ticks, Shortest.Ticks, Longest.Ticks));
    }
}
