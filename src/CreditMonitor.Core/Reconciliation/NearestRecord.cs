using CreditMonitor.Core.Statements;
using CreditMonitor.Core.Text;
namespace CreditMonitor.Core.Reconciliation;

/// <summary>For a charge that nothing explains: the record that comes nearest, and why it does not fit.</summary>
internal static class NearestRecord
{
    private const int DaysLooked = 10;

    public static RowReason Of(CardMovement charge, IEnumerable<BillingRecord> records, IEnumerable<CardMovement> charges, ChargePricing pricing, Dictionary<int, ChargeMatchResult> matches)
    {
        if (charge.Merchant == MerchantClass.Lookalike)
        {
            return new RowReason("the name only resembles OpenAI's");
        }

        var nearest = records.Where(record => Math.Abs(Days(charge, record)) <= DaysLooked)
            .OrderBy(record => pricing.Price(charge, record)?.Cost ?? ChargePricing.Abstain).ThenBy(record => Distance(charge, record)).ThenBy(record => record.Id, StringComparer.Ordinal).FirstOrDefault();
        if (nearest is null)
        {
            return new RowReason($"no payment is on record within {DaysLooked} days of it");
        }

        var taken = charges.FirstOrDefault(other => matches.TryGetValue(other.Row, out var match) && match.Records.Any(record => record == nearest));
        return new RowReason(WhyNot(charge, nearest, pricing, taken), nearest, Days: Days(charge, nearest));
    }

    private static string WhyNot(CardMovement charge, BillingRecord nearest, ChargePricing pricing, CardMovement? taken) =>
        pricing.Price(charge, nearest) is not null && taken is not null ? $"{nearest.Id} is of this amount and time and already explains the charge of {InstantText.Format(taken.Day)}: perhaps charged twice"
        : pricing.AmountPrice(charge.Amount.Amount, charge, nearest) is null ? $"{nearest.Id} is the nearest, and its amount of {nearest.Total.ToPlainString()} is another"
        : pricing.DatePrice(charge, nearest) is null ? $"{nearest.Id} is of this amount, and {Math.Abs(Days(charge, nearest))} days away"
        : $"{nearest.Id} is of this amount and time, and for another product";

    private static decimal Distance(CardMovement charge, BillingRecord record) =>
        Math.Abs(charge.Currency == record.Total.Currency ? (charge.Amount - record.Total).Amount
            : charge.Original is { } original && original.Currency == record.Total.Currency ? (original - record.Total).Amount
            : charge.Amount.Amount / Math.Max(0.01m, record.Total.Amount)) + Math.Abs(Days(charge, record));

    private static int Days(CardMovement charge, BillingRecord record) => charge.Day.DayNumber - DateOnly.FromDateTime(record.PaidAt.UtcDateTime).DayNumber;
}
