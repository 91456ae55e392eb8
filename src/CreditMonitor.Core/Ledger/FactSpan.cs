namespace CreditMonitor.Core.Ledger;

/// <summary>From when to when facts speak. A grant's start and a void are facts; an expiry is only a plan, or every default would be past it.</summary>
internal static class FactSpan
{
    public static DateTimeOffset JustAfter(DateTimeOffset instant) =>
        instant == DateTimeOffset.MaxValue ? instant : instant.ToUniversalTime().AddTicks(1);

    public static DateTimeOffset JustAfterLast(LedgerFacts facts) =>
        Instants(facts).Aggregate((DateTimeOffset?)null, (last, at) => last > at ? last : at) is { } last
            ? JustAfter(last)
            : DateTimeOffset.UnixEpoch;

    /// <summary>Each UTC day from the first fact's on that begins before <paramref name="until"/>, with its end, which is never after <paramref name="until"/>.</summary>
    public static IEnumerable<(DateOnly Day, DateTimeOffset End)> Days(LedgerFacts facts, DateTimeOffset until)
    {
        var first = Instants(facts).Aggregate(DateTimeOffset.MaxValue, (first, at) => first < at ? first : at);
        if (first >= until)
        {
            yield break;
        }

        var last = DateOnly.FromDateTime(until.UtcDateTime.AddTicks(-1));
        for (var day = DateOnly.FromDateTime(first.UtcDateTime); day < last; day = day.AddDays(1))
        {
            yield return (day, new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
        }

        yield return (last, until);
    }

    private static IEnumerable<DateTimeOffset> Instants(LedgerFacts facts) =>
        facts.Grants.Select(grant => grant.EffectiveAt)
            .Concat(facts.Grants.Where(grant => grant.VoidedAt is not null).Select(grant => grant.VoidedAt!.Value))
            .Concat(facts.Usage.Select(used => used.At))
            .Concat(facts.Refunds.Select(refund => refund.At));
}
