using System.Collections.Immutable;
using CreditMonitor.Core.Statements;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>How well a record explains a charge.</summary>
/// <param name="Cost">0: to the cent and on the day; below <see cref="ChargePricing.Abstain"/> when it may explain at all.</param>
/// <param name="Expected">What the card should show, in the charge's currency; null when it cannot be told.</param>
/// <param name="Rate">Units of the card's currency for one of the record's, as the charge was made; null for one currency.</param>
/// <param name="Days">From the payment to the statement's day.</param>
public readonly record struct Fit(int Cost, decimal? Expected, decimal? Rate, int Days);

/// <summary>Prices a charge against a record by amount, day and product. Dates: a transaction's day is the payment's in the card's zone; posting takes up to eight days
///.</summary>
internal sealed class ChargePricing(BillingRecords billing, CardDates dates, bool bankCleansNames)
{
    /// <summary>The price of leaving a charge unexplained.</summary>
    public const int Abstain = 100;

    /// <summary>More than reference rates and card rates ever differ by, beside a fee.</summary>
    private const decimal WidestBand = 0.032m;

    private const decimal LargestUnknownFee = 0.04m;
    private const decimal Cent = 0.01m;

    /// <summary>Rises ever faster, so that of equal charges the earlier finds the earlier payment.</summary>
    private static readonly int[] PostingDelay = [0, 1, 3, 6, 10, 15, 23, 33, 45];

    private readonly ExchangeRates _rates = new(billing.Rates);
    private ImmutableDictionary<(Currency From, Currency To), decimal>? _shown;

    public Fit? Price(CardMovement charge, BillingRecord record) =>
        ProductPrice(charge.Merchant, record.Kind) is { } product && DatePrice(charge, record) is var (date, days) && AmountPrice(charge.Amount.Amount, charge, record) is var (amount, expected, rate)
        && product + date + amount + (record.IsInferred ? 12 : 0) is var cost && cost < Abstain
            ? new Fit(cost, expected, rate, days)
            : null;

    /// <summary>Whether <paramref name="amount"/>, in the charge's currency, is what the card would show for the record.</summary>
    public (int Cost, decimal? Expected, decimal? Rate)? AmountPrice(decimal amount, CardMovement charge, BillingRecord record) => AmountPrice(amount, charge.Original?.Amount, charge, record);

    public (int Cost, decimal? Expected, decimal? Rate)? AmountPrice(decimal amount, decimal? original, CardMovement charge, BillingRecord record)
    {
        if (charge.Currency == record.Total.Currency)
        {
            return Cents(amount, record) is { } cost ? (cost, record.Total.Amount, null) : null;
        }

        decimal? rate = record.Total.IsZero ? null : amount / record.Total.Amount;
        if (original is { } given && charge.Original?.Currency == record.Total.Currency)
        {
            return Cents(given, record) is { } cost ? (cost, null, rate) : null;
        }

        if (_rates.On(dates.Local(record.PaidAt), record.Total.Currency, charge.Currency) is not { } reference)
        {
            return ByShownRate(amount, charge, record, rate);
        }

        var expected = record.Total.Amount * reference * (1m + (billing.Fee is { IsIncluded: true } fee ? fee.Percent / 100m : 0m));
        var off = expected == 0m ? 1m : (amount / expected) - 1m;
        off = !billing.IsFeeKnown && off > 0m ? Math.Max(0m, off - LargestUnknownFee) : off;
        var size = Math.Abs(off);
        return size <= WidestBand + (Cent / Math.Max(Cent, expected)) ? ((int)Math.Min(70m, size * size * 80_000m), Math.Round(expected, 2), rate) : null;
    }

    /// <summary>Null: too far from the payment's day to be its charge.</summary>
    public (int Cost, int Days)? DatePrice(CardMovement charge, BillingRecord record)
    {
        var days = charge.Day.DayNumber - dates.Local(record.PaidAt).DayNumber;
        var price = record.IsInferred ? Inferred(days) : (dates.OnlyPostings ? Posted(days) : Made(days)) ?? ToldLate(days);
        return price is { } cost ? (cost, days) : null;
    }

