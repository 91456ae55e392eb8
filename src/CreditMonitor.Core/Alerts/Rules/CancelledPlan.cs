using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>After a plan is cancelled its credit stays usable until it is gone, and then calls are refused: said once, while there is time to act. That the credit runs
/// low is told as ever.</summary>
public static class CancelledPlan
{
    public const string About = "plan";

    public static readonly AlertRule Rule = new(AlertKind.LowBalance, Evaluate, Ending, NeedsFreshFigures: true) { CannotEvaluate = CannotEvaluate.Plan, Abouts = [About] };

    private static readonly TimeSpan StillSpends = TimeSpan.FromDays(7);

    private static IEnumerable<Finding> Evaluate(Situation situation) =>
        situation is { BalanceKnown: true, Prepaid: true, Told.Plan: { Cancelled: true } plan, Ledger.Balance.IsPositive: true }
            ? [new Finding(AlertKind.LowBalance, About, Episode.At(plan.At), Severity.Info, 1, Text(situation, plan))]
            : [];

    private static AlertText Text(Situation situation, Records.PlanChange plan) => new(
        Subject: situation.Runway is { P10: not null } range ? $"OpenAI plan cancelled: credit runs out {ForesightText.Days(range)}"
            : $"OpenAI plan cancelled: {situation.Ledger.Balance} of credit is left",
        Lead: $"The plan was cancelled on {When.Long(plan.At)}; {situation.Ledger.Balance} of credit stays usable {Until(situation)}.",
        Consequence: $"{(situation.RunsOutOn is { } on ? $"It runs out {on}. " : "")}Then calls are refused. "
            + "One last invoice for usage of before the cancellation may come within 45 days; any other charge is told.",
        Action: "Before then, save the invoices and the usage export from the dashboard, move what still calls, and see that auto-recharge is off by itself.",
        Deadline: situation.Outlook.RunsOutAt,
        Facts:
        [
            new("cancelled", $"{When.Short(plan.At)}, told by {plan.ToldBy}"),
            new("keys_that_spend", Keys(situation)),
            new("auto_recharge", situation.Told.AutoRecharge is { } setting ? $"told to be {(setting.Enabled ? "on" : "off")} at {When.Short(setting.At)}" : "never told"),
            .. situation.RunsOut,
            .. situation.Basis(),
        ])
    { Foreseen = situation.RunsOutOn };

    /// <summary>The middle of the range, which the next sentence gives whole.</summary>
    private static string Until(Situation situation) =>
        situation.Runway is { P50: { } middle } ? $"until about {ForesightText.Day(middle)}"
        : situation.Runway is null && situation.Outlook.RunsOutAt is { } at
            ? $"until about {ForesightText.Day(DateOnly.FromDateTime(at.UtcDateTime))}"
        : "until it is used or lapses";

    private static string Keys(Situation situation)
    {
        var keys = situation.Usage.Consumers.Where(consumer => consumer.Key.StartsWith("key:", StringComparison.Ordinal) && situation.Now - consumer.Value.LastSeen <= StillSpends).Select(consumer => consumer.Key[4..]).Take(20).ToList();
        return situation.Usage.Through is not { } through ? "unknown: usage is not read"
            : keys.Count == 0 ? $"none in the {StillSpends.Days} days to {When.Short(through)}, from OpenAI's usage endpoint"
            : $"{string.Join(", ", keys)} in the {StillSpends.Days} days to {When.Short(through)}, from OpenAI's usage endpoint";
    }

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Told.Plan is not { Cancelled: true } ? "the plan was taken up again"
        : situation.Ledger.Balance.IsPositive ? "another cancellation was told"
        : "the credit is gone, which is told by itself";
}
