using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;

namespace CreditMonitor.Core.Alerts;

/// <summary>On which side of the ledger a balance reading lies.</summary>
public enum ReadingSide
{
    Agrees,

    /// <summary>The dashboard shows less than costs explain.</summary>
    Below,

    /// <summary>The dashboard shows more than the declared grants allow.</summary>
    Above,
}

/// <summary>A balance reading beside the ledger at the instant at which it was read.</summary>
/// <param name="Low">The least that the ledger allows: what may have been spent and is not published is taken off.</param>
/// <param name="High">The most that it allows: published costs only. Less what was owed; negative when overdrawn.</param>
/// <param name="Tolerance">By how much the reading may lie outside without anything being wrong.</param>
public sealed record ReadingCheck(BalanceReading Reading, LedgerState Ledger, Usd Low, Usd High, Usd Tolerance)
{
    /// <summary>Rounding on the dashboard, tax cents, a call or two: a quarter of a dollar, or a hundredth of the balance.</summary>
    public static readonly Usd LeastTolerance = new(0.25m);

    public const decimal ToleranceShare = 0.01m;

    /// <summary>A day whose cost is not yet published may cost so many times the usual before anything is odd about the balance.</summary>
    public const decimal UnpublishedFactor = 3m;

    public ReadingSide Side => Reading.Amount < Low - Tolerance ? ReadingSide.Below : Reading.Amount > High + Tolerance ? ReadingSide.Above : ReadingSide.Agrees;

    /// <summary>How far outside the range it lies; zero inside.</summary>
    public Usd Difference => Reading.Amount < Low ? Low - Reading.Amount : Reading.Amount > High ? Reading.Amount - High : Usd.Zero;

    /// <returns>Null when it cannot be told: no grant had begun then, or nothing is known of the costs before it.</returns>
    public static ReadingCheck? Of(BalanceReading reading, LedgerFacts facts, CostHistory history, BurnRate? burn)
    {
        if (facts.Grants.All(grant => grant.EffectiveAt > reading.At) || Unpublished(reading.At, facts, history, burn) is not { } unpublished)
        {
            return null;
        }

        var ledger = CreditLedger.Replay(facts, reading.At);
        var high = ledger.Balance - ledger.Overage;
        var size = Usd.Max(new Usd(Math.Abs(high.Amount)), new Usd(Math.Abs(reading.Amount.Amount)));
        return new ReadingCheck(reading, ledger, high - unpublished, high, Usd.Max(LeastTolerance, new Usd(size.Amount * ToleranceShare)));
    }

    /// <summary>What may have been spent before <paramref name="at"/> beyond what the replay up to it counts.</summary>
    private static Usd? Unpublished(DateTimeOffset at, LedgerFacts facts, CostHistory history, BurnRate? burn)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        var begin = DateOnly.FromDateTime(facts.Grants.Min(grant => grant.EffectiveAt).UtcDateTime);
        var usual = burn?.PerDay ?? history.Ascending.Select(known => known.Amount).DefaultIfEmpty(Usd.Zero).Max();
        if (burn is null && history.Days.IsEmpty && begin < day)
        {
            return null;
        }

        var counted = Usd.Zero;
        for (var back = day; back >= begin; back = back.AddDays(-1))
        {
            var known = history.Days.GetValueOrDefault(back);
            if (known is { Quality: DayQuality.Complete } && back < day)
            {
                break;    // what lies before a settled day is settled too, or was never published
            }

            counted += (back == day ? known?.Amount ?? Usd.Zero : Usd.Zero) + (known is { Quality: DayQuality.Complete } ? Usd.Zero : new Usd(usual.Amount * UnpublishedFactor));
        }

        return counted;
    }
}