    /// <summary>Nobody has told a rate: the one that the statement's other charges show; where they show none, amounts cannot be compared, and what cannot be compared is not called unexplained.</summary>
    private (int Cost, decimal? Expected, decimal? Rate)? ByShownRate(decimal amount, CardMovement charge, BillingRecord record, decimal? rate)
    {
        if (!(_shown ?? ImmutableDictionary<(Currency From, Currency To), decimal>.Empty).TryGetValue((record.Total.Currency, charge.Currency), out var shown))
        {
            return record.LargestTotal is null ? (60, null, rate) : null;
        }

        var off = Math.Abs((rate ?? 0m) / shown - 1m);
        return off <= ShownRates.Band ? (20 + (int)(off * 500m), Math.Round(record.Total.Amount * shown, 2), rate) : null;
    }

    /// <summary>Learns from the charges themselves what their currency was worth.</summary>
    public void Learn(IEnumerable<CardMovement> charges, ImmutableArray<BillingRecord> records) =>
        _shown = ShownRates.Of(charges, records, (charge, record) => _rates.On(dates.Local(record.PaidAt), record.Total.Currency, charge.Currency) is null && ProductPrice(charge.Merchant, record.Kind) is not null && DatePrice(charge, record) is not null);

    /// <summary>A cent is the rounding of tax; beyond it is another amount.</summary>
    private static int? Cents(decimal amount, BillingRecord record) =>
        record.LargestTotal is { } most ? (amount >= record.Total.Amount && amount <= most.Amount ? 12 : null) :
        Math.Abs(amount - record.Total.Amount) is var off && off == 0m ? 0 : off <= Cent ? 15 : record.IsInferred && off <= 2 * Cent ? 25 : null;

    private int? Made(int days) => days switch
    {
        0 => 0,
        -1 or 1 when dates.Offset is null => 3,
        1 => 30,
        -1 => 40,
        2 => 50,
        _ => null,
    };

    private int? Posted(int days) => days >= 0 && days < PostingDelay.Length ? PostingDelay[days] : days == -1 ? (dates.Offset is null ? 5 : 40) : null;

    /// <summary>A grant is seen up to a day after its payment.</summary>
    private int? Inferred(int days) => days == -1 ? 6 : dates.OnlyPostings ? Posted(days) : Made(days);

    private int? ToldLate(int days) => billing.MayBeToldLate && days is -2 or -3 ? 52 : null;

    private int? ProductPrice(MerchantClass merchant, BillingRecordKind kind) => merchant switch
    {
        MerchantClass.Unspecified => 0,
        MerchantClass.Api => kind is BillingRecordKind.Subscription or BillingRecordKind.ChatgptCredits ? (bankCleansNames ? 2 : null) : kind == BillingRecordKind.OtherOrg ? 4 : 0,
        MerchantClass.ChatgptSubscription => kind == BillingRecordKind.Subscription ? 0 : kind == BillingRecordKind.OtherOrg ? 4 : null,
        MerchantClass.ChatgptCredits => kind == BillingRecordKind.ChatgptCredits ? 0 : kind == BillingRecordKind.OtherOrg ? 4 : null,
        _ => null,
    };
}

/// <summary>What the days of a statement mean.</summary>
/// <param name="OnlyPostings">The bank gives days of posting alone.</param>
/// <param name="Offset">The card's zone; null: unknown.</param>
internal sealed record CardDates(bool OnlyPostings, TimeSpan? Offset)
{
    /// <summary>Where every posted row was posted on the day of its transaction, that day is the posting's; where none says when it was posted, it is the transaction's,
    /// unless nothing is known of the card: then it may be either.</summary>
    public static CardDates Of(IEnumerable<CardMovement> movements, TimeSpan? offset)
    {
        var posted = movements.Where(movement => !movement.Pending && movement.Posted is not null).ToList();
        return new CardDates(posted.Count == 0 ? offset is null : posted.TrueForAll(movement => movement.Posted == movement.Day), offset);
    }

    public DateOnly Local(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime + (Offset ?? TimeSpan.Zero));
}
