using System.Collections.Immutable;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Monitoring;

/// <summary>What the last decision held true, by which the next one knows a correction from the passing of time.</summary>
/// <param name="Grants">Each grant's fingerprint by its id.</param>
/// <param name="SawCredit">A decision up to this one saw a balance above zero; null in what an older version kept, which is taken for
/// yes.</param>
public sealed record Believed(
    DateTimeOffset At, Usd Balance, Usd Overage, ImmutableSortedDictionary<string, string> Grants, bool? SawCredit = null);

/// <summary>Facts about the past turned out otherwise, and that moved the balance of that past.</summary>
/// <param name="At">When it was learnt.</param>
/// <param name="AsOf">The instant for which both sides are reckoned: the decision before.</param>
/// <param name="From">The balance then believed, less what was owed.</param>
/// <param name="To">The same instant's, by what is known now.</param>
/// <param name="Causes">What changed, a phrase each.</param>
public sealed record Correction(DateTimeOffset At, DateTimeOffset AsOf, Usd From, Usd To, ImmutableArray<string> Causes);

/// <summary>Tells corrections from ordinary news: a restated day, a grant declared late, changed, voided or withdrawn. What happened since, or was only published since, is none.</summary>
internal static class Corrections
{
    /// <summary>More than this many are no longer worth a reader's time.</summary>
    private const int Kept = 5;

    private const int NamedCauses = 6;

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    /// <param name="before">What was believed before; while the same grants are declared, it lends its fingerprints.</param>
    public static Believed Belief(Believed? before, ImmutableArray<CreditGrant> grants, LedgerState ledger, DateTimeOffset now) => new(
        now, ledger.Balance, ledger.Overage,
        before is not null && before.Grants.Count == grants.Length && grants.All(grant => before.Grants.GetValueOrDefault(grant.Id) == Fingerprint(grant))
            ? before.Grants
            : grants.ToImmutableSortedDictionary(grant => grant.Id, Fingerprint, StringComparer.Ordinal),
        SawCredit(before, ledger));

    /// <summary>Whether a balance above zero was ever seen, this time included. While it was not, costs beyond the credit say that a
    /// purchase was not entered rather than that credit ran out.</summary>
    public static bool SawCredit(Believed? before, LedgerState ledger) => ledger.Balance.IsPositive || before is { SawCredit: not false };

    /// <param name="replay">The ledger of a history as of an instant.</param>
    public static Correction? Find(
        Believed? believed, CostHistory before, CostMerge merged, ImmutableArray<CreditGrant> grants, Func<CostHistory, DateTimeOffset, LedgerState> replay, DateTimeOffset now)
    {
        if (believed is null || Causes(believed, merged, grants) is not { Count: > 0 } causes)
        {
            return null;
        }

        var restated = before.Days.SetItems(merged.Restatements.Select(day => KeyValuePair.Create(day.Day, before.Days[day.Day] with { Amount = day.After })));
        var ledger = replay(new CostHistory(restated), believed.At);
        var (from, to) = (believed.Balance - believed.Overage, ledger.Balance - ledger.Overage);
        return from == to ? null : new Correction(now, believed.At, from, to, [.. causes.Take(NamedCauses), .. causes.Count > NamedCauses ? [$"{causes.Count - NamedCauses} more"] : Array.Empty<string>()]);
    }

    /// <summary>The newest first, those that are too old or too many left out.</summary>
    public static ImmutableArray<Correction> Add(ImmutableArray<Correction> known, Correction? found, DateTimeOffset now) =>
        known.IsDefaultOrEmpty && found is null ? []
        : [.. (found is null ? Enumerable.Empty<Correction>() : [found]).Concat(known.IsDefault ? [] : known).Where(correction => now - correction.At <= KeptFor).Take(Kept)];

    private static List<string> Causes(Believed believed, CostMerge merged, ImmutableArray<CreditGrant> grants)
    {
        var causes = merged.Restatements.Select(day => $"{When.Day(day.Day)} was restated from {day.Before} to {day.After}").ToList();
        var now = grants.ToDictionary(grant => grant.Id, StringComparer.Ordinal);
        causes.AddRange(believed.Grants.Keys.Where(id => !now.ContainsKey(id)).Select(id => $"grant {id} is no longer declared"));
        foreach (var grant in grants)
        {
            if (!believed.Grants.TryGetValue(grant.Id, out var known))
            {
                causes.AddRange(grant.EffectiveAt <= believed.At ? [$"grant {grant.Id} of {grant.Amount} was declared late"] : Array.Empty<string>());
            }
            else if (known != Fingerprint(grant))
            {
                causes.Add(grant.VoidedAt is { } voided ? $"grant {grant.Id} is voided from {When.Short(voided)}" : $"grant {grant.Id} was changed");
            }
        }

        return causes;
    }

    private static string Fingerprint(CreditGrant grant) => string.Join(
        '|', grant.Kind, grant.Amount.ToExactString(), grant.EffectiveAt.UtcTicks, grant.ExpiresAt?.UtcTicks, grant.VoidedAt?.UtcTicks, grant.PurchasedAt?.UtcTicks, grant.NeverExpires);
}
