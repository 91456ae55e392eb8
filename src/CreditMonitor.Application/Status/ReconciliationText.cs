using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Status;

/// <summary>A reconciliation for people: what needs somebody first, then every other row, then the sums.</summary>
internal static class ReconciliationText
{
    public static string Of(Reconciled reconciled)
    {
        var alerts = reconciled.Rows.Where(row => row.IsAlert || row.Why.IsAmbiguous).ToList();
        return string.Join('\n', [
            .. alerts.Count == 0 ? ["Every posted charge is explained."] : alerts.Select(row => $"{(row.IsAlert ? "Unexplained" : "Look again")}: {Line(row)}"),
            .. reconciled.NotCredited.Select(purchase => $"Not credited: {purchase.Purchase.Id}, paid {InstantText.Format(purchase.Purchase.PaidAt)}, {purchase.Purchase.Total.ToPlainString()}: {(purchase.Grant is { } late ? $"credit was first seen {InstantText.Format(late.ObservedAt)}" : "no credit was seen")}."),
            .. reconciled.RefundsMissing.Select(refund => $"Refund missing: {refund.Id}, promised {InstantText.Format(refund.CreatedAt)}, {refund.Amount.ToPlainString()}."),
            "",
            .. reconciled.Rows.Where(row => !row.IsAlert && row.Label is not (RowLabel.Payment or RowLabel.OtherMerchant or RowLabel.ImportDuplicate)).Select(Line),
            "",
            .. reconciled.Rows.GroupBy(row => row.Label).OrderBy(label => label.Key).Select(label => $"{SnakeCase.Of(label.Key),-16} {label.Count(),5}"),
        ]);
    }

    private static string Line(ReconciledRow row)
    {
        var margin = row.Why is { RunnerUp: { } rival, Margin: { } points } ? $"; next best {rival.Id}, worse by {points} points" : "";
        var explains = row.Explains.IsEmpty ? "" : $" = {string.Join(" + ", row.Explains)}";
        return $"row {row.Movement.Row}, {InstantText.Format(row.Movement.Day)}, {row.Movement.Amount.ToPlainString()}, {Shown(row.Movement.Description)}: {SnakeCase.Of(row.Label)}{explains} ({row.Why.Reason}{margin})";
    }

    /// <summary>Statements are written by others: no control characters, and no more than a line's worth.</summary>
    private static string Shown(string text) => SafeText.Clip(text, 48);
}
