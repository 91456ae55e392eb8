using System.Collections.Immutable;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Cli.Simulation.Sample;

/// <summary>One day of somebody's real bill.</summary>
internal sealed record BillDay(DateOnly Day, Usd Amount);

/// <summary>Grants that nobody declared: they only make a bill worth watching.</summary>
/// <param name="Assumption">A sentence that must stand wherever these grants are shown.</param>
internal sealed record AssumedGrants(ImmutableArray<CreditGrant> Grants, string Assumption);

/// <summary>A real daily bill, for the demo (<see cref="RealBillFile"/> reads one).</summary>
/// <param name="Days">Ascending, each day once; days may be absent.</param>
internal sealed record RealBill(ImmutableArray<BillDay> Days)
{
    private const decimal Cover = 1.15m;

    /// <summary>Assumed purchases are rounded up to whole tens of dollars.</summary>
    private const decimal Step = 10m;

    /// <summary>Moves all days by one and the same number, so that the last is the UTC day before <paramref name="now"/>. Weekdays move with it.</summary>
    public RealBill ShiftTo(DateTimeOffset now)
    {
        if (Days.IsEmpty)
            return this;

        var by = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1).DayNumber - Days[^1].Day.DayNumber;
        return new RealBill([.. Days.Select(day => day with { Day = day.Day.AddDays(by) })]);
    }

    /// <summary>Each day as the provider would have told it, three hours after it ended.</summary>
    public ImmutableArray<PublishedCost> ToCosts() =>
        [.. Days.Select(day => new PublishedCost(day.Day, null, null, null, day.Amount, StartOf(day.Day).AddHours(27)))];

    /// <summary>A purchase at the start of each calendar quarter, for 115 % of what was then spent in it. A quarter that the bill
    /// ends in is carried on at its own daily average.</summary>
    public AssumedGrants SuggestGrants() => new(
        [.. Days.GroupBy(day => QuarterOf(day.Day)).Where(quarter => quarter.Sum(day => day.Amount.Amount) > 0m).Select(quarter => Purchase(quarter.Key, [.. quarter]))],
        "These grants are assumed: at the start of each quarter a purchase of 115 % of what was then spent in it. The bill names no purchase.");

    private CreditGrant Purchase(DateOnly quarter, ImmutableArray<BillDay> days)
    {
        var spent = Usd.Sum(days.Select(day => day.Amount));
        var billed = days[^1].Day.DayNumber - days[0].Day.DayNumber + 1;
        var last = quarter.AddMonths(3).AddDays(-1);
        var expected = days[^1] == Days[^1] ? spent.Amount / billed * (last.DayNumber - days[0].Day.DayNumber + 1) : spent.Amount;
        var boughtAt = StartOf(days[0].Day);
        return new CreditGrant($"assumed-{quarter.Year}-q{((quarter.Month - 1) / 3) + 1}", GrantKind.Paid,
            new Usd(decimal.Ceiling(expected * Cover / Step) * Step), boughtAt, PurchasedAt: boughtAt);
    }

    private static DateOnly QuarterOf(DateOnly day) => new(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1);

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
