using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>A receipt whose credit and tax do not make its total, or an invoice to a prepaid organization that had the credit to pay it.</summary>
public static class InvoiceMismatch
{
    public static readonly AlertRule Rule = new(AlertKind.InvoiceMismatch, Evaluate, Ending, NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.Receipts };

    /// <summary>An older receipt is no news.</summary>
    private static readonly TimeSpan News = TimeSpan.FromDays(60);

    /// <summary>A purchase has an invoice too, of about its day and of its amount with tax.</summary>
    private static readonly TimeSpan OfAPurchase = TimeSpan.FromDays(3);

    private const decimal WithTax = 1.3m;

    private static IEnumerable<Finding> Evaluate(Situation situation) => [.. Sums(situation), .. Invoices(situation)];

    private static IEnumerable<Finding> Invoices(Situation situation) =>
        from receipt in situation.Receipts
        where IsUncalledFor(situation, receipt)
        let left = CreditLedger.Replay(situation.LedgerFacts, receipt.At).Balance
        where left >= receipt.Amount.Dollars
        select new Finding(AlertKind.InvoiceMismatch, receipt.Id, Episode.At(receipt.At), Severity.Warning, 1, new AlertText(
            Subject: $"OpenAI invoiced {receipt.Paid} although {left} of credit was left",
            Lead: $"Invoice {receipt.Id} of {receipt.Paid} came on {When.Long(receipt.At)}, although {left} of usable credit was left then, by the ledger.",
            Consequence: "Usage of a prepaid organization is taken off its credit: what is invoiced beside it is paid a second time, or is for something that the ledger does not know.",
            Action: "Before paying, ask OpenAI's support why the credit was not used; if the organization is billed monthly, set its BillingModes.",
            Deadline: null,
            Facts: [new("invoice", $"{receipt.Id}, {receipt.Paid} at {When.Short(receipt.At)}, told by {receipt.ToldBy}"), new("left", $"{left} when it came"), new("billing", "prepaid since before the month that it can be for"), .. situation.Basis()])
        { AtStake = receipt.Amount.Dollars });

    private static bool IsUncalledFor(Situation situation, Receipt receipt) =>
        receipt is { For: ReceiptKind.Invoice, Amount: { Dollars: not null, IsPositive: true } } && situation.Now - receipt.At <= News && situation.BalanceKnown
        && IsPrepaidBefore(situation.Organization, receipt.At) && !(situation.Told.Plan is { Cancelled: true } plan && receipt.At > plan.At) && !IsOfAPurchase(situation, receipt);

    /// <summary>An invoice is for the month before, which may have been billed another way.</summary>
    private static bool IsPrepaidBefore(WatchedOrganization organization, DateTimeOffset at)
    {
        var since = new DateTimeOffset(at.UtcDateTime.Year, at.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(-1);
        return organization.BillingModeAt(since) == BillingMode.Prepaid && !organization.BillingModes.Any(span => span.Mode != BillingMode.Prepaid && span.From > since && span.From <= at);
    }

    private static bool IsOfAPurchase(Situation situation, Receipt receipt) =>
        situation.Payments.Any(payment => payment.Amount == receipt.Amount && (payment.At - receipt.At).Duration() <= OfAPurchase)
        || situation.Organization.Grants.Any(grant => receipt.Amount.Dollars >= grant.Amount && receipt.Amount.Amount <= grant.Amount.Amount * WithTax && ((grant.PurchasedAt ?? grant.EffectiveAt) - receipt.At).Duration() <= OfAPurchase);

    private static IEnumerable<Finding> Sums(Situation situation) =>
        from receipt in situation.Receipts
        where situation.Now - receipt.At <= News && receipt is { IsPurchase: true, Credit: not null }
        let sum = receipt.Credit!.Value + (receipt.Tax?.Dollars ?? Usd.Zero)
        let paid = receipt.Amount.Dollars
        where paid is not null && IsOff(receipt, paid.Value, sum)
        select new Finding(AlertKind.InvoiceMismatch, receipt.Id, Episode.At(receipt.At), Severity.Warning, 1, new AlertText(
            Subject: $"OpenAI receipt {receipt.Id} does not add up",
            Lead: $"Receipt {receipt.Id} of {When.Long(receipt.At)} says {receipt.Paid} was paid, but its credit of {receipt.Credit} and tax of {receipt.Tax?.ToString() ?? "nothing"} make {sum}.",
            Consequence: "Either it was typed wrongly here, or OpenAI charged another sum than it credits.",
            Action: "Compare with the invoice, correct it here, or ask OpenAI's support.",
            Deadline: null,
            Facts: [new("paid", receipt.Paid), new("credit", $"{receipt.Credit}"), new("tax", receipt.Tax?.ToString() ?? "not said"), new("tolerance", "1 cent")])
        { AtStake = Usd.Max(paid.Value, sum) - Usd.Min(paid.Value, sum) });

    /// <summary>A tax that was not told may be what is missing.</summary>
    private static bool IsOff(Receipt receipt, Usd paid, Usd sum) =>
        Math.Abs((sum - paid).Amount) > 0.01m && (receipt.Tax is not null || receipt.Credit > paid);

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Receipts.Any(receipt => receipt.Id == alert.About && situation.Now - receipt.At > News) ? $"closed after {When.Span(News)}" : "it was corrected or withdrawn, or what was told since explains it";
}
