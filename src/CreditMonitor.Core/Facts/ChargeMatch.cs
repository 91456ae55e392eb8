using System.Collections.Immutable;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Core.Facts;

/// <summary>Finds card charges that nothing told explains: by amount and day, each receipt once.</summary>
public static class ChargeMatch
{
    /// <summary>A statement's day may lie so far after the payment.</summary>
    private const int PostedAfterDays = 8;

    /// <summary>Time zones: the statement's day may be the one before the payment's UTC day.</summary>
    private const int BeforeDays = 1;

    /// <summary>Converted amounts differ from the invoice by the rate of the day and fees; what cannot be compared is not called unexplained.</summary>
    public static ImmutableArray<CardCharge> Unexplained(ToldFacts told, ImmutableArray<CreditGrant> grants)
    {
        var receipts = told.Receipts.Where(receipt => receipt.For != ReceiptKind.PaymentFailed).ToList();
        var paid = grants.Where(grant => grant.Kind == GrantKind.Paid).ToList();
        var unexplained = ImmutableArray.CreateBuilder<CardCharge>();
        foreach (var charge in told.CardCharges.Where(charge => charge.Amount.IsPositive && Merchant.IsOpenAI(charge.Description)))
        {
            var receipt = receipts.Where(receipt => Fits(charge, receipt)).MinBy(receipt => Math.Abs(DaysAfter(charge, receipt.At)));
            if (receipt is not null)
            {
                receipts.Remove(receipt);
                continue;
            }

            var grant = paid.Find(grant => charge.Currency == "USD" && DaysAfter(charge, grant.PurchasedAt ?? grant.EffectiveAt) is >= -BeforeDays and <= PostedAfterDays && IsWithTax(charge.Amount, grant.Amount));
            if (grant is null)
            {
                unexplained.Add(charge);
            }
            else
            {
                paid.Remove(grant);
            }
        }

        return unexplained.ToImmutable();
    }

    private static bool Fits(CardCharge charge, Receipt receipt) =>
        !receipt.Claimed && DaysAfter(charge, receipt.At) is >= -BeforeDays and <= PostedAfterDays && (receipt.Currency != charge.Currency || receipt.Amount == charge.Amount);

    private static int DaysAfter(CardCharge charge, DateTimeOffset at) => charge.Day.DayNumber - DateOnly.FromDateTime(at.UtcDateTime).DayNumber;

    /// <summary>No tax, up to the highest value added tax there is.</summary>
    private static bool IsWithTax(Usd charged, Usd credit) => charged >= credit && charged.Amount <= credit.Amount * 1.28m;
}
