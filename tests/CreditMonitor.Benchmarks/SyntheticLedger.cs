using System.Collections.Immutable;
using CreditMonitor.Core;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Benchmarks;

/// <summary>A large organization's life: grants bought every few days with ends that overlap, and costs many times a day.</summary>
internal static class SyntheticLedger
{
    private static readonly DateTimeOffset Begin = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static LedgerFacts Of(int usages, int grants, int seed)
    {
        var random = new Random(seed);
        var span = TimeSpan.FromDays(730);
        return new LedgerFacts(
            [
                .. Enumerable.Range(0, grants).Select(n => new CreditGrant(
                    $"grant-{n}", n % 5 == 0 ? GrantKind.Promotional : GrantKind.Paid, new Usd(random.Next(50, 500)), Begin + (span * ((double)n / grants)), Begin + (span * ((double)n / grants)) + TimeSpan.FromDays(random.Next(20, 366)))),
            ],
            [.. Enumerable.Range(0, usages).Select(n => new Usage(null, Begin + (span * ((double)n / usages)), new Usd(random.Next(1, 2_000_000) / 1_000_000m)))],
            ImmutableArray<Refund>.Empty);
    }
}
