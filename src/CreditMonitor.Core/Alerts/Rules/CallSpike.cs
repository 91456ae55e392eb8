using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Within an hour thrice as many images, speeches or transcriptions as on the busiest day of four weeks, and as many calls as the whole organization usually makes in a day: such a call costs no
/// less than a usual one. Embeddings cost so little that a batch of them is no matter, and moderation costs nothing.</summary>
public static class CallSpike
{
    internal static readonly ImmutableArray<UsageEndpoint> Dear = [UsageEndpoint.Images, UsageEndpoint.AudioSpeeches, UsageEndpoint.AudioTranscriptions];

    public static readonly AlertRule Rule = new(AlertKind.SpendSpike, Evaluate, (_, _) => "usage is as usual again, or can no longer be judged", NeedsFreshFigures: false)
    {
        CannotEvaluate = CannotEvaluate.DearCalls,
        Abouts = [.. Dear.Select(SnakeCase.Of)],
    };

    private const long TimesBusiest = 3;

    /// <summary>A burst is over when there was none for so long.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromHours(4);

    private static IEnumerable<Finding> Evaluate(Situation situation) =>
        from other in situation.Usage.Others
        where Dear.Contains(other.Endpoint)
        let found = Evaluate(situation, other)
        where found is not null
        select found;

    private static Finding? Evaluate(Situation situation, EndpointUsage other)
    {
        var about = SnakeCase.Of(other.Endpoint);
        var open = situation.OpenAlert(AlertKind.SpendSpike, about);
        var burst = other.Recent.Where(slot => situation.Now - slot.Start <= Recent).GroupBy(slot => slot.Start).OrderByDescending(Calls).ThenBy(hour => hour.Key).FirstOrDefault();
        if (burst is null)
        {
            return null;
        }

        // The days of the burst itself must not become the usual that it is held against.
        var before = DateOnly.FromDateTime((open?.RaisedAt ?? burst.Key).UtcDateTime);
        if (other.Calls.PerHourBefore(before) is null || situation.Usage.UsualCallsBefore(before) is not { } usual)
        {
            return null;
        }

        var busiest = other.Calls.Days.Where(day => day.Key < before).Select(day => day.Value.Calls).DefaultIfEmpty().Max();
        return Calls(burst) < Math.Max(busiest * TimesBusiest, 1) || Calls(burst) < usual * 24m ? null
            : new Finding(AlertKind.SpendSpike, about, open?.Episode ?? Episode.At(burst.Key), Severity.Warning, 1, Text(situation, about, [.. burst], busiest, usual * 24m));
    }

    private static long Calls(IEnumerable<UsageSlot> hour) => hour.Sum(slot => slot.Requests);

    private static AlertText Text(Situation situation, string about, List<UsageSlot> burst, long busiest, decimal usualDay)
    {
        var top = burst.MaxBy(slot => slot.Requests)!;
        var who = $"key {top.ApiKeyId ?? "not told"}, model {top.Model ?? "not told"}";
        return new AlertText(
            Subject: $"OpenAI usage spike: {Count(Calls(burst))} calls ({about}) within an hour",
            Lead: $"{Count(Calls(burst))} calls ({about}) were made in the hour from {When.Long(top.Start)}, most by {who}; the busiest day of four weeks had {Count(busiest)}.",
            Consequence: "What they cost is published only hours later.",
            Action: "See whose calls they are; if nobody knows them, disable that key on the dashboard now.",
            Deadline: null,
            Facts:
            [
                new("calls", $"{Count(Calls(burst))} within the hour from {When.Short(top.Start)}, from OpenAI's usage endpoint for {about}"),
                new("busiest_consumer", who),
                new("usual", $"{Count(busiest)} on the busiest day of this endpoint; {usualDay.ToString("#,0.#", CultureInfo.InvariantCulture)} calls a day to all endpoints on average"),
                new("threshold", $"{TimesBusiest} times that day within an hour, and as many calls as the whole organization usually makes in a day"),
                .. situation.Basis(),
            ]);
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
