using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>The admin key that the monitor reads with has an end of its own: it will be blind from then on, so that is said a month, a week and a day ahead.</summary>
public static class AdminKeyEnding
{
    public const string About = "admin_key";

    public static readonly AlertRule Rule = new(AlertKind.MonitorBlind, Evaluate, Ending, NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.AdminKey, Abouts = [About] };

    /// <summary>What to do, at every step and in <c>doctor</c>.</summary>
    public const string Action = "Make a new admin key with read access to usage (and to management, so that its end is known too) in the organization's settings at OpenAI, set it as the organization's AdminKey (on Azure in the vault, by infra/deploy.sh), and restart the monitor; then delete the old key.";

    private static readonly (int DaysAhead, Severity Severity)[] Steps = [(30, Severity.Info), (7, Severity.Warning), (1, Severity.Critical)];

    /// <summary>How many of the steps have been reached.</summary>
    public static int StepOf(DateTimeOffset end, DateTimeOffset now) => Steps.Count(step => end - now <= TimeSpan.FromDays(step.DaysAhead));

    public static Severity SeverityOf(int step) => Steps[step - 1].Severity;

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        if (situation.AdminKey is { EndsAt: { } end, SeenAt: { } seen } && StepOf(end, situation.Now) is var step and > 0 && !Outlived(situation, end))
        {
            yield return new Finding(AlertKind.MonitorBlind, About, Episode.At(end), SeverityOf(step), step, Text(situation.Now, end, seen));
        }
    }

    /// <summary>Costs were read after that end, so the key in use is another one: the list is asked once a day only.</summary>
    private static bool Outlived(Situation situation, DateTimeOffset? end) => situation.Costs.LastOkAt >= end;

    private static AlertText Text(DateTimeOffset now, DateTimeOffset end, DateTimeOffset seen) => new(
        Subject: $"The monitor's OpenAI admin key {(end <= now ? "ended" : "ends")} {When.Short(end)}",
        Lead: $"The admin key with which the monitor reads from OpenAI {(end <= now ? "ended" : "ends")} {When.Long(end)}.",
        Consequence: "From then on OpenAI refuses it: no cost, no usage and no limit can be read, and every figure stays as old as the last good answer.",
        Action: Action,
        Deadline: end,
        Facts: [new("key_ends", When.Short(end)), new("source", $"OpenAI's list of admin keys, read {When.Short(seen)}")]);

    private static string Ending(Situation situation, AlertState alert) => situation.AdminKey switch
    {
        _ when Outlived(situation, alert.Text.Deadline) => "OpenAI has answered since that end, so another key is in use",
        { EndsAt: { } end } => $"the key in use ends {When.Long(end)}",
        { SeenAt: not null } => "the key in use has no end",
        _ => "when the key in use ends is no longer known",
    };
}
