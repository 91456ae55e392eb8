using System.Globalization;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>The organization's own monthly spend limit, as the API gives it, beside the month's published costs. It is no credit, and enforcement lags
///.</summary>
public static class SpendLimits
{
    public const string About = "month";

    public static readonly AlertRule Near = new(AlertKind.SpendLimitNear, EvaluateNear, EndingOf, NeedsFreshFigures: true) { CannotEvaluate = CannotEvaluate.SpendLimit };

    public static readonly AlertRule Exceeded = new(AlertKind.SpendLimitExceeded, EvaluateExceeded, EndingOf, NeedsFreshFigures: true) { CannotEvaluate = CannotEvaluate.SpendLimit };

    private static readonly decimal[] Shares = [0.8m, 0.9m];

    private static IEnumerable<Finding> EvaluateNear(Situation situation)
    {
        if (situation.SpendLimit is not { Amount.IsPositive: true } limit || MonthOf(situation) is var (month, spent) && spent >= limit.Amount)
        {
            yield break;
        }

        var step = Shares.Count(share => spent.Amount >= limit.Amount.Amount * share);
        var reaches = ReachesOn(situation, month, spent, limit);
        if (step > 0 || reaches is not null)
        {
            yield return new Finding(
                AlertKind.SpendLimitNear, About, month, limit.Enforcing && step > 1 ? Severity.Warning : Severity.Info, step + 1, TextOfNear(situation, limit, spent, reaches));
        }
    }

    private static IEnumerable<Finding> EvaluateExceeded(Situation situation)
    {
        if (situation.SpendLimit is { Amount.IsPositive: true } limit && MonthOf(situation) is var (month, spent) && spent >= limit.Amount)
        {
            yield return new Finding(AlertKind.SpendLimitExceeded, About, month, limit.Enforcing ? Severity.Critical : Severity.Warning, 1, new AlertText(
                Subject: $"OpenAI spend limit of {limit.Amount} exceeded: {spent} this month",
                Lead: $"{spent} is published for {month}, over the organization's own limit of {limit.Amount}.",
                Consequence: limit.Enforcing ? "Calls are refused until the month ends or the limit is raised; enforcement lags, so spend may go on for a while." : "The limit only tells, it stops nothing.",
                Action: "Raise the limit on the dashboard, or stop what spends.",
                Deadline: null,
                Facts: Facts(situation, limit, spent))
            { AtStake = spent - limit.Amount });
        }
    }

    /// <summary>Published costs of the running UTC month, today's partial figure included.</summary>
    private static (string Month, Usd Spent) MonthOf(Situation situation)
    {
        var today = DateOnly.FromDateTime(situation.Now.UtcDateTime);
        var first = new DateOnly(today.Year, today.Month, 1);
        return (today.ToString("yyyy-MM", CultureInfo.InvariantCulture), Usd.Sum(situation.History.Ascending.Where(day => day.Day >= first).Select(day => day.Amount)));
    }

    /// <summary>When the limit is reached at the present pace; null when that is not within this month.</summary>
    private static DateOnly? ReachesOn(Situation situation, string month, Usd spent, SpendLimit limit)
    {
        if (situation.Outlook.Burn is not { PerDay.IsPositive: true } burn || situation.History.Newest is not { } newest)
        {
            return null;
        }

        var days = (limit.Amount - spent).Amount / burn.PerDay.Amount;
        if (days > 31m)
        {
            return null;
        }

        var day = newest.Day.AddDays((int)Math.Ceiling(days));
        return day.ToString("yyyy-MM", CultureInfo.InvariantCulture) == month ? day : null;
    }

    private static AlertText TextOfNear(Situation situation, SpendLimit limit, Usd spent, DateOnly? reaches) => new(
        Subject: $"{spent} of the OpenAI spend limit of {limit.Amount} used this month{(Foreseen(situation, spent, limit) is { } days ? $", reached {days}" : reaches is { } day ? $", reached about {When.Day(day)}" : "")}",
        Lead: $"{spent} of the organization's own monthly limit of {limit.Amount} is spent{Reached(situation, spent, limit, reaches)}.",
        Consequence: limit.Enforcing ? "Then calls are refused, whatever credit is left." : "The limit only tells, it stops nothing.",
        Action: "Raise the limit on the dashboard if the spend is meant.",
        Deadline: null,
        Facts: Facts(situation, limit, spent));

    private static string Reached(Situation situation, Usd spent, SpendLimit limit, DateOnly? reaches) =>
        Foreseen(situation, spent, limit) is { } days ? $"; the rest is foreseen to be spent {days}"
        : reaches is { } on ? $"; at {situation.Outlook.Burn!.PerDay} a day it is reached about {When.Day(on)}" : "";

    /// <summary>The days on which the forecast reaches the limit, as far as they lie in this month: with the next it begins anew. Null when that is unlikely or nothing is foreseen.</summary>
    private static string? Foreseen(Situation situation, Usd spent, SpendLimit limit)
    {
        if (situation.Outlook.Foresight?.Spend?.Runway(limit.Amount - spent) is not { } reached)
        {
            return null;
        }

        var today = DateOnly.FromDateTime(situation.Now.UtcDateTime);
        var last = new DateOnly(today.Year, today.Month, DateTime.DaysInMonth(today.Year, today.Month));
        return reached.P50 > last || reached.P50 is null ? null
            : reached.P90 is { } late && late <= last ? ForesightText.Days(reached.P10, reached.P50, late)
            : $"{ForesightText.Days(reached.P10, reached.P50, last)}, or not this month";
    }

    private static System.Collections.Immutable.ImmutableArray<AlertFact> Facts(Situation situation, SpendLimit limit, Usd spent) =>
        [new("limit", $"{limit.Amount} a month, {(limit.Enforcing ? "enforcing" : "not enforcing")}, from OpenAI's spend limit endpoint"), new("spent", $"{spent} published for the UTC month, which lags"), .. situation.Basis()];

    private static string EndingOf(Situation situation, AlertState alert) => situation.SpendLimit is null ? "the limit was removed" : "a new month began, the limit was raised, or it was exceeded, which is told by itself";
}
