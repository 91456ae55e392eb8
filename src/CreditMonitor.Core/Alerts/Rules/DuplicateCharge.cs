using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Two equal payments within minutes of one another: a form that was sent twice, or a person who tries again. A statement knows days alone: there, equal charges of one day that nothing explains.</summary>
public static class DuplicateCharge
{
    public static readonly AlertRule Rule = new(AlertKind.DuplicateCharge, Evaluate, Ending, NeedsFreshFigures: false) { CannotEvaluate = situation => situation.Told.CardCharges.IsEmpty ? CannotEvaluate.Receipts(situation) : null };

    public static readonly TimeSpan Within = TimeSpan.FromMinutes(15);

    /// <summary>A pair is looked at for so long, and then closes by itself.</summary>
    private static readonly TimeSpan StaysOpen = TimeSpan.FromDays(3);

    /// <summary>Equal charges on a statement are told again when they have grown to so many.</summary>
    private static readonly int[] Steps = [3, 5, 10, 20];

    private static IEnumerable<Finding> Evaluate(Situation situation) => [.. Payments(situation), .. Charges(situation)];

    private static IEnumerable<Finding> Charges(Situation situation) =>
        from told in situation.Reconciliation.Unexplained
        let charge = told.Charge
        where situation.Now - charge.HappenedAt <= UnexplainedCharge.News
        group charge by (charge.Day, charge.Amount) into equal
        let charges = equal.ToList()
        where charges.Count > 1 && situation.Now - charges.Max(charge => charge.ToldAt) <= StaysOpen
        select new Finding(AlertKind.DuplicateCharge, charges[0].Id, Episode.On(equal.Key.Day), Severity.Warning, Steps.Count(least => charges.Count >= least) + 1, Text(charges));

    private static AlertText Text(List<CardCharge> charges)
    {
        var (first, all) = (charges[0], charges.Select(charge => charge.Amount).Aggregate((sum, amount) => sum + amount));
        return new AlertText(
            Subject: $"The card was charged {first.Charged} {charges.Count} times on {When.Day(first.Day)}",
            Lead: $"{charges.Count} equal charges of {first.Charged} by OpenAI, {all} in all, stand on the statement for {When.Day(first.Day)}, and nothing explains them.",
            Consequence: "A form that was sent twice charges twice, and a recharge in a loop goes on until somebody stops it.",
            Action: "See on the dashboard's billing page that auto-recharge is off, then ask OpenAI's support to take back what was not meant.",
            Deadline: null,
            Facts: [new("charges", string.Join(", ", charges.Take(10).Select(charge => charge.Id)) + (charges.Count > 10 ? $" and {charges.Count - 10} more" : "")), new("told_by", first.ToldBy)])
        { AtStake = (all - first.Amount).Dollars };
    }

    private static IEnumerable<Finding> Payments(Situation situation)
    {
        var payments = situation.Payments;
        for (var i = 1; i < payments.Length; i++)
        {
            var (first, second) = (payments[i - 1], payments[i]);
            var isLoop = (i > 1 && IsLoop(payments[i - 2], first, second)) || (i + 1 < payments.Length && IsLoop(first, second, payments[i + 1]));
            if (!isLoop && situation.Now - second.At <= StaysOpen && second.At - first.At <= Within && first.Amount == second.Amount)
            {
                yield return new Finding(AlertKind.DuplicateCharge, second.Id, Episode.At(second.At), Severity.Warning, 1, Text(first, second));
            }
        }
    }

    /// <summary>What <see cref="ChargeVelocity"/> tells as one thing: a burst, or recharges in a row, which it holds against what was spent.</summary>
    private static bool IsLoop(Receipt first, Receipt second, Receipt third) =>
        third.At - first.At <= ChargeVelocity.BurstWithin
        || (third.At - first.At <= Within && (first.For, second.For, third.For) == (ReceiptKind.AutoRecharge, ReceiptKind.AutoRecharge, ReceiptKind.AutoRecharge));

    private static AlertText Text(Receipt first, Receipt second) => new(
        Subject: $"{second.Paid} paid to OpenAI twice within {When.Span(second.At - first.At)}",
        Lead: $"Two equal payments of {second.Paid} were made within {When.Span(second.At - first.At)}, the second on {When.Long(second.At)}.",
        Consequence: "If only one was meant, the second is money for nothing, or credit that starts to age.",
        Action: "Stop paying. If the second was not meant, ask OpenAI's support to take it back, with both numbers.",
        Deadline: null,
        Facts: [Fact("first", first), Fact("second", second), new("within", When.Span(Within))])
    { AtStake = second.Amount.Dollars };

    private static AlertFact Fact(string name, Receipt receipt) => new(name, $"{receipt.Id}, {SnakeCase.Of(receipt.For)}, {receipt.Paid} at {When.Short(receipt.At)}");

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Told.Receipts.Any(receipt => receipt.Id == alert.About) || situation.Reconciliation.Unexplained.Any(told => told.Charge.Id == alert.About) ? $"told; closed after {When.Span(StaysOpen)}, or more payments followed, which are told as one" : "the payment was withdrawn, or is explained now";
}
