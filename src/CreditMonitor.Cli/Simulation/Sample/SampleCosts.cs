using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core;

namespace CreditMonitor.Cli.Simulation.Sample;

/// <summary>What the sample organization spends: the same for the same seed, first day and day.</summary>
internal sealed class SampleCosts(int seed, DateOnly first)
{
    public const string Storefront = "proj_storefront";
    public const string Research = "proj_research";

    /// <summary>Dollars of an ordinary weekday, before growth.</summary>
    private const decimal OrdinaryWeekday = 12m;

    // Shares of a day's total; they add up to one.
    private static readonly (string Project, string LineItem, string ApiKey, decimal Share)[] Lines =
    [
        (Storefront, "gpt-5-mini, input", "key_storefront_web", 0.24m),
        (Storefront, "gpt-5-mini, output", "key_storefront_web", 0.31m),
        (Storefront, "web search tool calls", "key_storefront_web", 0.08m),
        (Storefront, "text-embedding-3-small, input", "key_storefront_search", 0.04m),
        (Research, "gpt-5, input", "key_research_batch", 0.14m),
        (Research, "gpt-5, output", "key_research_batch", 0.19m),
    ];

    // Part of a day's total that each UTC hour brings, in thousandths.
    private static readonly int[] Hours = [8, 6, 5, 5, 8, 14, 28, 46, 62, 72, 74, 70, 66, 72, 76, 76, 70, 62, 52, 42, 34, 24, 16, 12];

    /// <summary>The day as the provider tells it: first some three hours after it ended, and once more, slightly higher, a day later.</summary>
    /// <param name="running">With what was known of it after each of its hours.</param>
    public IEnumerable<PublishedCost> Publish(DateOnly day, bool running)
    {
        var start = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        for (var line = 0; line < Lines.Length; line++)
        {
            var settled = Total(day) * Lines[line].Share * Between(0.8m, 1.2m, Chance(day, 10 + line));
            var known = settled * Between(0.985m, 1m, Chance(day, 30 + line));
            var share = 0;
            for (var hour = 1; running && hour <= Hours.Length; hour++)
            {
                share += Hours[hour - 1];
                yield return Figure(day, line, known * share / 1_000m, start.AddHours(hour));
            }

            yield return Figure(day, line, known, start.AddHours(27));
            yield return Figure(day, line, settled, start.AddHours(51));
        }
    }

    private static PublishedCost Figure(DateOnly day, int line, decimal amount, DateTimeOffset visibleAt) =>
        new(day, Lines[line].Project, Lines[line].LineItem, Lines[line].ApiKey, new Usd(decimal.Round(amount, 6)), visibleAt);

    private decimal Total(DateOnly day)
    {
        var growth = 0.7m + (0.7m * (day.DayNumber - first.DayNumber) / SampleOrganization.DaysOfHistory);
        var rhythm = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.35m : 1m;
        var holiday = day is { Month: 12, Day: >= 24 } or { Month: 1, Day: 1 } ? 0.25m : 1m;
        var burst = Chance(day, 1) < 0.03m ? 2.2m : 1m;
        return OrdinaryWeekday * growth * rhythm * holiday * burst * Between(0.85m, 1.15m, Chance(day, 2));
    }

    private static decimal Between(decimal low, decimal high, decimal chance) => low + ((high - low) * chance);

    /// <summary>Evenly spread over [0, 1); by SplitMix64's finalizer, so that a day needs no other day's draws.</summary>
    private decimal Chance(DateOnly day, int salt)
    {
        unchecked
        {
            var bits = ((ulong)(uint)seed << 32) ^ ((ulong)(uint)day.DayNumber << 8) ^ (uint)salt;
            bits += 0x9E3779B97F4A7C15;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return ((bits ^ (bits >> 31)) % 1_000_000) / 1_000_000m;
        }
    }
}
