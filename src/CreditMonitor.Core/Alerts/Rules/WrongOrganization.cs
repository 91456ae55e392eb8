using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Money in one organization, usage in another that is watched too: unused credit here while the other spends without any, or a level that fell here on the day it rose there.</summary>
public static class WrongOrganization
{
    public static readonly AlertRule Rule = new(AlertKind.WrongOrganization, Evaluate, Ending, NeedsFreshFigures: true);

    /// <summary>Published days that have to show it.</summary>
    private const int Days = 2;

    /// <summary>Days before, by which a level is known.</summary>
    private const int Before = 7;

    private static readonly Usd Worth = new(0.05m);

    /// <summary>Longer unused is <see cref="IdleCredit"/>'s to tell; here the mix-up is fresh.</summary>
    private static readonly TimeSpan FreshPurchase = TimeSpan.FromDays(45);

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        foreach (var other in situation.Others)
        {
            if (FundedHere(situation, other) is { } funded)
            {
                yield return funded;
            }
            else if (MovedAway(situation, other) is { } moved)
            {
                yield return moved;
            }
        }
    }

    /// <summary>Credit was bought here and nothing uses it, while the other, without credit, spends on the same days.</summary>
    private static Finding? FundedHere(Situation situation, OtherOrganization other)
    {
        var newest = situation.BalanceKnown && !other.HasCredit
            ? situation.Ledger.Grants.Where(grant => grant.Grant.Kind == GrantKind.Paid && grant.Remaining.IsPositive && situation.Now - grant.Grant.EffectiveAt <= FreshPurchase).Select(grant => grant.Grant).MaxBy(grant => grant.EffectiveAt)
            : null;
        if (newest is null)
        {
            return null;
        }

        var since = DateOnly.FromDateTime(newest.EffectiveAt.UtcDateTime);
        var spentThere = other.Days.Where(day => day.Day >= since && day.Amount >= Worth && Here(situation, day.Day) is { } here && here.Amount <= day.Amount.Amount / 20m).ToList();
        var spentHere = Usd.Sum(situation.History.Days.Values.Where(day => day.Day >= since).Select(day => day.Amount));
        return spentThere.Count < Days || spentHere >= Usd.Sum(spentThere.Select(day => day.Amount)) ? null
            : new Finding(AlertKind.WrongOrganization, other.Id, Episode.On(since), Severity.Warning, 1, new AlertText(
                Subject: $"{situation.Ledger.Balance} of OpenAI credit unused here while {Shown(other.Name)} spends",
                Lead: $"{newest.Amount} was bought for this organization on {When.Long(newest.EffectiveAt)} and is hardly used, while {Shown(other.Name)}, which has no known credit, spent {Usd.Sum(spentThere.Select(day => day.Amount))} on {When.Count(spentThere.Count, "day")} since.",
                Consequence: "Calls there run without credit and are refused sooner or later, and the credit here ages.",
                Action: $"Check which organization the keys in use belong to: move them here, or buy the credit for {Shown(other.Name)}.",
                Deadline: null,
                Facts: Facts(situation, other, spentThere))
            { AtStake = Usd.Sum(spentThere.Select(day => day.Amount)) });
    }

    /// <summary>The spend of the days before stopped here, and about as much began there, on one day.</summary>
    private static Finding? MovedAway(Situation situation, OtherOrganization other)
    {
        if (other.Days.Length < Days + Before || situation.OpenAlert(AlertKind.WrongOrganization, other.Id) is { } open && situation.Now - open.RaisedAt > TimeSpan.FromDays(14))
        {
            return null;
        }

        var after = other.Days.TakeLast(Days).ToList();
        var before = other.Days.SkipLast(Days).TakeLast(Before).ToList();
        var (hereBefore, thereBefore) = (Mean(before.Select(day => Here(situation, day.Day))), Mean(before.Select(day => (Usd?)day.Amount)));
        var (hereAfter, thereAfter) = (Mean(after.Select(day => Here(situation, day.Day))), Mean(after.Select(day => (Usd?)day.Amount)));
        return hereBefore is not { } usual || thereBefore is not { } usualThere || hereAfter is not { } now || thereAfter is not { } nowThere
            || usual < new Usd(1m) || now.Amount > usual.Amount * 0.1m || nowThere.Amount - usualThere.Amount < usual.Amount * 0.6m || usualThere.Amount > usual.Amount * 0.5m
            ? null
            : new Finding(AlertKind.WrongOrganization, other.Id, Episode.On(after[0].Day), Severity.Warning, 1, new AlertText(
                Subject: $"OpenAI spend moved to {Shown(other.Name)} on {When.Day(after[0].Day)}",
                Lead: $"Spend here fell from {usual} to {now} a day on {When.Day(after[0].Day)}, and rose from {usualThere} to {nowThere} a day in {Shown(other.Name)} on the same day.",
                Consequence: "Calls run up another organization's bill, and the credit here ages.",
                Action: "See whether a default organization or a key was changed on that day, and set it back if it was not meant.",
                Deadline: null,
                Facts: Facts(situation, other, after))
            { AtStake = Usd.Sum(after.Select(day => day.Amount)) });
    }

    private static Usd? Here(Situation situation, DateOnly day) => situation.History.Days.GetValueOrDefault(day)?.Amount;

    private static Usd? Mean(IEnumerable<Usd?> days)
    {
        var known = days.ToList();
        return known.Any(day => day is null) ? null : new Usd(known.Sum(day => day!.Value.Amount) / known.Count);
    }

    private static System.Collections.Immutable.ImmutableArray<AlertFact> Facts(Situation situation, OtherOrganization other, List<DayTotal> days) =>
        [new("other", $"{Shown(other.Name)} ({other.Id}), credit there: {(other.HasCredit ? "some" : "none known")}"), new("days", string.Join("; ", days.TakeLast(5).Select(day => $"{When.Day(day.Day)}: {day.Amount} there, {Here(situation, day.Day)?.ToString() ?? "unknown"} here"))), .. situation.Basis()];

    private static string Shown(string name) => string.Concat((name.Length > 60 ? name[..60] : name).Select(c => char.IsControl(c) ? ' ' : c));

    private static string Ending(Situation situation, AlertState alert) => "spend is here again, the other organization has credit, or it stopped spending";
}
