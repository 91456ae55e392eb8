using CreditMonitor.Cli.Simulation.Sample;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Simulation;

public sealed class Samples
{
    public static TheoryData<string, int> Times() => new()
    {
        { "2026-03-04T12:00:00Z", 1 }, { "2026-01-01T00:10:00Z", 2 }, { "2026-07-19T23:59:00Z", 3 }, { "2028-02-20T06:00:00Z", 4 }, { "2027-02-28T15:00:00Z", 5 }, { "2026-12-30T08:00:00Z", 6 },
    };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [MemberData(nameof(Times))]
    public async Task One_grant_is_about_to_lapse_with_a_few_hundred_dollars_and_the_rest_lasts_for_weeks(string at, int seed)
    {
        var now = At(at);
        var life = SampleOrganization.Build(now, seed);
        var days = await VisibleAsync(life, now);
        var perDay = days.Where(day => day.Key >= Today(now).AddDays(-28) && day.Key < Today(now)).Sum(day => day.Value) / 28m;

        var (remaining, overage) = Replay(life.Grants, days);
        var lapsing = life.Grants.Where(grant => grant.ExpiresAt > now && grant.ExpiresAt < now.AddDays(10)).ToList();

        Assert.Equal(0m, overage);
        Assert.Equal("annual", Assert.Single(lapsing).Id);
        Assert.InRange(remaining["annual"] - (perDay * (decimal)(lapsing[0].ExpiresAt!.Value - now).TotalDays), 250m, 450m);
        Assert.InRange(remaining["reserve"] / perDay, 24m, 35m);
        Assert.Equal(0m, remaining["starter"] + remaining["launch-event"]);
        Assert.Equal([GrantKind.Paid, GrantKind.Paid, GrantKind.Promotional, GrantKind.Paid], life.Grants.Select(grant => grant.Kind));
    }

    [Theory]
    [MemberData(nameof(Times))]
    public void The_same_seed_and_instant_make_the_same_life(string at, int seed)
    {
        Assert.Equal(SampleOrganization.Build(At(at), seed).Costs, SampleOrganization.Build(At(at), seed).Costs);
        Assert.NotEqual(SampleOrganization.Build(At(at), seed).Costs, SampleOrganization.Build(At(at), seed + 1).Costs);
    }

    [Fact]
    public async Task Weekends_are_quieter_and_spending_grows()
    {
        var now = At("2026-06-10T12:00:00Z");
        var days = await VisibleAsync(SampleOrganization.Build(now, 11), now);

        Assert.True(days.Where(IsWeekend).Average(day => day.Value) < days.Where(day => !IsWeekend(day)).Average(day => day.Value) / 2m);
        Assert.True(days.TakeLast(60).Sum(day => day.Value) > days.Take(60).Sum(day => day.Value) * 1.3m);

        static bool IsWeekend(KeyValuePair<DateOnly, decimal> day) => day.Key.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
    }

    [Fact]
    public async Task Today_grows_by_the_hour_and_a_day_is_restated_once()
    {
        var start = At("2026-06-10T00:00:00Z");
        var life = new Life();
        SampleOrganization.FillStandIn(life.Provider, SampleOrganization.Build(start, 11));
        var told = new List<decimal>();
        for (var hour = 0; hour < 24 * 4; hour++)
        {
            life.Clock.Now = start.AddHours(hour);
            told.Add((await life.CostsAsync(Today(start))).Value().Days[0].Total.Amount);
        }

        Assert.Equal(0m, told[0]);
        Assert.True(told.Zip(told.Skip(1)).All(pair => pair.First <= pair.Second));
        Assert.Equal(24 + 1, told.Distinct().Count() - 1);
        Assert.True(told[51] > told[50]);
        Assert.Equal(told[51], told[^1]);
    }

    private static DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);

    private static async Task<Dictionary<DateOnly, decimal>> VisibleAsync(SampleLife sample, DateTimeOffset now)
    {
        var life = new Life { Clock = { Now = now } };
        SampleOrganization.FillStandIn(life.Provider, sample);
        Assert.Equal(2, (await life.Source.ReadProjectsAsync(OpenAIReadings.Access(), CancellationToken.None)).Value().Length);
        return (await life.CostsAsync(Today(now).AddDays(-500))).Value().Days.Where(day => !day.Rows.IsEmpty).ToDictionary(day => day.Day, day => day.Total.Amount);
    }

    /// <summary>Promotional first, then soonest expiry (a year after the purchase where none is given); a day is drawn at its end.</summary>
    private static (Dictionary<string, decimal> Remaining, decimal Overage) Replay(IEnumerable<CreditGrant> grants, Dictionary<DateOnly, decimal> days)
    {
        var remaining = grants.ToDictionary(grant => grant.Id, grant => grant.Amount.Amount);
        var overage = 0m;
        foreach (var (day, cost) in days.OrderBy(day => day.Key))
        {
            var at = new DateTimeOffset(day, new TimeOnly(23, 59), TimeSpan.Zero);
            var left = cost;
            foreach (var grant in grants.Where(grant => grant.EffectiveAt <= at && at < End(grant)).OrderBy(grant => grant.Kind is GrantKind.Paid).ThenBy(End))
            {
                var drawn = Math.Min(left, remaining[grant.Id]);
                remaining[grant.Id] -= drawn;
                left -= drawn;
            }

            overage += left;
        }

        return (remaining, overage);
    }

    private static DateTimeOffset End(CreditGrant grant) => grant.ExpiresAt ?? grant.EffectiveAt.AddYears(1);
}
