using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Observations;
using CreditMonitor.Storage;
using CreditMonitor.Telemetry;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Polling;

/// <summary>A team that works from Monday to Friday: of the days between, the provider answers with empty buckets.</summary>
public sealed class AYearOfFiveDayWeeks : IDisposable
{
    private const decimal Bought = 20_000m;
    private const int DaysBefore = 60;
    private const int Days = 365;

    private readonly AWorld _world = new();
    private readonly List<(DateTimeOffset Published, decimal Amount)> _spent = [];

    public AYearOfFiveDayWeeks()
    {
        _world.Store = new MonitorStore(new MeteredRowStore(new MemoryRowStore()));
        _world.Organization = _world.Organization with
        {
            Grants = [new("g1", GrantKind.Paid, new Usd(Bought), AWorld.Start.AddDays(-DaysBefore), AWorld.Start.AddDays(Days + 400))],
        };
        var today = DateOnly.FromDateTime(AWorld.Start.UtcDateTime);
        foreach (var day in Enumerable.Range(-DaysBefore + 1, DaysBefore + Days).Select(today.AddDays).Where(IsWorkday))
        {
            Publish(day);
        }
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Weekends_are_no_warning_and_no_further_request_and_the_balance_is_exact_at_every_poll()
    {
        var (end, day) = (AWorld.Start.AddDays(Days), default(DateOnly));
        for (var first = true; _world.Clock.Now < end; _world.Clock.Now += TimeSpan.FromHours(6), first = false)
        {
            var (now, meter) = (_world.Clock.Now, PollMeter.Start());

            var outcome = await _world.PollAsync();

            var (decision, isNewDay) = (outcome.Decision!, day != DateOnly.FromDateTime(now.UtcDateTime));
            day = DateOnly.FromDateTime(now.UtcDateTime);
            Assert.Null(outcome.Failure);
            Assert.True(meter.Requests <= (first ? 6 : isNewDay ? 4 : 3), $"{now:u}: {meter.Requests} requests");
            Assert.Equal((now, BalanceAt(now)), (now, decision.Snapshot.Balance?.Amount));
            Assert.Equal((now, StatusWord.Ok, 0), (now, decision.Status.WordAt(now), decision.Status.UnknownDays));
            Assert.True(decision.Status.WantingDays.IsDefaultOrEmpty, $"{now:u}: {decision.Status.WantingDays.FirstOrDefault()}");
            Assert.DoesNotContain(decision.Events, e => e.Alert.Severity >= Severity.Warning);
            Assert.Empty(outcome.Pending);
        }
    }

    [Fact]
    public async Task A_week_of_empty_buckets_of_the_same_team_is_a_warning()
    {
        await _world.PollAsync("first");
        _world.Provider.Fail(AWorld.Start.AddHours(1), AWorld.Start.AddDays(8), "costs", FaultMode.EmptyBuckets);

        var words = new List<StatusWord>();
        for (; _world.Clock.Now < AWorld.Start.AddDays(7); _world.Clock.Now += TimeSpan.FromHours(6))
        {
            words.Add((await _world.PollAsync()).Decision!.Status.WordAt(_world.Clock.Now));
        }

        Assert.Contains(words, word => word is StatusWord.Warning or StatusWord.Unknown);
    }

    private static bool IsWorkday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private decimal BalanceAt(DateTimeOffset now) => Bought - _spent.Where(spent => spent.Published <= now).Sum(spent => spent.Amount);

    /// <summary>About $20 in all by two line items, known three hours after the day.</summary>
    private void Publish(DateOnly day)
    {
        var published = CostHistory.DayEnd(day).AddHours(3);
        var (input, output) = (14m + (day.DayNumber % 5 * 0.37m), 5m + (day.DayNumber % 3 * 0.113m));
        _world.Provider.Publish(day, "proj_a", "gpt-5, input", null, new Usd(input), published);
        _world.Provider.Publish(day, "proj_a", "gpt-5, output", null, new Usd(output), published);
        _spent.Add((published, input + output));
    }
}
