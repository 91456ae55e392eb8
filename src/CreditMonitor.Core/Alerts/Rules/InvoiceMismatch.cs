using CreditMonitor.Core.Facts;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>A receipt whose credit and tax do not make its total.</summary>
public static class InvoiceMismatch
{
    public static readonly AlertRule Rule = new(AlertKind.InvoiceMismatch, Evaluate, Ending, NeedsFreshFigures: false) { Unseen = Unseen.Receipts };

    /// <summary>An older receipt is no news.</summary>
    private static readonly TimeSpan News = TimeSpan.FromDays(60);

    private static IEnumerable<Finding> Evaluate(Situation situation) =>
        from receipt in situation.Receipts
        where IsOff(receipt) && situation.Now - receipt.At <= News
        let sum = SumOf(receipt)
        select new Finding(AlertKind.InvoiceMismatch, receipt.Id, Episode.At(receipt.At), Severity.Warning, 1, new AlertText(
            Subject: $"OpenAI receipt {receipt.Id} does not add up",
            Lead: $"Receipt {receipt.Id} of {When.Long(receipt.At)} says {receipt.Amount} was paid, but its credit of {receipt.Credit} and tax of {receipt.Tax?.ToString() ?? "nothing"} make {sum}.",
            Consequence: "Either it was typed wrongly here, or OpenAI charged another sum than it credits.",
            Action: "Compare with the invoice, correct it here, or ask OpenAI's support.",
            Deadline: null,
            Facts: [new("paid", receipt.Amount.ToString()), new("credit", $"{receipt.Credit}"), new("tax", receipt.Tax?.ToString() ?? "not said"), new("tolerance", "1 cent")])
        { AtStake = receipt.Amount > sum ? receipt.Amount - sum : sum - receipt.Amount });

    /// <summary>A tax that was not told may be what is missing.</summary>
    private static bool IsOff(Receipt receipt) =>
        receipt is { IsPurchase: true, Credit: not null, Currency: "USD" }
        && Math.Abs((SumOf(receipt) - receipt.Amount).Amount) > 0.01m && (receipt.Tax is not null || receipt.Credit > receipt.Amount);

    private static Usd SumOf(Receipt receipt) => receipt.Credit!.Value + (receipt.Tax ?? Usd.Zero);

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Receipts.Any(receipt => receipt.Id == alert.About && IsOff(receipt) && situation.Now - receipt.At > News) ? $"closed after {When.Span(News)}" : "its figures were corrected, or it was withdrawn";
}
