using System.Globalization;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>A key, model or project that is new to the organization and whose use matters.</summary>
public static class NewConsumer
{
    public static readonly AlertRule Rule = new(AlertKind.NewConsumer, Evaluate, (_, _) => "told; closed after a day", NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.Newcomers, IsNotice = true };

    private static readonly TimeSpan StaysOpen = TimeSpan.FromDays(1);

    /// <summary>Before that everything is new.</summary>
    internal static readonly TimeSpan Known = TimeSpan.FromDays(7);

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        if (situation.Usage is not { Since: { } since } usage || situation.Pace is not { } pace)
        {
            yield break;
        }

        foreach (var (name, life) in usage.Consumers.Where(consumer => consumer.Value.FirstSeen - since >= Known && situation.Now - consumer.Value.FirstSeen <= StaysOpen))
        {
            var (kind, id) = (name[..name.IndexOf(':', StringComparison.Ordinal)], name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]);
            if (situation.OpenAlert(AlertKind.NewConsumer, id) is { } open)
            {
                yield return new Finding(AlertKind.NewConsumer, id, open.Episode, open.Severity, open.Step, open.Text);
            }
            else if ((NewcomerUse.OfTokens(usage, pace, name) ?? NewcomerUse.OfCalls(usage, life, name, Known)) is { } use)
            {
                yield return new Finding(AlertKind.NewConsumer, id, Episode.At(life.FirstSeen), use.IsMuch ? Severity.Warning : Severity.Info, 1, TextOf(situation, kind, id, life, use));
            }
        }
    }

    private static AlertText TextOf(Situation situation, string kind, string id, ConsumerActivity life, NewcomerUse use) => new(
        Subject: $"New {kind} uses OpenAI credit: {id}",
        Lead: $"The {kind} {id} was used for the first time on {When.Long(life.FirstSeen)}, {use.Amount} within an hour; the whole organization usually {use.Verb} {use.Usual.ToString("#,0.#", CultureInfo.InvariantCulture)}.",
        Consequence: use.PerHour is { } cost ? $"That is about {cost} an hour at this organization's usual price." : "What it costs is published only hours later.",
        Action: "See that somebody started it on purpose.",
        Deadline: null,
        Facts: [new(kind, id), new("first_seen", When.Short(life.FirstSeen)), new(use.Measure, $"{use.Amount} within an hour"), UsageSeen.Fact(situation)])
    { AtStake = use.PerHour is { } hourly ? new Usd(hourly.Amount * 24m) : null };    // what a day of it costs
}
