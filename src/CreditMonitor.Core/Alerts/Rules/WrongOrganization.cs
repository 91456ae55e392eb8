using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Money in one organization, usage in another that is watched too: unused credit here while the other spends without any, or a level that fell here on the day it rose there.</summary>
public static class WrongOrganization
{
    public static readonly AlertRule Rule = new(AlertKind.WrongOrganization, Evaluate, Ending, NeedsFreshFigures: true) { CannotEvaluate = CannotEvaluate.OtherOrganizations };

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
        var spentHere = Usd.Sum(situation.History.Ascending.Where(day => day.Day >= since).Select(day => day.Amount));
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

    /// <summary>
    /// Much of the spend of the days before stopped here, and about as much began there, on one day. Held against the week before and against the same weekdays of it,
    /// as a weekend here may be a batch day there. An organization whose first figure is of that very day began with it.
    /// </summary>
    private static Finding? MovedAway(Situation situation, OtherOrganization other)
    {
        var open = situation.OpenAlert(AlertKind.WrongOrganization, other.Id);
        if (other.Days.Length < Days || situation.Now - open?.RaisedAt > TimeSpan.FromDays(14))
        {
            return null;
        }

        var after = other.Days.TakeLast(Days).ToList();
        var moved = AlertKey.DayOf(open?.Key ?? "") ?? after[0].Day;
        var week = Range(moved.AddDays(-Before), Before);
        var sameWeekdays = Range(after[0].Day.AddDays(-7 * (1 + ((after[0].Day.DayNumber - moved.DayNumber) / 7))), Days);
        var (usual, usualThere) = (Mean(week.Select(day => Here(situation, day))), Mean(week.Select(day => There(other, day))));
        var (now, nowThere) = (Mean(after.Select(day => Here(situation, day.Day))), Mean(after.Select(day => (Usd?)day.Amount)));
        return usual is null || usualThere is null || now is null || nowThere is null || usual < new Usd(1m)
            || !HasMoved(usual, now, usualThere, nowThere) || !HasMoved(Mean(sameWeekdays.Select(day => Here(situation, day))), now, Mean(sameWeekdays.Select(day => There(other, day))), nowThere)
            ? null
            : new Finding(AlertKind.WrongOrganization, other.Id, Episode.On(moved), Severity.Warning, 1, new AlertText(
                Subject: $"OpenAI spend moved to {Shown(other.Name)} on {When.Day(moved)}",
                Lead: $"Spend here fell from {usual} to {now} a day on {When.Day(moved)}, and rose from {usualThere} to {nowThere} a day in {Shown(other.Name)} on the same day.",
                Consequence: "Calls run up another organization's bill, and the credit here ages.",
                Action: "See whether a default organization or a key was changed on that day, and set it back if it was not meant.",
                Deadline: null,
                Facts: Facts(situation, other, after))
            { AtStake = Usd.Sum(after.Select(day => day.Amount)) });
    }

    /// <summary>At least half is gone here, and there arrived between 60 % and 170 % of what is gone.</summary>
    private static bool HasMoved(Usd? hereBefore, Usd? hereAfter, Usd? thereBefore, Usd? thereAfter)
    {
        var (gone, came) = (hereBefore - hereAfter, thereAfter - thereBefore);
        return gone is { IsPositive: true } left && came is { } arrived && left.Amount >= hereBefore!.Value.Amount / 2m && arrived.Amount >= left.Amount * 0.6m && arrived.Amount <= left.Amount * 1.7m;
    }

    private static IEnumerable<DateOnly> Range(DateOnly first, int days) => Enumerable.Range(0, days).Select(first.AddDays);

    /// <summary>Nothing before its first figure; null where a figure is missing among others.</summary>
    private static Usd? There(OtherOrganization other, DateOnly day) =>
        other.Days.FirstOrDefault(known => known.Day == day)?.Amount ?? (day < other.Days[0].Day ? Usd.Zero : null);

    private static Usd? Here(Situation situation, DateOnly day) => situation.History.Days.GetValueOrDefault(day)?.Amount;

    private static Usd? Mean(IEnumerable<Usd?> days)
    {
        var known = days.ToList();
        return known.Any(day => day is null) ? null : new Usd(known.Sum(day => day!.Value.Amount) / known.Count);
    }

    private static System.Collections.Immutable.ImmutableArray<AlertFact> Facts(Situation situation, OtherOrganization other, List<DayTotal> days) =>
        [new("other", $"{Shown(other.Name)} ({other.Id}), credit there: {(other.HasCredit ? "some" : "none known")}"), new("days", string.Join("; ", days.TakeLast(5).Select(day => $"{When.Day(day.Day)}: {day.Amount} there, {Here(situation, day.Day)?.ToString() ?? "unknown"} here"))), .. situation.Basis()];

    private static string Shown(string name) => SafeText.Cut(SafeText.Line(name), 60);

    private static string Ending(Situation situation, AlertState alert) => "spend is here again, the other organization has credit, or it stopped spending";
}
