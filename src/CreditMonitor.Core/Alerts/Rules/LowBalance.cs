using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>The balance is at or under an amount, or lasts for no more than a number of days at the present burn rate.</summary>
/// <remarks>Two alerts, one for each measure. A threshold that was reached holds until the measure is clear of it by a margin, so that
/// a balance that wavers around it is told once.</remarks>
public static class LowBalance
{
    public const string Amount = "amount";
    public const string Runway = "runway";

    public static readonly AlertRule Rule = new(AlertKind.LowBalance, Evaluate, Ending, NeedsFreshFigures: true) { CannotEvaluate = CannotEvaluate.PrepaidBalance };

    /// <summary>How far above a threshold its alert is over: a tenth for amounts, a fifth for days, whose measure is rougher.</summary>
    private const decimal AmountMargin = 1.1m;
    private const decimal DaysMargin = 1.2m;

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        if (!situation.BalanceKnown || !situation.Prepaid || !situation.Ledger.Balance.IsPositive)
        {
            yield break;
        }

        var balance = situation.Ledger.Balance;
        var byAmount = Step([.. situation.Settings.LowBalanceAmounts.Select(amount => amount.Amount)], balance.Amount, AmountMargin, situation.OpenAlert(AlertKind.LowBalance, Amount));
        if (byAmount > 0)
        {
            var threshold = situation.Settings.LowBalanceAmounts[byAmount - 1];
            var last = byAmount == situation.Settings.LowBalanceAmounts.Length && byAmount > 1;
            yield return Find(situation, Amount, byAmount, last ? Severity.Critical : Severity.Warning, ByAmount(situation, threshold));
        }

        if (RunwayPace.Of(situation) is not { } runway || RechargeCover.Covers(situation) || (!runway.BySpend && IsToldAsLapse(situation)))
        {
            yield break;
        }

