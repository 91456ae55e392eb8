using System.Globalization;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core;

/// <summary>An amount of US dollars, exact to the last decimal that was read.</summary>
/// <remarks>Arithmetic never rounds; amounts are read to 12 decimals and below 10^12 (<see cref="AmountText"/>), which leaves room for
/// 79,000 of the largest in one sum (<see cref="LargestExactSum"/>). <see cref="ToString()"/> rounds for people; nothing stored or compared goes through it.</remarks>
/// <param name="Amount">US dollars; negative for a refund or a shortfall.</param>
public readonly record struct Usd(decimal Amount) : IComparable<Usd>
{
    public static Usd Zero => default;

    /// <summary>Up to here a decimal holds 12 decimals; beyond, .NET would round a sum without a word.</summary>
    public static Usd LargestExactSum => new(79_000_000_000_000_000m);

    public bool IsPositive => Amount > 0m;

    public bool IsZero => Amount == 0m;

    public static Usd operator +(Usd left, Usd right) => new(left.Amount + right.Amount);

    public static Usd operator -(Usd left, Usd right) => new(left.Amount - right.Amount);

    public static Usd operator -(Usd value) => new(-value.Amount);

    public static bool operator <(Usd left, Usd right) => left.Amount < right.Amount;

    public static bool operator >(Usd left, Usd right) => left.Amount > right.Amount;

    public static bool operator <=(Usd left, Usd right) => left.Amount <= right.Amount;

    public static bool operator >=(Usd left, Usd right) => left.Amount >= right.Amount;

    public static Usd Min(Usd left, Usd right) => left <= right ? left : right;

    public static Usd Max(Usd left, Usd right) => left >= right ? left : right;

    public static Usd Sum(IEnumerable<Usd> amounts) => amounts.Aggregate(Zero, (sum, amount) => sum + amount);

    public int CompareTo(Usd other) => Amount.CompareTo(other.Amount);

    /// <summary>The exact amount without trailing zeros (<c>12.5</c>, <c>0.000001</c>): for storage and machine-readable output.</summary>
    public string ToExactString() => DecimalText.Exact(Amount);

    /// <summary>For people: <c>$1,234.50</c>, <c>-$0.25</c>; half a cent rounds away from zero. What is not zero is never shown as zero: <c>$0.0031</c>.</summary>
    public override string ToString()
    {
        var size = Math.Abs(Amount);
        var sign = Amount < 0m ? "-" : "";
        var rounded = Math.Round(size, 2, MidpointRounding.AwayFromZero);
        if (rounded != 0m || size == 0m)
        {
            return sign + "$" + rounded.ToString("#,##0.00", CultureInfo.InvariantCulture);
        }

        return DecimalText.Small(size) is { } small ? $"{sign}${small}" : sign + "under $0.0001";
    }
}
