using System.Collections.Immutable;
using CreditMonitor.Core;
using CreditMonitor.Core.Forecasting;

namespace CreditMonitor.Testing;

/// <summary>Made-up daily spend, beginning on a Monday.</summary>
internal static class ASpend
{
    public static readonly DateOnly Monday = new(2025, 1, 6);

    public static DailySpend Of(params IEnumerable<decimal> amounts) => new(Monday, [.. amounts.Select(amount => new Usd(amount))]);

    public static DailySpend Even(int days, decimal amount) => Of(Enumerable.Repeat(amount, days));

    /// <summary>Ordinary accounts: a level, a week, noise of a fifth.</summary>
    public static DailySpend Ordinary(int seed, int days) => Random(seed, days, (random, day) => (day % 7 < 5 ? 40 : 12) * Math.Exp(0.2 * Gauss(random)));

    /// <summary>Accounts of a few people who come and go: idle spells, heavy days, a level that drifts.</summary>
    public static DailySpend Bursty(int seed, int days)
    {
        var (level, active) = (0.0, true);
        return Random(seed, days, (random, _) =>
        {
            level = (0.98 * level) + (0.1 * Gauss(random));
            active = random.NextDouble() < (active ? 0.93 : 0.15);
            return active && random.NextDouble() < 0.8 ? 5 * Math.Exp(level + (0.9 * Gauss(random))) : 0;
        });
    }

    public static DailySpend With(this DailySpend spend, int day, decimal amount) => spend with { Amounts = spend.Amounts.SetItem(day, new Usd(amount)) };

    public static DailySpend Then(this DailySpend spend, params IEnumerable<decimal> amounts) => spend with { Amounts = spend.Amounts.AddRange(amounts.Select(amount => new Usd(amount))) };

    public static DailySpend Times(this DailySpend spend, decimal factor, int from = 0) =>
        spend with { Amounts = [.. spend.Amounts.Select((amount, day) => day < from ? amount : new Usd(amount.Amount * factor))] };

    private static DailySpend Random(int seed, int days, Func<Random, int, double> amount)
    {
        var random = new Random(seed);
        var amounts = ImmutableArray.CreateBuilder<Usd>();
        for (var day = 0; day < days; day++)
        {
            amounts.Add(new Usd(Math.Round((decimal)amount(random, day), 4)));
        }

        return new DailySpend(Monday, amounts.ToImmutable());
    }

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
