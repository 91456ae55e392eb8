using System.Collections.Immutable;
using CreditMonitor.Core.Subscriptions;

namespace CreditMonitor.Core.Alerts;

/// <summary>Alerts that cannot be told as things stand, and why.</summary>
/// <param name="Of">Kinds, those of a rule of its own with what it is about, in the order of <see cref="AlertRules.All"/>.</param>
/// <param name="Why">A clause.</param>
public sealed record Silence(ImmutableArray<string> Of, string Why)
{
    /// <summary>Every rule that could say nothing whatever is true, and credit that nobody would be told of; rules with one reason together.</summary>
    public static ImmutableArray<Silence> AllOf(Situation situation) =>
    [
        .. Uncovered(situation),
        .. AlertRules.All.Select(rule => (Rule: rule, Why: WhyOf(rule, situation))).Where(one => one.Why is not null)
            .GroupBy(one => one.Why!, StringComparer.Ordinal).Select(same => new Silence([.. same.Select(one => NameOf(one.Rule))], same.Key)),
    ];

    private static string? WhyOf(AlertRule rule, Situation situation) =>
        rule.Kind != AlertKind.MonitorBlind && situation.Settings.Disabled.Contains(rule.Kind) ? $"Alerts:{rule.Kind}:Enabled is false"
        : rule.Unseen(situation) ?? (rule.NeedsFreshFigures && !situation.Fresh ? "the costs are too old to tell" : null);

    private static IEnumerable<Silence> Uncovered(Situation situation)
    {
        var (uncovered, lapsing) = situation.BalanceKnown ? Coverage.Of(situation) : ([], 0);
        if (!uncovered.IsEmpty)
        {
            yield return new Silence(
                [SnakeCase.Of(AlertKind.CreditExpiring)],
                $"{uncovered.Length} of {When.Count(lapsing, "grant")} have no subscriber who will be told: {string.Join(", ", uncovered.Take(5).Select(grant => grant.Grant.Id))}{(uncovered.Length > 5 ? $" and {uncovered.Length - 5} more" : "")}");
        }
    }

    private static string NameOf(AlertRule rule) =>
        rule.Abouts.IsEmpty ? SnakeCase.Of(rule.Kind) : $"{SnakeCase.Of(rule.Kind)} about {string.Join(", ", rule.Abouts)}";
}
