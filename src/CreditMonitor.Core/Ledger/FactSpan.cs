namespace CreditMonitor.Core.Ledger;

/// <summary>From when to when facts speak. A grant's start and a void are facts; an expiry is only a plan, or every default would be past it.</summary>
internal static class FactSpan
{
    public static DateTimeOffset JustAfter(DateTimeOffset instant) =>
        instant == DateTimeOffset.MaxValue ? instant : instant.ToUniversalTime().AddTicks(1);

    public static DateTimeOffset JustAfterLast(LedgerFacts facts) =>
        Of(facts) is { } span ? JustAfter(span.Last) : DateTimeOffset.UnixEpoch;

    /// <summary>Each UTC day from the first fact's on that begins before <paramref name="until"/>, with its end, which is never after <paramref name="until"/>.</summary>
    public static IEnumerable<(DateOnly Day, DateTimeOffset End)> Days(LedgerFacts facts, DateTimeOffset until)
    {
        if (Of(facts) is not { } span || span.First >= until)
        {
            yield break;
        }

        var last = DateOnly.FromDateTime(until.UtcDateTime.AddTicks(-1));
        for (var day = DateOnly.FromDateTime(span.First.UtcDateTime); day < last; day = day.AddDays(1))
        {
            yield return (day, new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
        }

        yield return (last, until);
    }

    /// <summary>The first instant from <paramref name="from"/> on at which anything happens, ends of grants included; the end of time when nothing does.</summary>
    public static DateTimeOffset FirstFrom(LedgerFacts facts, DateTimeOffset from)
    {
        var first = DateTimeOffset.MaxValue;
        foreach (var used in facts.Usage)
        {
            first = Sooner(used.At);
        }

        foreach (var refund in facts.Refunds)
        {
            first = Sooner(refund.At);
        }

        foreach (var grant in facts.Grants)
        {
            first = Sooner(grant.EffectiveAt);
            first = grant.End is { } end ? Sooner(end) : first;
        }

        return first;

        DateTimeOffset Sooner(DateTimeOffset at) => at >= from && at < first ? at : first;
    }

    /// <returns>Null when there is no fact.</returns>
    private static (DateTimeOffset First, DateTimeOffset Last)? Of(LedgerFacts facts)
    {
        var (first, last) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
        foreach (var used in facts.Usage)
        {
            Widen(used.At);
        }

        foreach (var refund in facts.Refunds)
        {
            Widen(refund.At);
        }

        foreach (var grant in facts.Grants)
        {
            Widen(grant.EffectiveAt);
            Widen(grant.VoidedAt ?? grant.EffectiveAt);
        }

        return first <= last ? (first, last) : null;

        void Widen(DateTimeOffset at)
        {
            first = at < first ? at : first;
            last = at > last ? at : last;
        }
    }
}
