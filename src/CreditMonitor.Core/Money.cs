using System.Globalization;

namespace CreditMonitor.Core;

/// <summary>An amount in one currency. It is added to and compared with amounts in its own currency alone; what is dollars for sure is <see cref="Usd"/>, and the two have no sum.</summary>
/// <remarks>Arithmetic never rounds. <see cref="ToString()"/> rounds to the currency's smallest unit, half away from zero, for people; nothing stored or compared goes through it.
/// Equality needs the same amount and the same currency: <c>0 EUR</c> and <c>$0.00</c> differ.</remarks>
/// <param name="Amount">In <paramref name="Currency"/>; negative for a refund.</param>
public readonly record struct Money(decimal Amount, Currency Currency) : IComparable<Money>
{
    public bool IsPositive => Amount > 0m;

    public bool IsNegative => Amount < 0m;

    public bool IsZero => Amount == 0m;

    /// <summary>Null: in another currency, and nobody knows here what it is worth in dollars.</summary>
    public Usd? Dollars => Currency.IsUsd ? new Usd(Amount) : null;

    /// <summary>Without its sign.</summary>
    public Money Size => this with { Amount = Math.Abs(Amount) };

    public static Money Of(Usd dollars) => new(dollars.Amount, Currency.Usd);

    /// <exception cref="ArgumentException">The code is not three upper-case letters.</exception>
    public static Money Of(decimal amount, string code) => new(amount, Currency.Of(code));

    /// <exception cref="InvalidOperationException">The currencies differ; so with every operator below.</exception>
    public static Money operator +(Money left, Money right) => new(left.Amount + right.In(left).Amount, left.Currency);

    public static Money operator -(Money left, Money right) => new(left.Amount - right.In(left).Amount, left.Currency);

    public static Money operator -(Money value) => value with { Amount = -value.Amount };

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    public int CompareTo(Money other) => Amount.CompareTo(other.In(this).Amount);

    /// <summary>One sum for each currency, in the order in which they come.</summary>
    public static IEnumerable<Money> SumsOf(IEnumerable<Money> amounts) =>
        amounts.GroupBy(amount => amount.Currency).Select(same => same.Aggregate((sum, amount) => sum + amount));

    /// <summary>What all make together in dollars; null as soon as one is in another currency.</summary>
    public static Usd? DollarsOf(IEnumerable<Money> amounts) =>
        amounts.Aggregate((Usd?)Usd.Zero, (sum, amount) => sum is { } so && amount.Dollars is { } dollars ? so + dollars : null);

    /// <summary>The exact amount without its currency and without trailing zeros: for storage and machine-readable output, where the code stands beside it.</summary>
    public string ToExactString() => DecimalText.Exact(Amount);

    /// <summary>With its code, in every currency alike and without grouping, in the currency's decimals or more: <c>54.44 USD</c>. For tables.</summary>
    public string ToPlainString() => $"{Amount.ToString($"0{(Currency.Decimals == 0 ? "." : "." + new string('0', Currency.Decimals))}##########", CultureInfo.InvariantCulture)} {Currency}";

    /// <summary>For people: <c>$54.44</c>, <c>59.50 EUR</c>, <c>3,000 JPY</c>, <c>12.500 KWD</c>. What is not zero is never shown as zero.</summary>
    public override string ToString()
    {
        if (Dollars is { } dollars)
        {
            return dollars.ToString();
        }

        var rounded = Math.Round(Amount, Currency.Decimals, MidpointRounding.AwayFromZero);
        return rounded == 0m && Amount != 0m
            ? $"{(IsNegative ? "-" : "")}{DecimalText.Small(Math.Abs(Amount)) ?? "under 0.0001"} {Currency}"
            : $"{rounded.ToString($"#,##0{(Currency.Decimals == 0 ? "" : "." + new string('0', Currency.Decimals))}", CultureInfo.InvariantCulture)} {Currency}";
    }

    private Money In(Money other) => Currency == other.Currency
        ? this
        : throw new InvalidOperationException($"{other} and {this} are amounts in different currencies: convert one of them first.");
}
