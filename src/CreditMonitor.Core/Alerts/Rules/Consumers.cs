using System.Globalization;
using CreditMonitor.Core.Monitoring;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Who uses the credit: a key that slept for 60 days and wakes, and a key, model or project that is new to the organization and whose use matters.</summary>
public static class Consumers
{
    public static readonly AlertRule Dormant = new(AlertKind.DormantKeyActive, EvaluateDormant, (_, _) => "told; closed after 7 days", NeedsFreshFigures: false);

    public static readonly AlertRule New = new(AlertKind.NewConsumer, EvaluateNew, (_, _) => "told; closed after a day", NeedsFreshFigures: false);

    private static readonly TimeSpan DormantStaysOpen = TimeSpan.FromDays(7);
    private static readonly TimeSpan NewStaysOpen = TimeSpan.FromDays(1);

    /// <summary>Before that everything is new.</summary>
    private static readonly TimeSpan Known = TimeSpan.FromDays(7);

    private static readonly TimeSpan LastHour = TimeSpan.FromHours(1);

    private static IEnumerable<Finding> EvaluateDormant(Situation situation) =>
        from consumer in situation.Usage.Consumers
        where consumer.Key.StartsWith("key:", StringComparison.Ordinal) && consumer.Value.WokeAt is { } woke && situation.Now - woke <= DormantStaysOpen
        let key = consumer.Key[4..]
        let at = consumer.Value.WokeAt!.Value
        let slept = at - consumer.Value.SleptSince!.Value
        select new Finding(AlertKind.DormantKeyActive, key, Episode.At(at), Severity.Warning, 1, new AlertText(
            Subject: $"OpenAI key {key} in use again after {When.Span(slept)}",
            Lead: $"Key {key} was used on {When.Long(at)}, for the first time in {When.Span(slept)}.",
            Consequence: "A key nobody used for so long may be in hands nobody knows of; small trials come before large bills.",
            Action: "Ask who used it; if nobody did, delete it on the dashboard now.",
            Deadline: null,
            Facts: [new("key", key), new("used_at", When.Short(at)), new("last_used_before", When.Short(consumer.Value.SleptSince!.Value)), new("dormant_after", When.Span(ConsumerLife.Dormant)), Seen(situation)]));

    private static IEnumerable<Finding> EvaluateNew(Situation situation)
    {
        if (situation.Usage is not { Since: { } since, Through: { } through } usage || situation.Pace is not { } pace)
        {
            yield break;
        }

        foreach (var (name, life) in usage.Consumers.Where(consumer => consumer.Value.FirstSeen - since >= Known && situation.Now - consumer.Value.FirstSeen <= NewStaysOpen))
        {
            var (kind, id) = (name[..name.IndexOf(':', StringComparison.Ordinal)], name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]);
            var open = situation.OpenAlert(AlertKind.NewConsumer, id);
            var tokens = usage.Recent.Where(slot => slot.Start > through - LastHour && UsageHistory.NamesOf(slot).Any(one => one.Name == name)).Sum(slot => slot.Tokens);
            if (open is not null || (tokens >= pace.UsualHour && tokens > 0))
            {
                yield return open is not null
                    ? new Finding(AlertKind.NewConsumer, id, open.Episode, open.Severity, open.Step, open.Text)
                    : new Finding(AlertKind.NewConsumer, id, Episode.At(life.FirstSeen), tokens >= pace.UsualHour * 3m ? Severity.Warning : Severity.Info, 1, TextOfNew(situation, kind, id, life, tokens, pace));
            }
        }
    }

    private static AlertText TextOfNew(Situation situation, string kind, string id, ConsumerLife life, long tokens, UsagePace pace) => new(
        Subject: $"New {kind} uses OpenAI credit: {id}",
        Lead: $"The {kind} {id} was used for the first time on {When.Long(life.FirstSeen)}, {tokens.ToString("N0", CultureInfo.InvariantCulture)} tokens within an hour; the whole organization usually uses {pace.UsualHour.ToString("N0", CultureInfo.InvariantCulture)}.",
        Consequence: pace.PerToken is { } price ? $"That is about {new Usd(Math.Round(tokens * price, 6))} an hour at this organization's usual price." : "What it costs is published only hours later.",
        Action: "See that somebody started it on purpose.",
        Deadline: null,
        Facts: [new(kind, id), new("first_seen", When.Short(life.FirstSeen)), new("tokens", $"{tokens.ToString("N0", CultureInfo.InvariantCulture)} within an hour"), Seen(situation)])
    { AtStake = pace.PerToken is { } cost ? new Usd(Math.Round(tokens * 24m * cost, 6)) : null };    // what a day of it costs

    private static AlertFact Seen(Situation situation) =>
        new("usage_read", $"since {When.Short(situation.Usage.Since ?? situation.Now)}, last at {When.Short(situation.Usage.Through ?? situation.Now)}, from OpenAI's usage endpoint for completions; what was used before is not known");
}
