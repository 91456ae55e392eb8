using System.Collections.Immutable;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Records;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>A charge that was told, and what explains it.</summary>
public sealed record ReconciledCharge(CardCharge Charge, ReconciledRow Row);

/// <summary>A payment that was told, and the grant that came of it.</summary>
/// <param name="Grant">Null: none is known yet.</param>
/// <param name="Short">The grant is worth so much less than was promised; zero otherwise.</param>
public sealed record ReconciledPurchase(Receipt Receipt, CreditGrant? Grant, Usd Short);

/// <summary>The engine of <see cref="CardReconciliation"/> over what the monitor holds: told charges, receipts and verdicts, and grants. Neither the card's zone nor any exchange rate is known there, so
/// a day or a rate that cannot be held against a charge is not held against it.</summary>
/// <param name="Charges">By day.</param>
/// <param name="Purchases">Oldest first. Receipts that only came by mail are left out: they explain nothing until a person confirms them.</param>
public sealed record RecordReconciliation(ImmutableArray<ReconciledCharge> Charges, ImmutableArray<ReconciledPurchase> Purchases)
{
    /// <summary>What nothing explains and nothing has given back.</summary>
    public IEnumerable<ReconciledCharge> Unexplained => Charges.Where(charge => charge.Row.IsAlert && !GivenBack.ContainsKey(charge.Charge.Id));

    /// <summary>Unexplained charges that came back in full, by their ids, with what gave them back: checks of a card, and charges that the merchant reversed.</summary>
    public ImmutableDictionary<string, CardCharge> GivenBack { get; } = Reversals.Of(Charges);

    /// <summary>Reconciled once for the same records and grants: hours pass between new ones, and polls do not.</summary>
    /// <param name="grants">Those that were recorded and those that are declared.</param>
    public static RecordReconciliation Of(RecordBook told, ImmutableArray<CreditGrant> grants) => told.Derived.Once<OfGrants>(
        known => known.Grants.AsSpan().SequenceEqual(grants.AsSpan()), () => new OfGrants(grants, Reconcile(told, grants))).Result;

    private static RecordReconciliation Reconcile(RecordBook told, ImmutableArray<CreditGrant> grants)
    {
        var receipts = told.Receipts.Where(receipt => !receipt.Claimed).ToImmutableArray();
        ImmutableArray<CardMovement> movements = [.. told.CardCharges.Select(MovementOf)];
        var records = new BillingRecords(
            DateTimeOffset.MaxValue, null, null, [], [.. receipts.Where(receipt => receipt.For != ReceiptKind.Refund).Select(RecordOf)], [.. grants.Select(GrantOf)],
            [.. receipts.Where(receipt => receipt.For == ReceiptKind.Refund).Select(receipt => new RefundRecord(receipt.Id, receipt.At, receipt.Amount, null))], [])
        {
            IsFeeKnown = false,
            MayBeToldLate = true,
        };
        var reconciled = CardReconciliation.Run(movements, records, [.. told.ChargeVerdicts.Select(verdict => new MatchDecision(verdict.ChargeId, verdict.RecordId, verdict.Confirmed))]);
        var byId = receipts.ToDictionary(receipt => receipt.Id, StringComparer.Ordinal);
        var grantsById = grants.ToLookup(grant => grant.Id, StringComparer.Ordinal);
        return new RecordReconciliation(
            [.. reconciled.Rows.Select((row, index) => new ReconciledCharge(told.CardCharges[index], row))],
            [.. reconciled.Purchases.Select(purchase => new ReconciledPurchase(byId[purchase.Purchase.Id], purchase.Grant is { } grant ? grantsById[grant.Id].First() : null, purchase is { IsShort: true, Grant: { } less, Purchase.Credits: { } credits } ? (credits - less.Amount).Dollars ?? Usd.Zero : Usd.Zero))]);
    }

    /// <summary>Told charges have unique ids: none repeats another.</summary>
    private static CardMovement MovementOf(CardCharge charge, int index) =>
        new(index + 1, "", charge.Row with { SourceId = charge.Id });

    private static BillingRecord RecordOf(Receipt receipt) => new(receipt.Id, KindOf(receipt.For), receipt.At, receipt.Amount)
    {
        Failed = receipt.For == ReceiptKind.PaymentFailed,
        IsTaxUnknown = receipt is { IsPurchase: true, Tax: null, Credit: null },
        Credits = receipt.Promised is { } promised ? Money.Of(promised) : null,
    };

    private static BillingRecordKind KindOf(ReceiptKind kind) => kind switch
    {
        ReceiptKind.AutoRecharge => BillingRecordKind.AutoRecharge,
        ReceiptKind.Invoice => BillingRecordKind.MonthlyInvoice,
        ReceiptKind.Subscription => BillingRecordKind.Subscription,
        ReceiptKind.ChatgptCredits => BillingRecordKind.ChatgptCredits,
        _ => BillingRecordKind.Purchase,
    };

    private static GrantRecord GrantOf(CreditGrant grant)
    {
        var at = grant.PurchasedAt ?? grant.EffectiveAt;
        return new GrantRecord(grant.Id, Money.Of(grant.Amount), at, at, null, grant.Kind == GrantKind.Paid);
    }

    private sealed record OfGrants(ImmutableArray<CreditGrant> Grants, RecordReconciliation Result);
}
