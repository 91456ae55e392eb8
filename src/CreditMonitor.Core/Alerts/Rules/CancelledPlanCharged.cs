using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>A charge after the plan was cancelled: auto-recharge goes on by itself.</summary>
public static class CancelledPlanCharged
{
    public static readonly AlertRule Rule = new(AlertKind.CancelledPlanCharged, Evaluate, Ending, NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.Plan };

    private static readonly TimeSpan StaysOpen = TimeSpan.FromDays(30);

    /// <summary>A month's invoice comes early in the next one; billed usage may be posted weeks later.</summary>
    private static readonly TimeSpan InvoicedWithin = TimeSpan.FromDays(45);

    private static IEnumerable<Finding> Evaluate(Situation situation) =>
        situation.Told.Plan is not { Cancelled: true } plan ? [] :
        from receipt in situation.Receipts
        where receipt != LastInvoice(situation, plan) && receipt.For is not (ReceiptKind.Refund or ReceiptKind.PaymentFailed) && receipt.At > plan.At && situation.Now - receipt.At <= StaysOpen
        select new Finding(AlertKind.CancelledPlanCharged, receipt.Id, Episode.At(receipt.At), Severity.Warning, 1, new AlertText(
            Subject: $"OpenAI charged {receipt.Paid} after the plan was cancelled",
            Lead: $"{receipt.Paid} was charged on {When.Long(receipt.At)} ({SnakeCase.Of(receipt.For).Replace('_', ' ')}), though the plan was cancelled on {When.Long(plan.At)}.",
            Consequence: Cause(receipt),
            Action: $"{(receipt.For == ReceiptKind.AutoRecharge ? "Switch auto-recharge off" : "See on the dashboard's billing page whether the plan still runs, and that auto-recharge is off")}, and ask OpenAI's support to take the charge back.",
            Deadline: null,
            Facts: [new("charge", $"{receipt.Id}, {receipt.Paid} at {When.Short(receipt.At)}"), new("cancelled", $"{When.Short(plan.At)}, told by {plan.ToldBy}")])
        { AtStake = receipt.Amount.Dollars });

    private static string Cause(Receipt receipt) => receipt.For switch
    {
        ReceiptKind.AutoRecharge => "Auto-recharge outlives a cancelled plan; it has to be switched off by itself.",
        ReceiptKind.Subscription or ReceiptKind.ChatgptCredits => "A subscription is a plan of its own: either this is another one than was cancelled, or the cancellation did not reach it.",
        ReceiptKind.Invoice => "The one invoice for usage before the cancellation has come already; this one is for something else.",
        _ => "Somebody bought, or something still buys, although the plan is cancelled.",
    };

    /// <summary>Usage of before the cancellation is invoiced after its month: one invoice is owed and no surprise.</summary>
    private static Receipt? LastInvoice(Situation situation, PlanChange plan) =>
        situation.Receipts.FirstOrDefault(receipt => receipt.For == ReceiptKind.Invoice && receipt.At > plan.At && receipt.At - plan.At <= InvoicedWithin);

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Told.Plan is { Cancelled: false } ? "the plan was taken up again" : $"told; closed after {When.Span(StaysOpen)}";
}
