using CreditMonitor.Core.Facts;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>A payment that was declined, and payments for a plan that was cancelled.</summary>
public static class PaymentTroubles
{
    public static readonly AlertRule Failed = new(AlertKind.PaymentFailed, EvaluateFailed, EndingOfFailed, NeedsFreshFigures: false);

    public static readonly AlertRule Cancelled = new(AlertKind.CancelledPlanCharged, EvaluateCancelled, (situation, _) => situation.Told.Plan is { Cancelled: false } ? "the plan was taken up again" : "told; closed after 30 days", NeedsFreshFigures: false);

    private static readonly TimeSpan FailedStaysOpen = TimeSpan.FromDays(7);
    private static readonly TimeSpan CancelledStaysOpen = TimeSpan.FromDays(30);

    /// <summary>A month's invoice comes early in the next one; billed usage may be posted weeks later (<c>facts/openai-billing.md</c> d).</summary>
    private static readonly TimeSpan InvoicedWithin = TimeSpan.FromDays(45);

    private static IEnumerable<Finding> EvaluateFailed(Situation situation)
    {
        var failed = situation.Told.Receipts.LastOrDefault(receipt => receipt.For == ReceiptKind.PaymentFailed && situation.Now - receipt.At <= FailedStaysOpen);
        if (failed is null || PaidSince(situation, failed) is not null)
        {
            yield break;
        }

        var recharges = situation.Told.AutoRecharge is { Enabled: true };
        var episode = situation.OpenAlert(AlertKind.PaymentFailed, "payment")?.Episode ?? Episode.At(failed.At);
        var tries = situation.Told.Receipts.Count(receipt => receipt.For == ReceiptKind.PaymentFailed && situation.Now - receipt.At <= FailedStaysOpen);
        yield return new Finding(AlertKind.PaymentFailed, "payment", episode, recharges ? Severity.Critical : Severity.Warning, tries >= 3 ? 2 : 1, new AlertText(
            Subject: $"OpenAI payment of {failed.Amount} was declined {When.Short(failed.At)}",
            Lead: $"A payment of {failed.Amount} was declined on {When.Long(failed.At)}{(tries > 1 ? $", the last of {tries} within a week" : "")}.",
            Consequence: $"{(recharges ? "Auto-recharge cannot fill up: when the credit is used, calls are refused." : "No credit came of it.")} {Lasts(situation)}",
            Action: "Check the card on the dashboard's billing page, then pay once.",
            Deadline: situation.Outlook.RunsOutAt,
            Facts: [new("payment", $"{failed.Id}, {failed.Amount} {failed.Currency} at {When.Short(failed.At)}, told by {failed.ToldBy}"), .. situation.Basis()])
        { AtStake = failed.Currency == "USD" ? failed.Amount : null });
    }

    /// <summary>How long the credit lasts without the payment.</summary>
    private static string Lasts(Situation situation) =>
        !situation.BalanceKnown ? "How long the credit lasts is unknown: no grant is declared."
        : situation.Ledger.Balance.IsZero ? "No credit is left."
        : situation.Outlook.RunsOutAt is { } at ? $"At the present pace {situation.Ledger.Balance} lasts until about {When.Long(at)}."
        : $"The {situation.Ledger.Balance} that is left lasts beyond two years at the present pace, or no pace is known.";

    private static Receipt? PaidSince(Situation situation, Receipt failed) => situation.Payments.LastOrDefault(payment => payment.At > failed.At);

    private static string EndingOfFailed(Situation situation, AlertState alert) =>
        situation.Payments is [.., { } paid] && paid.At > alert.RaisedAt ? $"{paid.Amount} was paid at {When.Short(paid.At)}" : "a payment succeeded, or a week passed";

    /// <summary>Usage of before the cancellation is invoiced after its month: one invoice is owed and no surprise.</summary>
    private static Receipt? LastInvoice(Situation situation, PlanChange plan) =>
        situation.Told.Receipts.FirstOrDefault(receipt => receipt.For == ReceiptKind.Invoice && receipt.At > plan.At && receipt.At - plan.At <= InvoicedWithin);

    private static IEnumerable<Finding> EvaluateCancelled(Situation situation) =>
        situation.Told.Plan is not { Cancelled: true } plan ? [] :
        from receipt in situation.Told.Receipts
        where receipt != LastInvoice(situation, plan) && receipt.For is not (ReceiptKind.Refund or ReceiptKind.PaymentFailed) && receipt.At > plan.At && situation.Now - receipt.At <= CancelledStaysOpen
        select new Finding(AlertKind.CancelledPlanCharged, receipt.Id, Episode.At(receipt.At), Severity.Warning, 1, new AlertText(
            Subject: $"OpenAI charged {receipt.Amount} after the plan was cancelled",
            Lead: $"{receipt.Amount} was charged on {When.Long(receipt.At)} ({SnakeCase.Of(receipt.For).Replace('_', ' ')}), though the plan was cancelled on {When.Long(plan.At)}.",
            Consequence: "Auto-recharge outlives a cancelled plan; it has to be switched off by itself.",
            Action: "Switch auto-recharge off, and ask OpenAI's support to take the charge back.",
            Deadline: null,
            Facts: [new("charge", $"{receipt.Id}, {receipt.Amount} {receipt.Currency} at {When.Short(receipt.At)}"), new("cancelled", $"{When.Short(plan.At)}, told by {plan.ToldBy}")])
        { AtStake = receipt.Currency == "USD" ? receipt.Amount : null });
}
