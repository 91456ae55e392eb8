using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>The card that auto-recharge charges ends before the recharge that is expected next: that one will be declined, so it is said a month, a week and a day ahead.</summary>
public static class CardEnding
{
    public const string About = "card";

    public static readonly AlertRule Rule = new(AlertKind.PaymentFailed, Evaluate, Ending, NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.Card, Abouts = [About] };

    private static readonly int[] DaysAhead = [30, 7, 1];

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        if (situation.Told is not { Card: { } card, AutoRecharge: { Enabled: true } setting })
        {
            yield break;
        }

        var (left, next) = (card.EndsAt() - situation.Now, NextRecharge(situation, setting));
        var reached = DaysAhead.Count(days => left <= TimeSpan.FromDays(days));
        if (reached == 0 || next < card.EndsAt())
        {
            yield break;
        }

        var severity = next - situation.Now <= TimeSpan.FromDays(3) ? Severity.Critical : reached >= 2 ? Severity.Warning : Severity.Info;
        yield return new Finding(AlertKind.PaymentFailed, About, Episode.On(card.EndMonth), severity, reached, Text(situation, card, setting, next));
    }

    /// <summary>When the balance falls below the threshold at the present pace; null: no pace or no balance is known.</summary>
    private static DateTimeOffset? NextRecharge(Situation situation, AutoRechargeSetting setting)
    {
        if (!situation.BalanceKnown || situation.Outlook.Burn is not { PerDay: { IsPositive: true } perDay })
        {
            return null;
        }

        // Counted from the newest published day on: what was spent since is not in the balance yet.
        var threshold = setting.Threshold ?? Usd.Zero;
        var from = situation.History.Newest is { } newest && CostHistory.DayEnd(newest.Day) < situation.Now ? CostHistory.DayEnd(newest.Day) : situation.Now;
        return from.AddDays((double)Math.Clamp((situation.Ledger.Balance - threshold).Amount / perDay.Amount, 0m, 3650m));
    }

    private static AlertText Text(Situation situation, PaymentCard card, AutoRechargeSetting setting, DateTimeOffset? next) => new(
        Subject: $"The card for OpenAI's auto-recharge {(card.EndsAt() <= situation.Now ? "ended" : "ends")} {When.Day(DateOnly.FromDateTime(card.EndsAt().AddDays(-1).UtcDateTime))}",
        Lead: $"The card ending in {card.LastFour} can be charged through {When.Day(DateOnly.FromDateTime(card.EndsAt().AddDays(-1).UtcDateTime))}; {(next is { } at ? $"the next recharge is expected about {When.Long(at)}" : "when the next recharge is due is unknown")}.",
        Consequence: "That recharge will be declined, and when the credit is used, calls are refused.",
        Action: "Put the new card in on the dashboard's billing page, then tell the monitor (creditmonitor account --card).",
        Deadline: card.EndsAt(),
        Facts:
        [
            new("card", $"ending in {card.LastFour}, good through {card.EndMonth:yyyy-MM}, told by {card.ToldBy} at {When.Short(card.At)}"),
            new("next_recharge", next is { } due ? $"about {When.Short(due)}, when the balance falls below {setting.Threshold?.ToString() ?? "zero (the threshold was not told)"}" : "unknown: no pace or no balance is known"),
            .. situation.Basis(),
        ]);

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Told.Card is { } card && alert.Episode != Episode.On(card.EndMonth) ? $"another card was told, good through {card.EndMonth:yyyy-MM}"
        : situation.Told.AutoRecharge is not { Enabled: true } ? "auto-recharge was told to be off"
        : "a recharge is expected before the card ends";
}
