using System.Collections.Immutable;
using CreditMonitor.Core.Statements;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>Explains a card's movements by an organization's billing records. The result depends on what the rows and records say, not on their order; equal rows are interchangeable, and so are
/// equal records.</summary>
public sealed class CardReconciliation
{
    /// <summary>No value added tax is higher.</summary>
    private const decimal HighestTax = 1.28m;

    private readonly ImmutableArray<CardMovement> _movements;
    private readonly BillingRecords _billing;
    private readonly ImmutableDictionary<int, int> _repeats;
    private readonly ImmutableArray<CardMovement> _firsts;
    private readonly CardDates _dates;
    private readonly ChargePricing _pricing;
    private readonly ImmutableArray<BillingRecord> _records;
    private readonly ImmutableArray<CreditedPurchase> _purchases;
    private readonly Dictionary<int, ChargeMatchResult> _matches;

    private CardReconciliation(ImmutableArray<CardMovement> movements, BillingRecords billing, ImmutableArray<MatchDecision> decisions)
    {
        (_movements, _billing) = (movements, billing);
        _repeats = ExportOverlap.Find(movements);
        _firsts = [.. movements.Where(movement => !_repeats.ContainsKey(movement.Row)).OrderBy(movement => movement.Day).ThenBy(movement => movement.Amount.Amount).ThenBy(movement => movement.Description, StringComparer.Ordinal).ThenBy(movement => movement.Row)];
        _dates = CardDates.Of(movements, billing.CardOffset);
        _purchases = GrantMatch.All(billing.Records, billing.Grants);
        _records = Records();
        _pricing = new ChargePricing(billing, _dates, BankCleansNames());
        var charges = Charges(movement => movement.Merchant is not (MerchantClass.Other or MerchantClass.Lookalike));
        _pricing.Learn(charges, _records);
        _matches = ChargeMatching.Run(_pricing, charges, _records, decisions);
    }

    public static Reconciled Run(ImmutableArray<CardMovement> movements, BillingRecords billing, ImmutableArray<MatchDecision> decisions = default) =>
        new CardReconciliation(movements, billing, decisions.IsDefault ? [] : decisions).Result();

    /// <summary>What was paid, and what only a grant shows to have been paid.</summary>
    private ImmutableArray<BillingRecord> Records()
    {
        // A late grant may have been matched to a purchase that was never credited, and be another payment's whose receipt is missing.
        var known = _purchases.Where(purchase => purchase.Grant is not null && (purchase.InTime || purchase.Grant.PurchaseId is not null)).Select(purchase => purchase.Grant!.Id).ToHashSet(StringComparer.Ordinal);
        var recharged = _billing.Records.Where(record => record.Kind == BillingRecordKind.AutoRecharge).Select(record => record.Credits).ToHashSet();
        var inferred = _billing.Grants.Where(grant => grant.IsPaid && !known.Contains(grant.Id)).Select(grant =>
        {
            var paidAt = grant.EffectiveAt <= grant.ObservedAt && grant.ObservedAt - grant.EffectiveAt <= CreditedPurchase.Normal ? grant.EffectiveAt : grant.ObservedAt;
            if (_billing.TaxRates.IsEmpty)
            {
                return new BillingRecord(grant.Id, recharged.Contains(grant.Amount) ? BillingRecordKind.AutoRecharge : BillingRecordKind.Purchase, paidAt, grant.Amount) { IsInferred = true, Credits = grant.Amount, LargestTotal = grant.Amount with { Amount = Math.Round(grant.Amount.Amount * HighestTax, 2) } };
            }

            var total = Math.Round(grant.Amount.Amount * (1m + (_billing.TaxOn(_dates.Local(paidAt)) / 100m)), 2, MidpointRounding.AwayFromZero);
            return new BillingRecord(grant.Id, recharged.Contains(grant.Amount) ? BillingRecordKind.AutoRecharge : BillingRecordKind.Purchase, paidAt, grant.Amount with { Amount = total }) { IsInferred = true, Credits = grant.Amount };
        });
        return [.. _billing.Records.Where(record => !record.Failed).Concat(inferred).OrderBy(record => record.PaidAt).ThenBy(record => record.Id, StringComparer.Ordinal)];
    }

