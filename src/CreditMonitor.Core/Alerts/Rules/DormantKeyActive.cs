using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>A key that slept for 60 days and wakes.</summary>
public static class DormantKeyActive
{
    public static readonly AlertRule Rule = new(AlertKind.DormantKeyActive, Evaluate, (_, _) => "told; closed after 7 days", NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.Sleepers };

    private static readonly TimeSpan StaysOpen = TimeSpan.FromDays(7);

    private static IEnumerable<Finding> Evaluate(Situation situation) =>
        from consumer in situation.Usage.Consumers
        where consumer.Key.StartsWith("key:", StringComparison.Ordinal) && consumer.Value.WokeAt is { } woke && situation.Now - woke <= StaysOpen
        let key = consumer.Key[4..]
        let at = consumer.Value.WokeAt!.Value
        let slept = at - consumer.Value.SleptSince!.Value
        select new Finding(AlertKind.DormantKeyActive, key, Episode.At(at), Severity.Warning, 1, new AlertText(
            Subject: $"OpenAI key {key} in use again after {When.Span(slept)}",
            Lead: $"Key {key} was used on {When.Long(at)}, for the first time in {When.Span(slept)}.",
            Consequence: "A key nobody used for so long may be in hands nobody knows of; small trials come before large bills.",
            Action: "Ask who used it; if nobody did, delete it on the dashboard now.",
            Deadline: null,
            Facts: [new("key", key), new("used_at", When.Short(at)), new("last_used_before", When.Short(consumer.Value.SleptSince!.Value)), new("dormant_after", When.Span(ConsumerActivity.Dormant)), UsageSeen.Fact(situation)]));
}
