using CreditMonitor.Core.Facts;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Two equal payments within minutes of one another: a form that was sent twice, or a person who tries again.</summary>
public static class DuplicateCharge
{
    public static readonly AlertRule Rule = new(AlertKind.DuplicateCharge, Evaluate, Ending, NeedsFreshFigures: false) { Unseen = Unseen.Receipts };

    public static readonly TimeSpan Within = TimeSpan.FromMinutes(15);

    /// <summary>A pair is looked at for so long, and then closes by itself.</summary>
    private static readonly TimeSpan StaysOpen = TimeSpan.FromDays(3);

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        var payments = situation.Payments;
        for (var i = 1; i < payments.Length; i++)
        {
            var (first, second) = (payments[i - 1], payments[i]);
            var isLoop = (i > 1 && IsLoop(payments[i - 2], first, second)) || (i + 1 < payments.Length && IsLoop(first, second, payments[i + 1]));
            if (!isLoop && situation.Now - second.At <= StaysOpen && second.At - first.At <= Within && first.Amount == second.Amount && first.Currency == second.Currency)
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
        Subject: $"{second.Amount} paid to OpenAI twice within {When.Span(second.At - first.At)}",
        Lead: $"Two equal payments of {second.Amount} were made within {When.Span(second.At - first.At)}, the second on {When.Long(second.At)}.",
        Consequence: "If only one was meant, the second is money for nothing, or credit that starts to age.",
        Action: "Stop paying. If the second was not meant, ask OpenAI's support to take it back, with both numbers.",
        Deadline: null,
        Facts: [Fact("first", first), Fact("second", second), new("within", When.Span(Within))])
    { AtStake = second.Currency == "USD" ? second.Amount : null };

    private static AlertFact Fact(string name, Receipt receipt) => new(name, $"{receipt.Id}, {SnakeCase.Of(receipt.For)}, {receipt.Amount} {receipt.Currency} at {When.Short(receipt.At)}");

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Told.Receipts.Any(receipt => receipt.Id == alert.About) ? $"told; closed after {When.Span(StaysOpen)}, or more payments followed, which are told as one" : "the payment was withdrawn";
}
