using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>A payment was declined, and none has succeeded since. A mail that says so is enough to warn, with its word for it: to wait until somebody confirms it would lose the days that count. A mail that says
/// the contrary ends no more than a mail began.</summary>
public static class PaymentFailed
{
    public const string About = "payment";

    public static readonly AlertRule Rule = new(AlertKind.PaymentFailed, Evaluate, Ending, NeedsFreshFigures: false) { CannotEvaluate = situation => situation.Told.Receipts.IsEmpty ? CannotEvaluate.Receipts(situation) : null };

    private static readonly TimeSpan StaysOpen = TimeSpan.FromDays(7);

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        var declined = situation.Told.Receipts.Where(receipt => receipt.For == ReceiptKind.PaymentFailed && situation.Now - receipt.At <= StaysOpen).ToList();
        var unpaid = declined.FindAll(receipt => !IsPaidSince(situation, receipt));
        if ((unpaid.FindLast(receipt => !receipt.Claimed) ?? unpaid.LastOrDefault()) is not { } failed)
        {
            yield break;
        }

        var recharges = situation.Told.AutoRecharge is { Enabled: true };
        var episode = situation.OpenAlert(AlertKind.PaymentFailed, About)?.Episode ?? Episode.At(failed.At);
        var tries = declined.Count(receipt => receipt.Claimed == failed.Claimed);
        yield return new Finding(AlertKind.PaymentFailed, About, episode, recharges && !failed.Claimed ? Severity.Critical : Severity.Warning, tries >= 3 ? 2 : 1, new AlertText(
            Subject: $"OpenAI payment of {failed.Paid} was declined {When.Short(failed.At)}{(failed.Claimed ? ", a mail says" : "")}",
            Lead: $"{(failed.Claimed ? "A forwarded mail that nobody has confirmed says that a" : "A")} payment of {failed.Paid} was declined on {When.Long(failed.At)}{(tries > 1 ? $", the last of {tries} within a week" : "")}.",
            Consequence: $"{(failed.Claimed ? "If it is so, no" : "No")} credit came of it{(recharges ? ", and auto-recharge cannot fill up: when the credit is used, calls are refused" : "")}. {Lasts(situation)}",
            Action: failed.Claimed ? "Open the dashboard's billing page, not through the mail, and check the card; if it was declined, confirm the receipt here and pay once." : "Check the card on the dashboard's billing page, then pay once.",
            Deadline: situation.HasCredit ? situation.Outlook.RunsOutAt : null,
            Facts: [new("payment", $"{failed.Id}, {failed.Paid} at {When.Short(failed.At)}, told by {failed.ToldBy}"), .. situation.Basis()])
        { Foreseen = situation.RunsOutOn, AtStake = failed.Amount.Dollars });
    }

    /// <summary>How long the credit lasts without the payment.</summary>
    private static string Lasts(Situation situation) =>
        !situation.BalanceKnown ? "How long the credit lasts is unknown: no grant is declared."
        : !situation.HasCredit ? "No credit is left."
        : situation.RunsOutOn is { } on ? $"{situation.Ledger.Balance} of credit runs out {on}."
        : $"The {situation.Ledger.Balance} that is left lasts beyond two years at the present pace, or no pace is known.";

    private static bool IsPaidSince(Situation situation, Receipt failed) =>
        situation.Told.Receipts.Any(payment => payment.IsPurchase && payment.At > failed.At && (failed.Claimed || !payment.Claimed));

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Payments is [.., { } paid] && paid.At > alert.RaisedAt ? $"{paid.Paid} was paid at {When.Short(paid.At)}" : "a payment succeeded, what said so was taken back, or a week passed";
}
