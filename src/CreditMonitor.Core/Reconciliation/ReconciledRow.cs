using System.Collections.Immutable;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>What a row of a statement turned out to be. Written in snake_case outside; the meaning of each is in <c>docs/reconciliation.md</c>.</summary>
public enum RowLabel
{
    Purchase,
    AutoRecharge,
    MonthlyInvoice,
    Subscription,
    ChatgptCredits,
    OtherOrg,
    FxFee,
    BankTax,
    Refund,
    Hold,
    Pending,
    ImportDuplicate,
    Payment,
    OtherMerchant,
    Unexplained,
}

/// <summary>Why a row has its label, in figures that a person can check.</summary>
/// <param name="Reason">One sentence.</param>
/// <param name="Record">The record that explains the row, or the nearest that does not.</param>
/// <param name="Expected">What the card should have shown for it, in the row's currency; null when that cannot be told.</param>
/// <param name="Rate">Units of the card's currency for one of the record's.</param>
/// <param name="Days">From the payment to the statement's day.</param>
/// <param name="RunnerUp">The next best record; null: there is none.</param>
/// <param name="Margin">How much worse that is, in points of 100; null without one.</param>
public sealed record RowReason(string Reason, BillingRecord? Record = null, decimal? Expected = null, decimal? Rate = null, int? Days = null, BillingRecord? RunnerUp = null, int? Margin = null)
{
    /// <summary>The rival fits about as well and is worth another amount or is of another kind: a person should look.</summary>
    public bool IsAmbiguous => Margin < 8 && RunnerUp is not null && Record is not null && (RunnerUp.Kind != Record.Kind || RunnerUp.Total != Record.Total);
}

/// <param name="Explains">Ids of records.</param>
/// <param name="Of">The row that this one belongs to or repeats.</param>
public sealed record ReconciledRow(CardMovement Movement, RowLabel Label, ImmutableArray<string> Explains, int? Of, RowReason Why)
{
    /// <summary>Somebody should look at it today.</summary>
    public bool IsAlert => Label == RowLabel.Unexplained;

    /// <summary>A person said so; it stays.</summary>
    public bool IsConfirmed { get; init; }
}

/// <param name="Rows">In the order of the statement.</param>
/// <param name="Purchases">Every payment for credit, with its grant where one was seen; oldest first.</param>
/// <param name="NotCredited">Paid for, charged to the card, and no credit within a day.</param>
/// <param name="RefundsMissing">Promised more than fourteen days ago, and not on the card although their charge is.</param>
public sealed record Reconciled(ImmutableArray<ReconciledRow> Rows, ImmutableArray<CreditedPurchase> Purchases, ImmutableArray<CreditedPurchase> NotCredited, ImmutableArray<RefundRecord> RefundsMissing);
