using System.Collections.Immutable;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>Money that came back, and the refunds that were promised: five to ten business days, at another day's rate.</summary>
internal sealed class RefundLinks(ExchangeRates rates, CardDates dates)
{
    public static readonly TimeSpan Patience = TimeSpan.FromDays(14);

    private const int Abstain = 100;

    /// <summary>The rate is that of the refund's day or of the charge's.</summary>
    private const decimal Band = 0.06m;

    /// <returns>For each refund row its record.</returns>
    public Dictionary<int, RefundRecord> Match(ImmutableArray<CardMovement> rows, ImmutableArray<RefundRecord> refunds)
    {
        var pairings = rows.SelectMany((row, left) => refunds.Select((refund, right) => (right, Cost: Price(row, refund))).Where(one => one.Cost is not null).Select(one => new Pairing(left, one.right, one.Cost!.Value)));
        var partners = Assignment.Solve(rows.Length, refunds.Length, pairings, Abstain);
        return rows.Select((row, left) => (row.Row, partners[left])).Where(one => one.Item2 >= 0).ToDictionary(one => one.Row, one => refunds[one.Item2]);
    }

    private int? Price(CardMovement row, RefundRecord refund)
    {
        var days = row.Day.DayNumber - dates.Local(refund.CreatedAt).DayNumber;
        return days is >= -3 and <= 30 && AmountPrice(-row.Amount, row, refund) is { } amount ? amount + Math.Min(40, days < 0 ? -days * 8 : days) : null;
    }

    private int? AmountPrice(Money amount, CardMovement row, RefundRecord refund)
    {
        var promised = refund.Amount;
        if (amount.Currency == promised.Currency || row.Original?.Currency == promised.Currency)
        {
            var given = amount.Currency == promised.Currency ? amount : row.Original!.Value.Size;
            return (given - promised).Size.Amount <= 0.01m ? 0 : null;
        }

        return rates.On(dates.Local(refund.CreatedAt), promised.Currency, row.Currency) is { } rate && promised.IsPositive && Math.Abs((amount.Amount / (promised.Amount * rate)) - 1m) is var off && off <= Band ? (int)(off * 500m) : null;
    }
}
