using System.Collections.Immutable;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Core.Notifications;

/// <summary>One grant's lapse as a calendar shows it. Kept, because a calendar believes a change only with a higher sequence.</summary>
/// <param name="Earliest">When it may lapse.</param>
/// <param name="Latest">When it surely has.</param>
/// <param name="Sequence">Rises by one with every change of a date.</param>
/// <param name="Gone">Nothing will lapse then: used up, voided or no longer declared.</param>
/// <param name="ChangedAt">Of the dates, or of <paramref name="Gone"/>.</param>
public sealed record ExpiryDate(string GrantId, Usd Amount, Usd Remaining, DateTimeOffset Earliest, DateTimeOffset Latest, int Sequence, bool Gone, DateTimeOffset ChangedAt)
{
    /// <summary>What is long past is dropped from calendars.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(400);

    /// <summary>The dates as they are now, numbered on from those that were told before.</summary>
    public static ImmutableArray<ExpiryDate> After(ImmutableArray<ExpiryDate> before, ImmutableArray<GrantOutlook> grants, DateTimeOffset now)
    {
        var known = before.ToDictionary(date => date.GrantId, StringComparer.Ordinal);
        var dates = new List<ExpiryDate>();
        foreach (var grant in grants.Where(grant => grant.Expiry is not null))
        {
            var left = grant.Balance.Remaining + grant.Balance.Pending;
            var gone = !left.IsPositive && grant.Balance.State != GrantState.Expired;
            dates.Add(Next(known.GetValueOrDefault(grant.Grant.Id), new ExpiryDate(grant.Grant.Id, grant.Grant.Amount, left, grant.Expiry!.Earliest, grant.Expiry.Latest, 0, gone, now)));
        }

        var shown = dates.Select(date => date.GrantId).ToHashSet(StringComparer.Ordinal);
        dates.AddRange(before.Where(date => !shown.Contains(date.GrantId)).Select(date => date.Gone ? date : date with { Gone = true, Sequence = date.Sequence + 1, ChangedAt = now, Remaining = Usd.Zero }));
        return [.. dates.Where(date => now - date.Latest < KeptFor).OrderBy(date => date.Earliest).ThenBy(date => date.GrantId, StringComparer.Ordinal)];
    }

    private static ExpiryDate Next(ExpiryDate? before, ExpiryDate now) =>
        before is null ? now
        : before.Earliest == now.Earliest && before.Latest == now.Latest && before.Gone == now.Gone ? now with { Sequence = before.Sequence, ChangedAt = before.ChangedAt }
        : now with { Sequence = before.Sequence + 1 };
}
