using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Alerts;

/// <summary>One rule's bug keeps no other rule from deciding, and is no silence without a name.</summary>
public class RulesThatFailTests
{
    private static readonly AlertRule Evaluating = new(AlertKind.IdleCredit, _ => throw new InvalidOperationException("a bug"), (_, _) => "", NeedsFreshFigures: false);
    private static readonly AlertRule Enumerating = Evaluating with { Kind = AlertKind.MissingInvoice, Evaluate = _ => Enumerable.Range(0, 1).Select<int, Finding>(_ => throw new DivideByZeroException()) };

    [Fact]
    public void The_other_rules_decide_and_every_failed_one_is_named()
    {
        var situation = ASituation();

        var decision = AlertRules.Decide([], situation, [Evaluating, Enumerating, .. AlertRules.All]);

        Assert.Equal(AlertRules.Decide([], situation).Events.Select(e => e.Alert.Key), decision.Events.Select(e => e.Alert.Key));
        Assert.NotEmpty(decision.Events);
        Assert.Equal(["idle_credit", "missing_invoice"], decision.Faults.Select(fault => fault.Rule));
    }

    [Fact]
    public void What_a_failed_rule_had_raised_stays_open()
    {
        var situation = ASituation();
        var raised = AlertRules.Decide([], situation).Alerts.Single(alert => alert.Kind == AlertKind.CreditExpiring);
        var failing = new AlertRule(AlertKind.CreditExpiring, _ => throw new InvalidOperationException("a bug"), (_, _) => "over", NeedsFreshFigures: false);
        var ending = failing with { Evaluate = _ => [], Ending = (_, _) => throw new InvalidOperationException("a bug") };

        foreach (var rule in new[] { failing, ending })
        {
            var decision = AlertRules.Decide([raised], situation, [rule]);

            Assert.True(Assert.Single(decision.Alerts).IsOpen);
            Assert.Empty(decision.Events);
            Assert.Equal("credit_expiring", Assert.Single(decision.Faults).Rule);
        }
    }

    [Fact]
    public void A_failed_rule_is_a_silence_with_its_reason()
    {
        var situation = ASituation();

        var silences = Silence.AllOf(situation, [new RuleFault("low_balance", new InvalidOperationException("a bug"))]);

        var silence = Assert.Single(silences, silence => silence.Of.Contains("low_balance"));
        Assert.Equal("the rule failed because of a fault in Credit Monitor itself; the program's log has the details", silence.Why);
    }

    private static Situation ASituation()
    {
        var now = new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
        var life = new ALife(AGrant.Of(500).EffectiveAt(now.AddDays(-60)).ExpiringAt(now.AddDays(5))).Spending(4m, new DateOnly(2026, 1, 10), new DateOnly(2026, 3, 9));
        life.Poll(now);
        return CreditWatch.Assess(life.State, new PollFacts(life.Organization, "assessed", default, CostsDue: false, null, null, null), now);
    }
}
