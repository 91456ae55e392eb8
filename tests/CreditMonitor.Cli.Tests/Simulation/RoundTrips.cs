using System.Diagnostics;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Simulation;

public sealed class RoundTrips
{
    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task What_was_published_and_is_visible_is_what_is_read(int seed)
    {
        var random = new Random(seed);
        var life = new Life(pageCap: random.Next(1, 60));
        if (random.Next(3) == 0)
            life.FailAlways(FaultMode.StringAmounts);
        var published = Enumerable.Range(0, random.Next(1, 300)).Select(_ => AnyCost(random, life.Clock.Now)).ToList();
        published.ForEach(life.Provider.Publish);
        var from = Life.First.AddDays(random.Next(-5, 40));

        var report = (await life.CostsAsync(from)).Value();

        var read = report.Days.SelectMany(day => day.Rows.Select(row => (day.Day, row.ProjectId, row.LineItem, row.Amount))).Order();
        Assert.Equal(Expected(published, from, life.Clock.Now).Order(), read);
        Assert.All(report.Days, day => Assert.Equal(0, day.SkippedRows));
    }

    private static PublishedCost AnyCost(Random random, DateTimeOffset now) => new(
        Life.First.AddDays(random.Next(0, 59)),
        random.Next(4) == 0 ? null : $"proj_{random.Next(3)}",
        new[] { null, "gpt-5, \"input\"", "gpt-5, output é 😀", "web search" }[random.Next(4)],
        random.Next(2) == 0 ? null : $"key_{random.Next(2)}",
        new Usd(new decimal(random.Next(), random.Next(0, 50_000), 0, random.Next(8) == 0, (byte)random.Next(4, 13))),
        now.AddMinutes(random.Next(-100_000, 10_000)));

    private static IEnumerable<(DateOnly, string?, string?, Usd)> Expected(List<PublishedCost> published, DateOnly from, DateTimeOffset now) => published
        .Where(cost => cost.VisibleAt <= now && cost.Day >= from)
        .GroupBy(cost => (cost.Day, cost.Project, cost.LineItem, cost.ApiKey))
        .Select(figures => figures.OrderBy(cost => cost.VisibleAt).Last())
        .GroupBy(cost => (cost.Day, cost.Project, cost.LineItem))
        .Select(row => (row.Key.Day, row.Key.Project, row.Key.LineItem, Usd.Sum(row.Select(cost => cost.Amount))));

    [Fact]
    public async Task A_year_of_hourly_polls_takes_seconds()
    {
        var life = new Life();
        for (var day = 0; day < 365; day++)
        {
            for (var line = 0; line < 6; line++)
            {
                for (var version = 0; version < 3; version++)
                    life.Publish(Life.First.AddDays(day), line + version, lineItem: $"line {line}", at: new DateTimeOffset(Life.First.AddDays(day + 1), new TimeOnly(3, 0), TimeSpan.Zero).AddDays(version));
            }
        }

        var started = Stopwatch.GetTimestamp();
        for (var hour = 0; hour < 8_760; hour++)
        {
            life.Clock.Now = new DateTimeOffset(Life.First, TimeOnly.MinValue, TimeSpan.Zero).AddHours(hour);
            var today = DateOnly.FromDateTime(life.Clock.Now.UtcDateTime);
            (await life.CostsAsync(hour % 720 == 0 ? Life.First : today.AddDays(-7))).Value();
        }

        var took = Stopwatch.GetElapsedTime(started);
        TestContext.Current.TestOutputHelper!.WriteLine($"{took.TotalSeconds:0.00} s");
        Assert.True(took < TimeSpan.FromSeconds(15), $"It took {took.TotalSeconds:0.0} s."); // About one second; the bound is for a busy machine.
    }
}
