using System.Collections.Immutable;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Cli.Simulation.Sample;

/// <summary>A sample organization's life: what the provider will tell of it, and the grants that its owner declares.</summary>
/// <param name="Costs">Reach beyond the instant they were made for, so that a demo that is left running goes on.</param>
internal sealed record SampleLife(ImmutableArray<PublishedCost> Costs, ImmutableArray<CreditGrant> Grants, ImmutableArray<Project> Projects);

/// <summary>Makes up an organization that is about to lose money: most of a year's credit is used, the rest lapses next week.</summary>
internal static class SampleOrganization
{
    public const int DaysOfHistory = 400;

    /// <summary>Days after now whose costs are made up too.</summary>
    public const int DaysAhead = 14;

    /// <summary>The big grant lapses at the start of the UTC day this many days from today.</summary>
    public const int LapsesInDays = 9;

    /// <summary>About what the big grant will lapse with; its amount is chosen for that, and rounded up to <see cref="Step"/>.</summary>
    public static readonly Usd UnusedAtLapse = new(320m);

    /// <summary>The last purchase covers about so many days of what is spent now. Nothing is drawn from it before the big grant lapses.</summary>
    public const int DaysInReserve = 25;

    // Both are long used up, so that the big grant alone carries the present.
    private static readonly Usd StarterAmount = new(500m);
    private static readonly Usd PromotionalAmount = new(100m);

    private const decimal Step = 50m;

    /// <param name="now">The life ends here, except for <see cref="DaysAhead"/>.</param>
    public static SampleLife Build(DateTimeOffset now, int seed)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var first = today.AddDays(-DaysOfHistory);
        var made = new SampleCosts(seed, first);
        var days = Enumerable.Range(0, DaysOfHistory + DaysAhead + 1).Select(first.AddDays);
        ImmutableArray<PublishedCost> costs = [.. days.SelectMany(day => made.Publish(day, running: day >= today.AddDays(-2)))];
        ImmutableArray<Project> projects = [new Project(SampleCosts.Storefront, "Storefront", false), new Project(SampleCosts.Research, "Research", false)];
        return new SampleLife(costs, Grants(costs, today, first, now), projects);
    }

    public static void FillStandIn(FakeProvider provider, SampleLife life)
    {
        foreach (var cost in life.Costs)
            provider.Publish(cost);
        foreach (var project in life.Projects)
            provider.AddProject(project, life.Grants.Min(grant => grant.EffectiveAt));
    }

    private static ImmutableArray<CreditGrant> Grants(ImmutableArray<PublishedCost> costs, DateOnly today, DateOnly first, DateTimeOffset now)
    {
        var visible = VisibleByDay(costs, now);
        var spent = Usd.Sum(visible.Values);
        var perDay = Usd.Sum(visible.Where(day => day.Key >= today.AddDays(-28) && day.Key < today).Select(day => day.Value)).Amount / 28m;
        var lapsesAt = StartOf(today.AddDays(LapsesInDays));
        var starter = new CreditGrant("starter", GrantKind.Paid, StarterAmount, StartOf(first), StartOf(first).AddYears(1), PurchasedAt: StartOf(first).AddHours(9));
        var promotional = new CreditGrant("launch-event", GrantKind.Promotional, PromotionalAmount, StartOf(today.AddDays(-120)), StartOf(today.AddDays(60)));
        var big = RoundUp(spent - StarterAmount - PromotionalAmount + new Usd(perDay * LapsesInDays) + UnusedAtLapse);
        var annual = new CreditGrant("annual", GrantKind.Paid, big, lapsesAt.AddYears(-1), lapsesAt, PurchasedAt: lapsesAt.AddYears(-1).AddHours(10));
        // Without a date of its own, as most owners would declare it: when it lapses is a range.
        var reserve = new CreditGrant("reserve", GrantKind.Paid, RoundUp(new Usd(perDay * DaysInReserve)), StartOf(today.AddDays(-60)).AddHours(15));
        return [starter, annual, promotional, reserve];
    }

    private static Dictionary<DateOnly, Usd> VisibleByDay(ImmutableArray<PublishedCost> costs, DateTimeOffset now) => costs
        .Where(cost => cost.VisibleAt <= now)
        .GroupBy(cost => (cost.Day, cost.Project, cost.LineItem, cost.ApiKey))
        .Select(figures => figures.MaxBy(cost => cost.VisibleAt)!)
        .GroupBy(cost => cost.Day)
        .ToDictionary(day => day.Key, day => Usd.Sum(day.Select(cost => cost.Amount)));

    private static Usd RoundUp(Usd amount) => new(decimal.Ceiling(amount.Amount / Step) * Step);

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
