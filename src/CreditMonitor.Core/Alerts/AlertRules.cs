using System.Collections.Immutable;
using CreditMonitor.Core.Alerts.Rules;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts;

/// <summary>A rule: what it sees as true now, and how an alert of its kind ended once it no longer is.</summary>
/// <param name="NeedsFreshFigures">Stale figures neither raise nor end it.</param>
public sealed record AlertRule(
    AlertKind Kind,
    Func<Situation, IEnumerable<Finding>> Evaluate,
    Func<Situation, AlertState, string> Ending,
    bool NeedsFreshFigures)
{
    /// <summary>Of several rules of one kind, the things that are this one's; empty: all that no other claims.</summary>
    public ImmutableArray<string> Abouts { get; init; } = [];

    /// <summary>Why it could say nothing now, whatever is true: what it needs to see and does not; null: it sees.</summary>
    public Func<Situation, string?> CannotEvaluate { get; init; } = _ => null;

    /// <summary>It tells what happened, which stays so: that it is closed after a while is nothing to tell.</summary>
    public bool IsNotice { get; init; }

    /// <summary>For lists and logs: its kind, and what it is about where the kind has several rules.</summary>
    public string Name => Abouts.IsEmpty ? SnakeCase.Of(Kind) : $"{SnakeCase.Of(Kind)} about {string.Join(", ", Abouts)}";

    public bool Claims(AlertState alert) => Kind == alert.Kind && (Abouts.IsEmpty || Abouts.Contains(alert.About));
}

/// <summary>Every rule, and the evaluation of them all.</summary>
public static class AlertRules
{
    public static ImmutableArray<AlertRule> All { get; } =
    [
        MonitorBlind.Rule, CreditExpiring.Rule, CreditExpired.Rule, Overdrawn.Rule, BalanceExhausted.Rule, LowBalance.Rule,
        BalanceReadings.Mismatch, BalanceReadings.Drop, PurchaseNotCredited.Rule, DuplicateCharge.Rule, ChargeVelocity.Rule, RechargeWhileCreditUnused.Rule, UnexplainedCharge.Rule,
        MissingInvoice.Rule, InvoiceMismatch.Rule, PaymentFailed.Rule, CancelledPlanCharged.Rule, CardEnding.Rule, CancelledPlan.Rule, CallsRefused.Rule, CallsRefused.WithCredit, IdleCredit.Rule,
        SpendLimits.Near, SpendLimits.Exceeded, ApiKeys.Created, ApiKeys.Deleted, WrongOrganization.Rule,
        AbnormalSpend.Rule, StandingCost.Rule, SpendSpike.Rule, CallSpike.Rule, DormantKeyActive.Rule, NewConsumer.Rule,
        NoRecipients.Rule, MailDown.Rule, AdminKeyEnding.Rule, UsageBlind.Rule,
    ];

    /// <summary>Runs the enabled rules over the situation and compares with what was said before. A rule that throws finds nothing, and its open alerts stay as they are.</summary>
    /// <param name="rules">Null: <see cref="All"/>.</param>
    public static AlertDecision Decide(ImmutableArray<AlertState> known, Situation situation, IEnumerable<AlertRule>? rules = null)
    {
        var enabled = (rules ?? All).Where(rule => rule.Kind == AlertKind.MonitorBlind || !situation.Settings.Disabled.Contains(rule.Kind)).ToList();
        var faults = new RuleFaults();
        var findings = enabled.Where(rule => CanTell(rule, situation)).SelectMany(rule => faults.Contain(rule, () => rule.Evaluate(situation).ToList()) ?? []).ToList();
        var decision = AlertPolicy.Decide(
            known, findings, situation.Told.AlertActions, alert => Ending(enabled, situation, alert, faults), alert => RuleOf(enabled, alert) is { IsNotice: true }, situation.Now);
        return decision with { Faults = faults.All };
    }

    private static string? Ending(List<AlertRule> enabled, Situation situation, AlertState alert, RuleFaults faults) =>
        RuleOf(enabled, alert) is not { } rule ? "this kind of alert was switched off"
        : CanTell(rule, situation) && !faults.Has(rule) && (situation.Fresh || rule.Kind == AlertKind.MonitorBlind) ? faults.Contain(rule, () => rule.Ending(situation, alert))
        : null;

    private static AlertRule? RuleOf(List<AlertRule> enabled, AlertState alert) => enabled.Find(rule => !rule.Abouts.IsEmpty && rule.Claims(alert)) ?? enabled.Find(rule => rule.Claims(alert));

    private static bool CanTell(AlertRule rule, Situation situation) => situation.Fresh || !rule.NeedsFreshFigures;
}
