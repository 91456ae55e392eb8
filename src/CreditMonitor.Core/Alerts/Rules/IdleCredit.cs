using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Paid credit ages while nothing uses it: 60 days of published zero cost. A day without a figure is not zero, and breaks the count.</summary>
public static class IdleCredit
{
    public const string About = "balance";

    public static readonly AlertRule Rule = new(AlertKind.IdleCredit, Evaluate, Ending, NeedsFreshFigures: true) { CannotEvaluate = CannotEvaluate.Balance };

    /// <summary>Told at these lengths (contracts, section 7).</summary>
    private static readonly int[] Days = [60, 120, 240];

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        var paid = situation.BalanceKnown ? PaidCredit(situation) : [];
        if (paid.Count == 0 || IdleDays(situation, paid.Min(grant => grant.Grant.EffectiveAt)) is var idle && idle < Days[0])
        {
            yield break;
        }

        var since = situation.History.Newest!.Day.AddDays(1 - idle);
        var episode = situation.OpenAlert(AlertKind.IdleCredit, About)?.Episode ?? Episode.On(since);
        yield return new Finding(AlertKind.IdleCredit, About, episode, Severity.Info, Days.Count(days => idle >= days), Text(situation, Usd.Sum(paid.Select(grant => grant.Remaining)), idle, since));
    }

    private static List<GrantBalance> PaidCredit(Situation situation) =>
        [.. situation.Ledger.Grants.Where(grant => grant.Grant.Kind == GrantKind.Paid && grant.Remaining >= new Usd(1m))];

    /// <summary>Complete days of zero cost up to the newest, without a gap, since the credit was there.</summary>
    private static int IdleDays(Situation situation, DateTimeOffset since)
    {
        var count = 0;
        var expected = (DateOnly?)null;
        foreach (var day in situation.History.Ascending.Reverse().SkipWhile(day => day.Quality != DayQuality.Complete))
        {
            if (day.Quality != DayQuality.Complete || !day.Amount.IsZero || (expected is { } next && day.Day != next) || CostHistory.DayEnd(day.Day) <= since)
            {
                break;
            }

            count++;
            expected = day.Day.AddDays(-1);
        }

        return count;
    }

    private static AlertText Text(Situation situation, Usd idle, int days, DateOnly since)
    {
        var next = situation.Outlook.Grants.Where(grant => grant.Balance.Remaining.IsPositive && grant.Expiry?.Earliest > situation.Now).MinBy(grant => grant.Expiry!.Earliest);
        return new AlertText(
            Subject: $"{idle} of OpenAI credit unused for {days} days",
            Lead: $"Nothing was used since {When.Day(since)}, {days} days, while {idle} of paid credit ages.",
            Consequence: next is null ? null : $"{next.Balance.Remaining} of it may lapse from {When.Long(next.Expiry!.Earliest)}; inactivity neither delays nor hastens that{(next.Foreseen is { ExpectedUnused.IsPositive: true } foreseen ? $", and {ForesightText.Lapse(foreseen, next.Balance.Remaining)}" : "")}.",
            Action: "Move work onto this organization, or accept that the credit lapses; and switch auto-recharge off.",
            Deadline: next?.Expiry!.Earliest,
            Facts: [new("idle", $"{days} complete days of published zero cost from {When.Day(since)} to {When.Day(situation.History.Newest!.Day)}"), .. situation.Basis()])
        { AtStake = idle };
    }

    private static string UsedAgain(Situation situation) =>
        situation.History.Ascending.LastOrDefault(day => day.Quality == DayQuality.Complete) is { } day ? $"it is used again: {day.Amount} on {When.Day(day.Day)}" : "it is used again";

    private static string Ending(Situation situation, AlertState alert) =>
        PaidCredit(situation).Count == 0 ? "the paid credit is gone"
        : IdleDays(situation, DateTimeOffset.MinValue) == 0 ? UsedAgain(situation)
        : "a day without a figure broke the count";
}
