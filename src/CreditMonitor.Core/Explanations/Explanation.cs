using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Explanations;

/// <summary>A time in words and figures: which credit paid for which usage, what the card was charged for, what lapsed, what is left.</summary>
/// <param name="Title"><c>March 2026</c>, or a day.</param>
/// <param name="Statement">Null while costs were never read, or no grant is declared: then no balance is known.</param>
/// <param name="Charges">Of the card, by day, with what explains each.</param>
/// <param name="Sentences">The answer for people, in order; each figure with its unit and source.</param>
public sealed record Explanation(string Title, DateTimeOffset From, DateTimeOffset Until, CreditStatement? Statement, ImmutableArray<ReconciledCharge> Charges, ImmutableArray<string> Sentences)
{
    /// <param name="organization">With the grants that were told of merged in.</param>
    /// <param name="history">Null while costs were never read.</param>
    /// <param name="until">Exclusive; what lies ahead of <paramref name="asOf"/> is not told.</param>
    public static Explanation Of(WatchedOrganization organization, LedgerHistory? history, CostHistory costs, DateTimeOffset? costsAsOf, RecordReconciliation reconciliation, DateTimeOffset from, DateTimeOffset until, string title, DateTimeOffset asOf)
    {
        var end = until < asOf ? until : asOf;
        var statement = history is null || organization.Grants.IsEmpty ? null : CreditStatement.Of(history.Entries, from, end);
        var (first, last) = (DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(until.AddTicks(-1).UtcDateTime));
        ImmutableArray<ReconciledCharge> charges = [.. reconciliation.Charges.Where(charge => charge.Charge.Day >= first && charge.Charge.Day <= last)];
        return new Explanation(title, from, until, statement, charges, [
            .. statement is null ? [Unknown(organization)] : StatementNarrative.Of(organization, statement, history!, end),
            .. Unpublished(costs, costsAsOf, first, last, asOf),
            .. ChargeNarrative.Of(charges, reconciliation, organization, from, until),
        ]);
    }

    private static string Unknown(WatchedOrganization organization) =>
        organization.Grants.IsEmpty ? $"No credit grant of {organization.Name} is declared here, so its balance is unknown." : $"The costs of {organization.Name} were never read, so its balance is unknown.";

    /// <summary>Days for which no figure is known count as nothing spent, so they are named.</summary>
    private static IEnumerable<string> Unpublished(CostHistory costs, DateTimeOffset? costsAsOf, DateOnly first, DateOnly last, DateTimeOffset asOf)
    {
        var today = DateOnly.FromDateTime(asOf.UtcDateTime);
        var (from, to) = (costs.Days.IsEmpty || first > costs.Days.Keys.First() ? first : costs.Days.Keys.First(), last < today ? last : today);
        var unknown = Enumerable.Range(0, Math.Max(0, to.DayNumber - from.DayNumber + 1)).Select(from.AddDays).Where(day => !costs.Days.ContainsKey(day)).ToList();
        if (unknown.Count > 0 && costsAsOf is { } read)
        {
            yield return $"For {When.Count(unknown.Count, "day")} ({When.Day(unknown[0])}{(unknown.Count > 1 ? $" to {When.Day(unknown[^1])}" : "")}) OpenAI has published no cost as of {When.Short(read)}; nothing is counted for {(unknown.Count > 1 ? "them" : "it")} yet.";
        }
    }
}