    /// <summary>ChatGPT was paid for, and no row says ChatGPT: the bank shows one name for all products.</summary>
    private bool BankCleansNames() =>
        _billing.Records.Any(record => record.Kind is BillingRecordKind.Subscription or BillingRecordKind.ChatgptCredits)
        && !_firsts.Any(movement => movement.Merchant is MerchantClass.ChatgptSubscription or MerchantClass.ChatgptCredits);

    private ImmutableArray<CardMovement> Charges(Func<CardMovement, bool> which) => [.. _firsts.Where(movement => movement is { Kind: MovementKind.Charge, Pending: false } && which(movement))];

    private Reconciled Result()
    {
        var rows = new Dictionary<int, ReconciledRow>();
        foreach (var movement in _firsts.Where(movement => !movement.Pending && movement.Kind is MovementKind.Charge or MovementKind.Payment))
        {
            rows[movement.Row] = movement.Kind == MovementKind.Payment ? Plain(movement, RowLabel.Payment, "the card's bill was paid") : Charge(movement);
        }

        AddFees(rows);
        AddPending(rows);
        var refunds = AddRefunds(rows);
        foreach (var (row, first) in _repeats)
        {
            rows[row] = new ReconciledRow(_movements.First(movement => movement.Row == row), RowLabel.ImportDuplicate, rows[first].Explains, first, new RowReason($"an earlier export has it as row {first}"));
        }

        return new Reconciled([.. _movements.Select(movement => rows[movement.Row])], _purchases, [.. _purchases.Where(purchase => !purchase.InTime && IsCharged(purchase.Purchase.Id))], Missing(refunds));
    }

    private bool IsCharged(string recordId) => _matches.Values.Any(match => match.Records.Any(record => record.Id == recordId));

    private ReconciledRow Charge(CardMovement movement) =>
        movement.Merchant == MerchantClass.Other ? Plain(movement, RowLabel.OtherMerchant, "the text names another merchant")
        : _matches.TryGetValue(movement.Row, out var match) ? Explained(movement, match)
        : new ReconciledRow(movement, RowLabel.Unexplained, [], null, NearestRecord.Of(movement, _records, _firsts, _pricing, _matches));

    private static ReconciledRow Explained(CardMovement movement, ChargeMatchResult match)
    {
        if (match.Records.IsEmpty)
        {
            return new ReconciledRow(movement, RowLabel.OtherMerchant, [], null, new RowReason("a person confirmed it without a record")) { IsConfirmed = true };
        }

        var record = match.Records[0];
        var (rival, fit) = match.Rivals.FirstOrDefault();
        var why = new RowReason(
            match.IsConfirmed ? "a person confirmed it" : match.IsPart ? "with another row of the day it makes up the payment" : record.IsInferred ? "credit of this worth appeared then; its receipt is not known" : "amount and day fit",
            record, match.Fit.Expected, match.Fit.Rate, match.Fit.Days, rival, rival is null ? null : fit.Cost - match.Fit.Cost);
        return new ReconciledRow(movement, LabelOf(record.Kind), [record.Id], null, why) { IsConfirmed = match.IsConfirmed };
    }

    private static RowLabel LabelOf(BillingRecordKind kind) => kind switch
    {
        BillingRecordKind.Purchase => RowLabel.Purchase,
        BillingRecordKind.AutoRecharge => RowLabel.AutoRecharge,
        BillingRecordKind.MonthlyInvoice => RowLabel.MonthlyInvoice,
        BillingRecordKind.Subscription => RowLabel.Subscription,
        BillingRecordKind.ChatgptCredits => RowLabel.ChatgptCredits,
        _ => RowLabel.OtherOrg,
    };

    private void AddFees(Dictionary<int, ReconciledRow> rows)
    {
        foreach (var kind in new[] { MovementKind.Fee, MovementKind.BankTax })
        {
            ImmutableArray<CardMovement> fees = [.. _firsts.Where(movement => movement.Kind == kind)];
            var links = RowLinks.Fees(fees, Charges(_ => true), kind == MovementKind.Fee && _billing.Fee is { IsIncluded: false } fee ? fee.Percent : null);
            foreach (var movement in fees)
            {
                var charge = links.GetValueOrDefault(movement.Row);
                rows[movement.Row] = new ReconciledRow(movement, kind == MovementKind.Fee ? RowLabel.FxFee : RowLabel.BankTax, charge is null ? [] : rows[charge.Row].Explains, charge?.Row, new RowReason(charge is null ? "no charge near it is worth this fee" : $"the bank's part of row {charge.Row}"));
            }
        }
    }

