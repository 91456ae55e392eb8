using System.Collections.Immutable;

namespace CreditMonitor.Core.Ledger;

/// <summary>Replays facts into balances. The rules and invariants stand in this folder's README; numbers in comments are theirs.</summary>
/// <remarks>At one instant: grants end, refunds, grants start, what is owed is taken, usage (rule 3). So a refund at the very instant at which its
/// grant starts, or ends, meets a grant that is not usable and takes nothing.</remarks>
public static class CreditLedger
{
    /// <summary>The state just before <paramref name="asOf"/>: facts before it count, facts at it do not.</summary>
    /// <param name="asOf">Default: one tick (100 ns) after the last fact; for no facts at all, 1970-01-01.</param>
    /// <exception cref="ArgumentException">Two grants share an id, or two billing modes an instant.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative, or the sum is beyond <see cref="Usd.LargestExactSum"/>.</exception>
    public static LedgerState Replay(LedgerFacts facts, DateTimeOffset? asOf = null)
    {
        FactCheck.ThrowIfContradictory(facts);
        var until = asOf ?? FactSpan.JustAfterLast(facts);
        var run = new LedgerRun(facts);
        run.AdvanceTo(until);
        return run.State(until);
    }

    /// <summary>The same state, and how each UTC day closed, in one walk.</summary>
    /// <inheritdoc cref="Replay"/>
    public static DailyLedger ReplayDaily(LedgerFacts facts, DateTimeOffset? asOf = null)
    {
        FactCheck.ThrowIfContradictory(facts);
        var until = asOf ?? FactSpan.JustAfterLast(facts);
        var run = new LedgerRun(facts);
        var days = ImmutableArray.CreateBuilder<DayClose>();
        foreach (var (day, end) in FactSpan.Days(facts, until))
        {
            run.AdvanceTo(end);
            days.Add(run.Close(day));
        }

        run.AdvanceTo(until);
        return new DailyLedger(run.State(until), days.ToImmutable());
    }

    /// <summary>The same state, and everything that moved credit on the way to it, in order.</summary>
    /// <inheritdoc cref="Replay"/>
    public static LedgerHistory ReplayHistory(LedgerFacts facts, DateTimeOffset? asOf = null)
    {
        FactCheck.ThrowIfContradictory(facts);
        var until = asOf ?? FactSpan.JustAfterLast(facts);
        var recorder = new LedgerRecorder();
        var run = new LedgerRun(facts, recorder);
        run.AdvanceTo(until);
        return new LedgerHistory(run.State(until), recorder.Entries);
    }

    /// <summary>What would lapse from <paramref name="asOf"/> to <paramref name="until"/> (both inclusive) if usage stopped just before
    /// <paramref name="asOf"/>: by expiry, then in burn order. Only usage stops; starts, voids and refunds that are already dated still happen.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="until"/> is before <paramref name="asOf"/>.</exception>
    /// <inheritdoc cref="Replay" path="/exception"/>
    public static ImmutableArray<Lapse> LapseIfUsageStopped(LedgerFacts facts, DateTimeOffset asOf, DateTimeOffset until)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(until, asOf);
        var stopped = facts with { Usage = [.. facts.Usage.Where(used => used.At < asOf)] };
        return
        [
            .. Replay(stopped, FactSpan.JustAfter(until)).Grants
                .Where(balance => balance.Expired.IsPositive && balance.End >= asOf)
                .OrderBy(balance => balance.End)
                .Select(balance => new Lapse(balance.Grant, balance.End!.Value.ToUniversalTime(), balance.Expired)),
        ];
    }
}
