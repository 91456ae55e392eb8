using System.Collections.Immutable;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Charges that nobody ordered: a recharge although auto-recharge was told to be off, and card charges that no receipt explains.</summary>
public static class UnexplainedCharge
{
    public const string AboutRecharge = "auto_recharge";

    public static readonly AlertRule Rule = new(AlertKind.UnexplainedCharge, Evaluate, Ending, NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.Charges };

    /// <summary>An older charge is history that was imported, and no news.</summary>
    internal static readonly TimeSpan News = TimeSpan.FromDays(45);

    /// <summary>What a provider holds to see whether a card works.</summary>
    private const decimal LargestCheck = 5m;

    private static readonly TimeSpan RechargeStaysOpen = TimeSpan.FromDays(7);

    private static readonly int[] Steps = [3, 10];

    private static IEnumerable<Finding> Evaluate(Situation situation) => Recharges(situation).Concat(Charges(situation));

    private static IEnumerable<Finding> Recharges(Situation situation)
    {
        if (situation.Told.AutoRecharge is not { Enabled: false } off)
        {
            yield break;
        }

        var unordered = situation.Payments.Where(payment => payment.For == ReceiptKind.AutoRecharge && payment.At > off.At && situation.Now - payment.At <= RechargeStaysOpen).ToImmutableArray();
        if (!unordered.IsEmpty)
        {
            var episode = situation.OpenAlert(AlertKind.UnexplainedCharge, AboutRecharge)?.Episode ?? Episode.At(unordered[0].At);
            yield return new Finding(
                AlertKind.UnexplainedCharge, AboutRecharge, episode, Severity.Critical, Steps.Count(least => unordered.Length >= least) + 1, OfRecharges(unordered, off));
        }
    }

    private static IEnumerable<Finding> Charges(Situation situation) =>
        from told in situation.Reconciliation.Unexplained
        let charge = told.Charge
        where situation.Now - charge.HappenedAt <= News || situation.OpenAlert(AlertKind.UnexplainedCharge, charge.Id) is not null
        select new Finding(AlertKind.UnexplainedCharge, charge.Id, Episode.On(charge.Day), Severity.Warning, 1, OfCharge(charge, told.Row.Why));

    private static AlertText OfRecharges(ImmutableArray<Receipt> unordered, AutoRechargeSetting off) => new(
        Subject: $"OpenAI recharged {Receipt.PaidInAll(unordered)} although auto-recharge is off",
        Lead: $"Auto-recharge charged {(unordered.Length == 1 ? unordered[0].Paid : $"{unordered.Length} times, {Receipt.PaidInAll(unordered)} in all,")} on {When.Long(unordered[^1].At)}, although it was told to be off.",
        Consequence: "It will go on as credit is used: buying credit has switched auto-recharge back on for others.",
        Action: "Switch auto-recharge off on the dashboard's billing page; if you want it, tell it here as on.",
        Deadline: null,
        Facts:
        [
            new("recharges", string.Join("; ", unordered.TakeLast(10).Select(payment => $"{payment.Id} {payment.Paid} at {When.Short(payment.At)}"))),
            new("setting", $"off since {When.Short(off.At)}, told by {off.ToldBy}"),
        ])
    { AtStake = Money.DollarsOf(unordered.Select(payment => payment.Amount)) };

    private static AlertText OfCharge(CardCharge charge, RowReason why) => new(
        Subject: $"Card charge of {charge.Charged} on {When.Day(charge.Day)} has no explanation",
        Lead: $"The card was charged {charge.Charged} by '{Shown(charge.Description)}' on {When.Day(charge.Day)}, and no receipt, purchase or subscription explains it.",
        Consequence: charge.Amount.Amount <= LargestCheck && charge.Amount.Currency.Decimals > 0
            ? "Either a receipt is missing here, or it is a check of the card, which is given back within a week, or somebody else's usage is on this card."
            : "Either a receipt is missing here, or somebody else's usage is on this card.",
        Action: "Look for its receipt on the dashboard's billing history and tell it here; if there is none, ask the card's bank and OpenAI's support.",
        Deadline: null,
        Facts:
        [
            new("charge", $"{charge.Id}, {charge.Charged} on {When.Day(charge.Day)}, told by {charge.ToldBy}"),
            new("nearest", why.Reason),
            new("looked_for", "a receipt of that amount from three days after to eight days before it, or credit of that amount with tax"),
        ])
    { AtStake = charge.Amount.Dollars };

    /// <summary>Statement text comes from outside: one line, bounded.</summary>
    private static string Shown(string text) => SafeText.Cut(SafeText.Line(text), 60);

    private static string Ending(Situation situation, AlertState alert) => alert.About == AboutRecharge
        ? situation.Told.AutoRecharge is { Enabled: true } ? "auto-recharge was told to be on" : $"no further recharge within {When.Span(RechargeStaysOpen)}"
        : situation.Reconciliation.GivenBack.TryGetValue(alert.About, out var back) ? $"it was given back in full on {When.Day(back.Day)}"
        : situation.Told.CardCharges.Any(charge => charge.Id == alert.About) ? Explanation(situation, alert.About) : "the charge was withdrawn";

    private static string Explanation(Situation situation, string chargeId) =>
        situation.Reconciliation.Charges.First(charge => charge.Charge.Id == chargeId).Row is var row && row.IsConfirmed ? "a person confirmed it"
        : row.Explains.IsEmpty ? "closed after 45 days, or it is another merchant's" : $"explained by {string.Join(", ", row.Explains)}, which was told since";
}