    private void AddPending(Dictionary<int, ReconciledRow> rows)
    {
        ImmutableArray<CardMovement> pending = [.. _firsts.Where(movement => movement.Pending && movement.Kind is MovementKind.Charge or MovementKind.Payment && !rows.ContainsKey(movement.Row))];
        var links = RowLinks.Pending(pending, Charges(_ => true));
        var failed = Failed([.. pending.Where(movement => !links.ContainsKey(movement.Row))]);
        foreach (var movement in pending)
        {
            var posted = links.GetValueOrDefault(movement.Row);
            var attempt = failed.GetValueOrDefault(movement.Row);
            rows[movement.Row] = posted is not null
                ? new ReconciledRow(movement, RowLabel.Pending, rows[posted.Row].Explains, posted.Row, new RowReason($"posted as row {posted.Row}"))
                : new ReconciledRow(movement, RowLabel.Hold, attempt is null ? [] : [attempt.Id], null, new RowReason(attempt is null ? "held on the card and not posted" : "a payment that was tried and declined", attempt));
        }
    }

    /// <summary>Declined payments leave a hold of the full amount for some days.</summary>
    private Dictionary<int, BillingRecord> Failed(ImmutableArray<CardMovement> holds)
    {
        var attempts = _billing.Records.Where(record => record.Failed).ToImmutableArray();
        var links = new Dictionary<int, BillingRecord>();
        foreach (var export in holds.GroupBy(hold => hold.Export))
        {
            var rows = export.ToList();
            var pairings = rows.SelectMany((row, left) => attempts.Select((attempt, right) => (right, Fit: _pricing.Price(row, attempt))).Where(one => one.Fit is not null).Select(one => new Pairing(left, one.right, one.Fit!.Value.Cost)));
            var partners = Assignment.Solve(rows.Count, attempts.Length, pairings, ChargePricing.Abstain);
            rows.Zip(partners).Where(one => one.Second >= 0).ToList().ForEach(one => links[one.First.Row] = attempts[one.Second]);
        }

        return links;
    }

    private HashSet<string> AddRefunds(Dictionary<int, ReconciledRow> rows)
    {
        ImmutableArray<CardMovement> refunds = [.. _firsts.Where(movement => movement.Kind == MovementKind.Refund)];
        var links = new RefundLinks(new ExchangeRates(_billing.Rates), _dates).Match([.. refunds.Where(movement => movement.Merchant != MerchantClass.Other)], _billing.Refunds);
        foreach (var movement in refunds)
        {
            var record = links.GetValueOrDefault(movement.Row);
            rows[movement.Row] = movement.Merchant == MerchantClass.Other
                ? Plain(movement, RowLabel.OtherMerchant, "another merchant gave it back")
                : new ReconciledRow(movement, RowLabel.Refund, record is null ? [] : [record.Id], Returned(movement, record), new RowReason(record is null ? "OpenAI gave it back; no refund is on record" : "the refund on record"));
        }

        return [.. links.Values.Select(refund => refund.Id)];
    }

    /// <summary>The charge that the record says is given back; else the last one of the same amount.</summary>
    private int? Returned(CardMovement refund, RefundRecord? record) =>
        _matches.Where(match => record?.Of is not null && match.Value.Records.Any(explained => explained.Id == record.Of)).Select(match => (int?)match.Key).Min()
        ?? Charges(charge => charge.Amount == -refund.Amount && charge.Day <= refund.Day).LastOrDefault()?.Row;

    /// <summary>A refund whose charge is not on the card either was a reversal: settled, not missing.</summary>
    private ImmutableArray<RefundRecord> Missing(HashSet<string> found) =>
        [.. _billing.Refunds.Where(refund => !found.Contains(refund.Id) && refund.CreatedAt + RefundLinks.Patience <= _billing.AsOf && (refund.Of is null || IsCharged(refund.Of)))];

    private static ReconciledRow Plain(CardMovement movement, RowLabel label, string reason) => new(movement, label, [], null, new RowReason(reason));
}
