using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Explanations;

/// <summary>What the card was charged for, in sentences.</summary>
public static class ChargeNarrative
{
    /// <summary>Statement text comes from outside: one line of so many characters.</summary>
    private const int LongestText = 60;

    internal static IEnumerable<string> Of(ImmutableArray<ReconciledCharge> charges, RecordReconciliation reconciliation, WatchedOrganization organization, DateTimeOffset from, DateTimeOffset until)
    {
        if (reconciliation.Charges.IsEmpty)
        {
            yield return "No card statement was imported, so what the card was charged is unknown.";
        }
        else if (charges.IsEmpty)
        {
            yield return "The imported statements hold no charge by OpenAI in this time.";
        }

        foreach (var charge in charges)
        {
            yield return Of(charge, reconciliation, organization);
        }

        foreach (var purchase in reconciliation.Purchases.Where(purchase => purchase.Receipt.At >= from && purchase.Receipt.At < until && purchase.Grant is null))
        {
            yield return $"Payment {purchase.Receipt.Id} of {purchase.Receipt.Paid} on {When.Long(purchase.Receipt.At)} became no credit that is known here.";
        }
    }

    /// <summary>One charge: what it paid for, which credit came of it, or why nothing explains it.</summary>
    public static string Of(ReconciledCharge told, RecordReconciliation reconciliation, WatchedOrganization organization)
    {
        var (charge, row) = told;
        var lead = $"On {When.Day(charge.Day)} the card was {(charge.Amount.IsNegative ? "given back" : "charged")} {charge.Amount.Size} ({Shown(charge.Description)})";
        var by = row.IsConfirmed ? ", as a person confirmed" : "";
        return row.Label switch
        {
            RowLabel.Unexplained => $"{lead}: unexplained, {row.Why.Reason}.",
            RowLabel.Purchase or RowLabel.AutoRecharge => $"{lead} for credit{(row.Label == RowLabel.AutoRecharge ? ", by auto-recharge" : "")}{by}: {Credit(row, reconciliation, organization)}.",
            RowLabel.MonthlyInvoice => $"{lead} for a month's usage, invoice {string.Join(", ", row.Explains)}{by}.",
            RowLabel.Subscription => $"{lead} for ChatGPT seats, {string.Join(", ", row.Explains)}{by}: that is no API credit.",
            RowLabel.ChatgptCredits => $"{lead} for credit of ChatGPT, {string.Join(", ", row.Explains)}{by}: another purse than the API's.",
            RowLabel.Refund => $"{lead}: {row.Why.Reason}{(row.Explains.IsEmpty ? "" : $" ({string.Join(", ", row.Explains)})")}.",
            _ => $"{lead}: {row.Why.Reason}{by}.",
        };
    }

    private static string Credit(ReconciledRow row, RecordReconciliation reconciliation, WatchedOrganization organization)
    {
        var purchase = reconciliation.Purchases.FirstOrDefault(purchase => row.Explains.Contains(purchase.Receipt.Id));
        var grant = purchase?.Grant ?? organization.Grants.FirstOrDefault(grant => row.Explains.Contains(grant.Id));
        var receipt = purchase is null ? "no receipt of it is known" : $"receipt {purchase.Receipt.Id}{(purchase.Receipt.Tax is { } tax ? $" with {tax} of tax, which is no credit" : "")}";
        return grant is null ? $"{receipt}, and no grant that came of it is known" : $"{receipt}, and {grant.Amount} became grant {grant.Id}";
    }

    private static string Shown(string text) => SafeText.Cut(SafeText.Line(text), LongestText);
}
