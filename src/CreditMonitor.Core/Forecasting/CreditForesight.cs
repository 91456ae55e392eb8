using System.Collections.Immutable;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Forecasting;

/// <summary>When all credit is gone, used up or lapsed, as UTC days on whose evening it is; null is later than the forecast reaches.</summary>
/// <param name="P10">The early day: one chance in ten that it is gone by then.</param>
/// <param name="P90">The late day: nine chances in ten.</param>
/// <param name="KnownUntil">The last complete day of cost that the range rests on.</param>
/// <param name="HistoryDays">How many complete days it rests on.</param>
public sealed record RunwayRange(DateOnly? P10, DateOnly? P50, DateOnly? P90, DateOnly KnownUntil, int HistoryDays)
{
    public bool IsLittleHistory => HistoryDays < SpendForecast.LittleHistoryBelow;
}

/// <summary>What of one grant will lapse unused.</summary>
/// <param name="ExpectedUnused">The mean.</param>
/// <param name="UnusedP10">With one chance in ten it is no more.</param>
/// <param name="UnusedP90">With nine chances in ten it is no more.</param>
/// <param name="ProbabilityOfLoss">That anything lapses: 0 to 1, in steps of one in twenty.</param>
/// <param name="NeededPerDay">The least even spend a day from tomorrow on that uses it up, burn order included; null when nothing is
/// likely to be left, when nothing can use it up any more, or when <see cref="CreditForesight.MostNeeded"/> others lapse before it.</param>
public sealed record GrantForesight(Usd ExpectedUnused, Usd UnusedP10, Usd UnusedP90, decimal ProbabilityOfLoss, Usd? NeededPerDay);

/// <summary>What is foreseen of an organization's credit from the costs known at an instant: complete days make the forecast, what is published of later ones is taken off it.</summary>
/// <param name="Spend">Null with <paramref name="Why"/>.</param>
/// <param name="Ahead">What each grant still has, with the end that is reckoned with: the earliest instant at which it may lapse, if that is still to come.</param>
/// <param name="Runway">Null with <paramref name="Why"/>; yesterday's evening where nothing is left.</param>
/// <param name="Grants">By id; only those with something left that end within the forecast.</param>
/// <param name="Why">Why nothing is foreseen, a clause; null when something is.</param>
public sealed record CreditForesight(
    SpendForecast? Spend, ImmutableArray<CreditGrant> Ahead, RunwayRange? Runway, ImmutableDictionary<string, GrantForesight> Grants, string? Why)
{
    /// <summary>What would use a grant up is reckoned for so many, those that end soonest: with hundreds nobody reads it, and it is what costs time.</summary>
    public const int MostNeeded = 24;

    /// <summary>With a newest complete day older than this nothing is foreseen: so long a silence is no lag.</summary>
    public const int LongestSilence = 28;

    /// <param name="declared">The grants as declared: the ledger's own carry the latest end as if it had been given.</param>
    public static CreditForesight Of(CostHistory history, ImmutableArray<CreditGrant> declared, BurnOrder order, LedgerState ledger, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var ahead = AheadOf(declared, ledger, now);
        return history.Derived.Once<OfADay>(
            known => known.Day == today && known.Order == order && known.Foresight.Ahead.SequenceEqual(ahead),
            () => new OfADay(today, order, Of(history.ToForeseeable(), ahead, order, today))).Foresight;
    }

    private static CreditForesight Of(DailySpend history, ImmutableArray<CreditGrant> ahead, BurnOrder order, DateOnly today)
    {
        if (WhyNot(history, today) is { } why)
        {
            return new CreditForesight(null, ahead, null, ImmutableDictionary<string, GrantForesight>.Empty, why);
        }

        var spend = SpendForecaster.Forecast(history, today > history.Last ? today : history.Last)!;
        var credit = spend.Credit(ahead, order);
        return new CreditForesight(
            spend,
            ahead,
            ahead.IsEmpty ? new RunwayRange(today.AddDays(-1), today.AddDays(-1), today.AddDays(-1), spend.KnownUntil, spend.HistoryDays)
                : new RunwayRange(credit.Runway.P10, credit.Runway.P50, credit.Runway.P90, spend.KnownUntil, spend.HistoryDays),
            credit.Grants.Where(grant => grant.ExpectedUnused is not null).OrderBy(grant => grant.Grant.ExpiresAt)
                .Select((grant, at) => KeyValuePair.Create(grant.Grant.Id, Of(grant, at < MostNeeded))).ToImmutableDictionary(StringComparer.Ordinal),
            null);
    }

    private static GrantForesight Of(GrantForecast grant, bool withNeed) => new(
        Cents(grant.ExpectedUnused!.Value), Cents(grant.UnusedP10!.Value), Cents(grant.UnusedP90!.Value), grant.ProbabilityOfLoss!.Value,
        withNeed && grant.ProbabilityOfLoss > 0m ? grant.NeededPerDay : null);

    private static string? WhyNot(DailySpend history, DateOnly today) =>
        history.Days < SpendForecaster.FewestDays ? $"fewer than {SpendForecaster.FewestDays} complete days of cost in a row are known"
        : today.DayNumber - history.Last.DayNumber > LongestSilence ? $"the newest complete day of cost is {When.Day(history.Last)}"
        : null;

    /// <summary>Days are what counts, so that the hour of a poll makes no difference.</summary>
    private static ImmutableArray<CreditGrant> AheadOf(ImmutableArray<CreditGrant> declared, LedgerState ledger, DateTimeOffset now)
    {
        var ranges = declared.ToDictionary(grant => grant.Id, grant => ExpiryRange.Of(grant), StringComparer.Ordinal);
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        return
        [
            .. from balance in ledger.Grants
               where balance.Remaining.IsPositive || balance.Pending.IsPositive
               let range = ranges[balance.Grant.Id]
               let start = balance.Grant.EffectiveAt > today ? balance.Grant.EffectiveAt : today
               select balance.Grant with
               {
                   Amount = balance.Remaining + balance.Pending,
                   EffectiveAt = start,
                   ExpiresAt = range is null ? DateTimeOffset.MaxValue : range.Earliest > now ? range.Earliest : range.Latest,
               },
        ];
    }

    /// <summary>An estimate is not known to fractions of a cent.</summary>
    private static Usd Cents(Usd estimate) => new(Math.Round(estimate.Amount, 2));

    /// <summary>What follows from a history holds for a day and a set of grants.</summary>
    private sealed record OfADay(DateOnly Day, BurnOrder Order, CreditForesight Foresight);
}
