using CreditMonitor.Core;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Testing;

/// <summary>A ledger from a seed. Instants lie on a coarse grid and amounts in a small set, so that coincidences (two things at one instant,
/// a grant used up exactly) are common and not rare.</summary>
internal sealed class RandomLedger(int seed)
{
    private static readonly DateTimeOffset Begin = Moments.Utc("2026-02-26T00:00:00Z");
    private static readonly decimal[] Amounts = [0m, 1m, 2m, 5m, 5m, 7.5m, 10m, 20m, 0.000000000001m, 3.333333333333m, 100m];

    private readonly Random random = new(seed);

    public static LedgerFacts Of(int seed) => new RandomLedger(seed).Facts();

    public DateTimeOffset Instant() => Begin.AddHours(6 * random.Next(0, 48)).AddTicks(random.Next(4) == 0 ? random.Next(-1, 2) : 0);

    public Usd Amount() => new(Amounts[random.Next(Amounts.Length)]);

    public int Below(int bound) => random.Next(bound);

    public LedgerFacts Shuffled(LedgerFacts facts) => facts with
    {
        Grants = [.. Shuffled(facts.Grants.ToArray())],
        Usage = [.. Shuffled(facts.Usage.ToArray())],
        Refunds = [.. Shuffled(facts.Refunds.ToArray())],
        BillingModes = [.. Shuffled(facts.BillingModes.ToArray())],
    };

    private LedgerFacts Facts()
    {
        var grants = Enumerable.Range(0, random.Next(0, 9)).Select(Grant).ToArray();
        return new LedgerFacts(
            [.. grants],
            [.. Enumerable.Range(0, random.Next(0, 40)).Select(Used)],
            [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ => new Refund(Id("r"), Instant(), $"g{random.Next(grants.Length + 1)}", Amount()))])
        {
            BurnOrder = random.Next(2) == 0 ? BurnOrder.PromotionalFirst : BurnOrder.SoonestExpiringFirst,
            BillingModes = random.Next(3) > 0 ? [] : [new(Begin.AddDays(4), BillingMode.Monthly), new(Begin.AddDays(7), BillingMode.Prepaid)],
        };
    }

    private CreditGrant Grant(int number) => new(
        $"g{number}",
        random.Next(2) == 0 ? GrantKind.Paid : GrantKind.Promotional,
        Amount(),
        Instant(),
        random.Next(3) > 0 ? Instant() : null,
        random.Next(4) == 0 ? Instant() : null)
    {
        NeverExpires = random.Next(4) == 0,
    };

    private Usage Used(int number) => random.Next(3) == 0
        ? Usage.OfDay(DateOnly.FromDateTime(Instant().UtcDateTime), Amount(), Id("u"))
        : new Usage(Id("u"), Instant().ToOffset(TimeSpan.FromHours(random.Next(-2, 3))), Amount());

    private string? Id(string prefix) => random.Next(2) == 0 ? null : prefix + random.Next(5);

    private T[] Shuffled<T>(T[] items)
    {
        random.Shuffle(items);
        return items;
    }
}
