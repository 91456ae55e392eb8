using System.Collections.Immutable;

namespace CreditMonitor.Core.Alerts;

/// <summary>A rule that threw, which is a bug: it could say nothing, and every other rule decided.</summary>
/// <param name="Rule"><see cref="AlertRule.Name"/>.</param>
/// <param name="Cause">For the log; never shown to people.</param>
public sealed record RuleFault(string Rule, Exception Cause);

/// <summary>Keeps one rule's bug from the others. Made anew for each decision.</summary>
internal sealed class RuleFaults
{
    private readonly List<(AlertRule Rule, RuleFault Fault)> _all = [];

    public ImmutableArray<RuleFault> All => [.. _all.Select(one => one.Fault)];

    public bool Has(AlertRule rule) => _all.Exists(one => ReferenceEquals(one.Rule, rule));

    /// <returns>Null when it threw.</returns>
    public T? Contain<T>(AlertRule rule, Func<T> evaluate)
        where T : class
    {
        try
        {
            return evaluate();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (!Has(rule))
            {
                _all.Add((rule, new RuleFault(rule.Name, e)));
            }

            return null;
        }
    }
}
