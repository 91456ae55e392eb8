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
        if (situation.Usage is not { Since: { } since } usage || situation.Pace is not { } pace)
        {
            yield break;
        }

        foreach (var (name, life) in usage.Consumers.Where(consumer => consumer.Value.FirstSeen - since >= Known && situation.Now - consumer.Value.FirstSeen <= NewStaysOpen))
        {
            var (kind, id) = (name[..name.IndexOf(':', StringComparison.Ordinal)], name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]);
            if (situation.OpenAlert(AlertKind.NewConsumer, id) is { } open)
            {
                yield return new Finding(AlertKind.NewConsumer, id, open.Episode, open.Severity, open.Step, open.Text);
            }
            else if ((NewcomerUse.OfTokens(usage, pace, name) ?? NewcomerUse.OfCalls(usage, life, name, Known)) is { } use)
            {
                yield return new Finding(AlertKind.NewConsumer, id, Episode.At(life.FirstSeen), use.IsMuch ? Severity.Warning : Severity.Info, 1, TextOfNew(situation, kind, id, life, use));
            }
        }
    }

    private static AlertText TextOfNew(Situation situation, string kind, string id, ConsumerLife life, NewcomerUse use) => new(
        Subject: $"New {kind} uses OpenAI credit: {id}",
        Lead: $"The {kind} {id} was used for the first time on {When.Long(life.FirstSeen)}, {use.Amount} within an hour; the whole organization usually {use.Verb} {use.Usual.ToString("#,0.#", CultureInfo.InvariantCulture)}.",
        Consequence: use.PerHour is { } cost ? $"That is about {cost} an hour at this organization's usual price." : "What it costs is published only hours later.",
        Action: "See that somebody started it on purpose.",
        Deadline: null,
        Facts: [new(kind, id), new("first_seen", When.Short(life.FirstSeen)), new(use.Measure, $"{use.Amount} within an hour"), Seen(situation)])
    { AtStake = use.PerHour is { } hourly ? new Usd(hourly.Amount * 24m) : null };    // what a day of it costs

    private static AlertFact Seen(Situation situation)
    {
        var others = situation.Usage.Others.Where(other => other.Since is not null).Select(other => SnakeCase.Of(other.Endpoint)).ToList();
        var unread = Enum.GetValues<UsageEndpoint>().Select(SnakeCase.Of).Except(others).ToList();
        return new("usage_read", $"since {When.Short(situation.Usage.Since ?? situation.Now)}, last at {When.Short(situation.Usage.Through ?? situation.Now)}, from OpenAI's usage endpoints for {string.Join(", ", others.Prepend("completions"))}"
            + $"{(unread.Count == 0 ? "" : $"; not read: {string.Join(", ", unread)}")}; what was used before is not known");
    }
}
