using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Testing;

/// <summary>The UTC day on which a real executable, whose clock nobody sets, runs a test. Tests of such a one look at the clock here alone.</summary>
internal sealed record RealDay(DateTimeOffset Begun)
{
    /// <summary>Longer than any one test takes.</summary>
    private static readonly TimeSpan BeforeMidnight = TimeSpan.FromMinutes(3);

    /// <summary>Begins the next day where midnight would fall into the test and what it says of "today" would be true of half of it.</summary>
    public static async Task<RealDay> BeginAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var left = TimeSpan.FromDays(1) - now.TimeOfDay;
        if (left > BeforeMidnight)
        {
            return new RealDay(now);
        }

        await Task.Delay(left + TimeSpan.FromSeconds(1));
        return new RealDay(TimeProvider.System.GetUtcNow());
    }

    /// <summary>The full hour in which the test began.</summary>
    public DateTimeOffset Hour => new(Begun.Date.AddHours(Begun.Hour), TimeSpan.Zero);

    /// <param name="days">From today; negative: in the past.</param>
    public DateOnly Plus(int days) => DateOnly.FromDateTime(Begun.UtcDateTime).AddDays(days);

    /// <summary>The start of the day so far from today, as an instant.</summary>
    public string StartOf(int days) => $"{Plus(days):yyyy-MM-dd}T00:00:00Z";

    /// <summary>So much on each of the last complete days, known before each ended.</summary>
    public void Spend(FakeProvider provider, decimal perDay, int days)
    {
        foreach (var day in Enumerable.Range(1, days).Select(back => Plus(-back)))
        {
            provider.Publish(day, "proj_a", "gpt-5, input", null, new Usd(perDay), CostHistory.DayEnd(day).AddHours(-1));
        }
    }
}
