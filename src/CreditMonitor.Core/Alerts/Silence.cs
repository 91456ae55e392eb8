using System.Collections.Immutable;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts;

/// <summary>Alerts that cannot be told as things stand, and why.</summary>
/// <param name="Of">Kinds, those of a rule of its own with what it is about, in the order of <see cref="AlertRules.All"/>.</param>
/// <param name="Why">A clause.</param>
public sealed record Silence(ImmutableArray<string> Of, string Why)
{
    private const string Failed = "the rule failed because of a fault in Credit Monitor itself; the program's log has the details";

    /// <summary>Every rule that could say nothing whatever is true, and credit that nobody would be told of; rules with one reason together.</summary>
    /// <param name="faults">Rules that threw in this decision.</param>
    public static ImmutableArray<Silence> AllOf(Situation situation, ImmutableArray<RuleFault> faults = default)
    {
        var failed = faults.IsDefault ? [] : faults.Select(fault => fault.Rule).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Uncovered(situation),
            .. AlertRules.All.Select(rule => (Rule: rule, Why: failed.Contains(rule.Name) ? Failed : ContainedWhyOf(rule, situation))).Where(one => one.Why is not null)
                .GroupBy(one => one.Why!, StringComparer.Ordinal).Select(same => new Silence([.. same.Select(one => one.Rule.Name)], same.Key)),
        ];
    }

    private static string? ContainedWhyOf(AlertRule rule, Situation situation)
    {
        var faults = new RuleFaults();
        var why = faults.Contain(rule, () => WhyOf(rule, situation) ?? "");
        return why is null ? Failed : why.Length == 0 ? null : why;
    }

    private static string? WhyOf(AlertRule rule, Situation situation) =>
        rule.Kind != AlertKind.MonitorBlind && situation.Settings.Disabled.Contains(rule.Kind) ? $"Alerts:{rule.Kind}:Enabled is false"
        : rule.CannotEvaluate(situation) ?? (rule.NeedsFreshFigures && !situation.Fresh ? "the costs are too old to tell" : null);

    private static IEnumerable<Silence> Uncovered(Situation situation)
    {
        var (uncovered, expiring) = (situation.Coverage.Uncovered, situation.Coverage.Expiring);
        if (!uncovered.IsEmpty)
        {
            yield return new Silence(
                [SnakeCase.Of(AlertKind.CreditExpiring)],
                $"{uncovered.Length} of {When.Count(expiring, "grant")} have no subscriber who will be told: {string.Join(", ", uncovered.Take(5).Select(grant => grant.Grant.Id))}{(uncovered.Length > 5 ? $" and {uncovered.Length - 5} more" : "")}");
        }
    }
}
