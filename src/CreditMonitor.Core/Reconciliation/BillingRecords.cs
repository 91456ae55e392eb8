using System.Collections.Immutable;

namespace CreditMonitor.Core.Reconciliation;

public enum BillingRecordKind
{
    Purchase,
    AutoRecharge,

    /// <summary>A month's usage, billed in arrears.</summary>
    MonthlyInvoice,

    Subscription,
    ChatgptCredits,

    /// <summary>An invoice of another organization that the team also owns.</summary>
    OtherOrg,
}

/// <summary>Something that a card was charged for, once.</summary>
/// <param name="Id">What a match names.</param>
/// <param name="PaidAt">When the card was charged; UTC.</param>
/// <param name="Total">Tax included.</param>
public sealed record BillingRecord(string Id, BillingRecordKind Kind, DateTimeOffset PaidAt, Money Total)
{
    /// <summary>It is known by its grant alone: its time is the grant's, its total reckoned with the tax of the day.</summary>
    public bool IsInferred { get; init; }

    /// <summary>The payment was tried and declined: it explains a hold, and no posted charge.</summary>
    public bool Failed { get; init; }

    /// <summary>What becomes credit; null for what buys none.</summary>
    public Money? Credits { get; init; }

    /// <summary>What it says to become credit is all that was paid, because it names no tax: a grant that is less by a usual tax is whole.</summary>
    public bool IsTaxUnknown { get; init; }

    /// <summary>Up to so much with a tax that is not known; null: <see cref="Total"/> is what the card paid.</summary>
    public Money? LargestTotal { get; init; }

    public bool BuysCredit => Kind is BillingRecordKind.Purchase or BillingRecordKind.AutoRecharge;
}

/// <summary>Credit as the billing page lists it.</summary>
/// <param name="EffectiveAt">The page dates it back to the end of the month before, at times.</param>
/// <param name="ObservedAt">When the monitor first saw it.</param>
/// <param name="PurchaseId">Null where the page does not link it.</param>
public sealed record GrantRecord(string Id, Money Amount, DateTimeOffset EffectiveAt, DateTimeOffset ObservedAt, string? PurchaseId, bool IsPaid)
{
    /// <summary>Midnight of a month's last day: what the page shows, and no instant of a payment; and when it was seen is not known either.</summary>
    public bool IsBackDated => ObservedAt == EffectiveAt && EffectiveAt.UtcDateTime.TimeOfDay == TimeSpan.Zero && EffectiveAt.UtcDateTime.AddDays(1).Day == 1;
}

/// <param name="Of">The record whose payment is given back; null when it is not said.</param>
public sealed record RefundRecord(string Id, DateTimeOffset CreatedAt, Money Amount, string? Of);

/// <param name="Percent">In percent of the converted amount.</param>
/// <param name="IsIncluded">It is part of the card's amount, not a row of its own.</param>
public sealed record ForeignFee(decimal Percent, bool IsIncluded);

/// <summary>Everything known of what an organization was charged for.</summary>
/// <param name="AsOf">Up to when it is known.</param>
/// <param name="CardOffset">The card's zone, from UTC; null: unknown.</param>
/// <param name="Fee">The card's fee on foreign charges; null: none, or unknown.</param>
public sealed record BillingRecords(
    DateTimeOffset AsOf,
    TimeSpan? CardOffset,
    ForeignFee? Fee,
    ImmutableArray<(DateOnly From, decimal Percent)> TaxRates,
    ImmutableArray<BillingRecord> Records,
    ImmutableArray<GrantRecord> Grants,
    ImmutableArray<RefundRecord> Refunds,
    ImmutableArray<ReferenceRate> Rates)
{
    /// <summary>Whether the fee on foreign charges is known; where it is not, an amount may also be higher by one.</summary>
    public bool IsFeeKnown { get; init; } = true;

    /// <summary>A record's time may be when it came to be known, up to three days after the payment: so it is with receipts that people and mails tell.</summary>
    public bool MayBeToldLate { get; init; }

    public decimal TaxOn(DateOnly day) => TaxRates.LastOrDefault(rate => rate.From <= day).Percent;
}

/// <summary>One unit of <paramref name="Base"/> costs <paramref name="Rate"/> units of <paramref name="Quote"/>.</summary>
public sealed record ReferenceRate(DateOnly Day, Currency Base, Currency Quote, decimal Rate);
