using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>An API key was made, or deleted: who holds a key can spend, and who lost one is refused. From the audit log, where the organization has it switched on.</summary>
public static class ApiKeys
{
    public static readonly AlertRule Created = new(AlertKind.ApiKeyCreated, situation => Evaluate(situation, created: true), Ending, NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.KeyLog, IsNotice = true };

    public static readonly AlertRule Deleted = new(AlertKind.ApiKeyDeleted, situation => Evaluate(situation, created: false), Ending, NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.KeyLog, IsNotice = true };

    private static readonly TimeSpan StaysOpen = TimeSpan.FromDays(3);

    private static IEnumerable<Finding> Evaluate(Situation situation, bool created) =>
        from key in situation.KeyEvents
        where key.Created == created && situation.Now - key.At <= StaysOpen
        select new Finding(created ? AlertKind.ApiKeyCreated : AlertKind.ApiKeyDeleted, key.ApiKeyId, Episode.At(key.At), Severity.Info, 1, Text(key));

    private static AlertText Text(KeyEvent key) => new(
        Subject: $"OpenAI API key {(key.Created ? "created" : "deleted")}: {key.ApiKeyId}",
        Lead: $"API key {key.ApiKeyId} was {(key.Created ? "created" : "deleted")} on {When.Long(key.At)}{(key.ProjectId is { } project ? $" in project {project}" : "")}{(key.Actor is { } actor ? $" by {actor}" : "")}.",
        Consequence: key.Created ? "Whoever holds it spends this organization's credit; signing in with some tools makes such a key without asking." : "What still calls with it is refused, whatever credit is left.",
        Action: key.Created ? $"{(key.Actor is null ? "See that somebody wanted it" : "Ask whether it was meant")}; if not, delete it on the dashboard's API keys page." : "See that nothing in use calls with it.",
        Deadline: null,
        Facts: [new("key", key.ApiKeyId), new("at", When.Short(key.At)), new("project", key.ProjectId ?? "not named"), new("by", key.Actor ?? "not named"), new("source", $"OpenAI's audit log, entry {key.Id}")],
        Unknown: "The audit log gives no name of the key; the dashboard does.");

    private static string Ending(Situation situation, AlertState alert) => $"told; closed after {When.Span(StaysOpen)}";
}