        var open = situation.OpenAlert(AlertKind.LowBalance, Runway);
        var byDays = DaysStep(situation, [.. situation.Settings.LowBalanceDays.Select(day => (decimal)day)], runway.Days, open);
        if (byDays > 0 && (open is not null || !RechargeCover.IsOnItsWay(situation)))
        {
            yield return Find(situation, Runway, byDays, runway.SeverityAt(situation.Now), ByRunway(situation, runway, byDays));
        }
    }

    /// <summary>Quiet days lengthen a runway as well as a purchase does: without a purchase, a threshold holds until the measure is clear of the next wider one, so that no weekend tells it anew.</summary>
    private static int DaysStep(Situation situation, ImmutableArray<decimal> thresholds, decimal days, AlertState? open)
    {
        var step = Step(thresholds, days, DaysMargin, open);
        var toppedUp = open is null || situation.Organization.Grants.Any(grant => grant.EffectiveAt > open.SaidAt && grant.EffectiveAt <= situation.Now);
        var told = Math.Min(open?.Step ?? 0, thresholds.Length);    // some may have been taken out since
        return !toppedUp && told > step && step > 0 && days <= thresholds[told - 2] * DaysMargin ? told : step;
    }

    /// <summary>How many thresholds (descending) are reached, or were and are not yet clear of.</summary>
    private static int Step(ImmutableArray<decimal> thresholds, decimal measure, decimal margin, AlertState? open) =>
        thresholds.Where((threshold, index) => measure <= threshold || (open is not null && index < open.Step && measure <= threshold * margin)).Count();

    private static Finding Find(Situation situation, string about, int step, Severity severity, AlertText text)
    {
        var episode = situation.OpenAlert(AlertKind.LowBalance, about)?.Episode ?? situation.Now.UtcDateTime.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture);
        return new Finding(AlertKind.LowBalance, about, episode, severity, step, text);
    }

    private static AlertText ByAmount(Situation situation, Usd threshold) => new(
        Subject: $"{situation.Ledger.Balance} of OpenAI credit left, at or under {threshold}",
        Lead: $"{situation.Ledger.Balance} of usable credit is left, at or under the {threshold} to be told of.",
        Consequence: situation.RunsOutOn is { } on ? $"It runs out {on}." : null,
        Action: "Buy credit, or make sure that auto-recharge is on, before calls are refused.",
        Deadline: situation.RunsOutOn is null ? null : situation.Outlook.RunsOutAt,
        Facts: [new("threshold", $"{threshold} (LowBalanceAmounts)"), .. situation.RunsOut, .. situation.Basis()])
    { Foreseen = situation.RunsOutOn };

    private static AlertText ByRunway(Situation situation, RunwayPace runway, int step)
    {
        var range = situation.Runway is { P10: not null } foreseen ? foreseen : null;
        var on = range is not null ? ForesightText.Days(range) : $"about {ForesightText.Day(DateOnly.FromDateTime(runway.At.UtcDateTime))}";
        return new AlertText(
            Subject: $"OpenAI credit runs out {on}",
            Lead: $"{situation.Ledger.Balance} of usable credit runs out {on}{(range is null ? "" : $" ({ForesightText.Sureness})")}"
                + $"{Why(situation, runway, range is null)}.",
            Consequence: "After that calls are refused, a few hours of overrun aside, which the next purchase pays for first.",
            Action: "Buy credit, or make sure that auto-recharge is on, before then.",
            Deadline: runway.At,
            Facts:
            [
                new("threshold", Threshold(situation.Settings.LowBalanceDays, runway, step)),
                .. situation.RunsOut,
                .. situation.Basis(),
            ])
        { Foreseen = on };
    }

    private static string Threshold(ImmutableArray<int> days, RunwayPace runway, int step) =>
        $"{When.Count(days[Math.Min(step, days.Length) - 1], "day")} or less at {(runway.Today is { } today ? $"{today.PerHour} an hour for the rest of today and {runway.PerDay}" : runway.PerDay.ToString())} a day "
        + $"(LowBalanceDays {string.Join(", ", days)})";

    private static string Why(Situation situation, RunwayPace runway, bool byPace) =>
        runway.Today is { } today ? $" if the rest of today goes on at {today.PerHour} an hour, as its last published hours did; {today.Published} is published of today"
        : runway.Floor is { } floor
            ? $" at {runway.PerDay} a day, which every day since {When.Day(floor.Since)} cost at least; before it was {floor.Before}"
            : $"{(byPace ? $" at {runway.PerDay} a day" : "")}{Lapse(situation)}";

    /// <summary>Credit may end because it lapses and not because it is spent; then more spending is no reason to buy.</summary>
    private static string Lapse(Situation situation) =>
        situation.Outlook.Grants.FirstOrDefault(grant => grant.Expiry?.Earliest == situation.Outlook.RunsOutAt && grant.ExpectedUnused is { IsPositive: true }) is { } grant
            ? $", when {grant.Grant.Id} lapses or may lapse with about {grant.ExpectedUnused} unused"
            : "";

    /// <summary>The credit ends because it lapses, which <see cref="CreditExpiring"/> tells with the same deadline, or may have lapsed already, which <see cref="CreditExpired"/> tells: one cause, one alarm.</summary>
    private static bool IsToldAsLapse(Situation situation) =>
        situation.Outlook.Grants.Any(grant => grant is { Expiry: { } expiry, ExpectedUnused: not null } && (expiry.Earliest > situation.Now
            ? expiry.Earliest == situation.Outlook.RunsOutAt && !situation.Settings.Disabled.Contains(AlertKind.CreditExpiring) && CreditExpiring.Matters(grant)
            : expiry.Latest == situation.Outlook.RunsOutAt && !situation.Settings.Disabled.Contains(AlertKind.CreditExpired)));

    private static string Ending(Situation situation, AlertState alert) =>
        !situation.Ledger.Balance.IsPositive ? "the balance is gone, which is told by itself"
        : alert.About == Runway && RechargeCover.Covers(situation) ? "auto-recharge was told to be on, and fills up"
        : alert.About == Runway && IsToldAsLapse(situation) ? "it ends by lapsing now, which is told by itself"
        : situation.CreditAddedSince(alert.RaisedAt) ? $"credit was added: {situation.Ledger.Balance} is left"
        : $"restated costs or a slower pace: {situation.Ledger.Balance} is left";
}
