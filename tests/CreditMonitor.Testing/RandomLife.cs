using CreditMonitor.Core;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Testing;

/// <summary>Two hundred days of an organization, random by its seed: grants of all kinds, spend with weekends and noise, and in an eventful one also bursts, restatements, readings, payments, refusals and outages.</summary>
internal sealed class RandomLife
{
    public const int Days = 200;

    public static readonly DateTimeOffset Start = Moments.Utc("2026-01-01T00:00:00Z");
    public static readonly DateTimeOffset End = Start.AddDays(Days);
    public static readonly TimeSpan Step = TimeSpan.FromHours(12);

    private readonly Random _random;
    private readonly decimal _perDay;

    private RandomLife(int seed)
    {
        _random = new Random(seed);
        _perDay = Between(1, 30);
    }

    public ALife Life { get; private set; } = null!;

    /// <summary>Credit that lapses within the life, hardly touched by a steady spend.</summary>
    public static RandomLife Idling(int seed) => new RandomLife(seed).Made(life => life.Fund(grants: 2, worth: 400), life => life.Spend(spread: 0.15));

    /// <summary>More credit than is needed, which never lapses, and nothing but noise.</summary>
    public static RandomLife Quiet(int seed) => new RandomLife(seed).Made(life => life.Life.Grant(AGrant.Of(life._perDay * 1_000).Named("plenty").EffectiveAt(Start).NeverExpiring()), life => life.Spend(spread: 0.05 + (seed % 5 * 0.08)));

    /// <summary>Whatever happens to an organization.</summary>
    public static RandomLife Eventful(int seed) => new RandomLife(seed).Made(life => life.Fund(grants: 1 + life._random.Next(4), worth: life._random.Next(20, 250)), life => life.Spend(spread: 0.6), life => life.Happen());

    private RandomLife Made(params Action<RandomLife>[] parts)
    {
        Life = new ALife();
        foreach (var part in parts)
        {
            part(this);
        }

        return this;
    }

    private void Fund(int grants, int worth)
    {
        for (var n = 0; n < grants; n++)
        {
            var at = Start.AddHours(_random.Next(24 * 60));
            var grant = AGrant.Of(Math.Round(_perDay * worth * Between(0.5, 1.5), 2)).Named($"g{n}").EffectiveAt(at);
            Life.Grant(_random.Next(3) == 0 ? grant.Promotional().ExpiringAt(at.AddDays(_random.Next(20, 180))) : grant.ExpiringAt(at.AddDays(_random.Next(60, 140))));
        }
    }

    private void Spend(double spread)
    {
        for (var n = 0; n < Days; n++)
        {
            var day = DateOnly.FromDateTime(Start.AddDays(n).UtcDateTime);
            var noise = (decimal)Math.Exp(spread * ((_random.NextDouble() * 2) - 1));
            Life.Publish(day, Math.Round(_perDay * noise * (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.4m : 1m), 4), CostHistory.DayEnd(day).AddHours(3));
        }
    }

    private void Happen()
    {
        for (var n = 0; n < 12; n++)
        {
            var at = Start.AddHours(_random.Next(24 * (Days - 10)));
            var day = DateOnly.FromDateTime(at.UtcDateTime);
            switch (_random.Next(7))
            {
                case 0: Life.Publish(day, _perDay * _random.Next(5, 60), CostHistory.DayEnd(day).AddHours(4)); break;
                case 1: Life.Publish(day, _perDay / 2, at.AddDays(4)); break;
                case 2: Life.Failing(at, at.AddHours(_random.Next(1, 200))); break;
                case 3: Life.Publish(day, null, CostHistory.DayEnd(day).AddHours(3)); break;
                case 4: Life.Tell(new BalanceReading(InstantText.Format(at), at, "test", at, new Usd(Between(-50, 3_000)))); break;
                case 5: Life.Tell(new Receipt($"r{n}", at, "test", at, _random.Next(2) == 0 ? ReceiptKind.AutoRecharge : ReceiptKind.PaymentFailed, Money.Of(Between(5, 100), "USD"), null, null)); break;
                default: Life.Tell(new CallReport($"c{n}", at, "test", at, _random.Next(3) == 0 ? null : "credit_balance_exhausted", null)); break;
            }
        }
    }

    private decimal Between(double least, double most) => Math.Round((decimal)(least + (_random.NextDouble() * (most - least))), 2);
}
