using System.Collections.Immutable;

namespace CreditMonitor.Core.Observations;

/// <summary>What usage is told of beside text models, each by an endpoint of its own. Tools that text models call (web and file search, code
/// interpreter) are left out: whoever uses them shows among the text models too.</summary>
public enum UsageEndpoint
{
    Embeddings,

    /// <summary>Free of charge (https://platform.openai.com/docs/guides/moderation): it tells that a key is alive, and costs nothing.</summary>
    Moderations,
    Images,
    AudioSpeeches,
    AudioTranscriptions,
}

/// <summary>What one question about one endpoint came to.</summary>
public sealed record EndpointReading(UsageEndpoint Endpoint, Reading<UsageReport> Answer);

/// <summary>What is known of one endpoint's calls, by the hour. Only calls are counted: images, seconds and characters cannot be added to tokens.</summary>
/// <param name="AskedAt">The last question, whatever came of it.</param>
/// <param name="Since">From then on its calls are known without a gap; null before the first answer.</param>
/// <param name="Through">When the newest answer was read.</param>
/// <param name="Refused">The key may not read it, or the endpoint does not exist there: it is asked again a day later, and nobody is alarmed.</param>
/// <param name="Recent">Slots of a whole hour each, of the last <see cref="Kept"/>, ascending.</param>
/// <param name="Calls">The hours before those.</param>
public sealed record EndpointUsage(
    UsageEndpoint Endpoint, DateTimeOffset? AskedAt, DateTimeOffset? Since, DateTimeOffset? Through, bool Refused, ImmutableArray<UsageSlot> Recent, CallCount Calls)
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(6);

    /// <summary>Usage appears late: so far back it is read again and replaced.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(2);

    /// <summary>The most that one page of hours holds is 168.</summary>
    public static readonly TimeSpan FurthestBack = TimeSpan.FromDays(6);

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan RefusedAgain = TimeSpan.FromDays(1);
    private static readonly TimeSpan FirstRead = TimeSpan.FromDays(1);

    public static EndpointUsage Unread(UsageEndpoint endpoint) => new(endpoint, null, null, null, Refused: false, [], CallCount.None);

    public bool IsDue(DateTimeOffset now) => AskedAt is not { } asked || now - asked >= (Refused ? RefusedAgain : Every);

    /// <summary>On a whole UTC hour.</summary>
    public DateTimeOffset AskFrom(DateTimeOffset now)
    {
        var from = Through is not { } through ? now - FirstRead : through - Overlap < now - FurthestBack ? now - FurthestBack : through - Overlap;
        return CallCount.HourOf(from);
    }

    /// <summary>An outage leaves what was known; after one that is longer than can be read back, all is learnt anew.</summary>
    public EndpointUsage After(Reading<UsageReport> answer, DateTimeOffset now) => answer switch
    {
        Reading<UsageReport>.Ok(var report) => Merge(report) with { AskedAt = now, Refused = false },
        Reading<UsageReport>.Denied => this with { AskedAt = now, Refused = true },
        _ => this with { AskedAt = now },
    };

    private EndpointUsage Merge(UsageReport report)
    {
        var slots = Recent.Where(slot => slot.Start < report.From).Concat(report.Slots).OrderBy(slot => slot.Start).ToImmutableArray();
        var gap = Through is not { } through || report.From > through;
        var whole = report.AsOf - Overlap;
        var covered = gap || Recent.IsEmpty || Recent[0].Start > report.From ? report.From : Recent[0].Start;
        return this with
        {
            Since = gap ? report.From : Since,
            Through = report.AsOf,
            Recent = [.. slots.Where(slot => slot.Start >= report.AsOf - Kept)],
            Calls = (gap ? CallCount.None : Calls).Add(slots, covered, whole),
        };
    }
}
