using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Observations;

public class NegativeDaysTests
{
    private static readonly DateOnly First = new(2026, 3, 1);

    [Fact]
    public void A_day_that_gives_back_more_than_it_costs_raises_the_balance()
    {
        var life = new ALife(AGrant.Of(400).Named("g0").EffectiveAt(Utc("2026-03-01T00:00:00Z")).NeverExpiring()).Spending(4, First, First.AddDays(9));
        life.Publish(First.AddDays(10), -25, Utc("2026-03-12T03:00:00Z"));

        life.PollEvery(TimeSpan.FromHours(6), Utc("2026-03-01T00:00:00Z"), Utc("2026-03-12T12:00:00Z"));

        Assert.Equal(400m - 40m + 25m, life.Last.Snapshot.Balance!.Value.Amount);
    }

    [Fact]
    public void A_day_that_is_restated_below_nothing_replaces_what_stood_there()
    {
        var life = new ALife(AGrant.Of(400).Named("g0").EffectiveAt(Utc("2026-03-01T00:00:00Z")).NeverExpiring()).Spending(4, First, First.AddDays(9));
        life.Publish(First.AddDays(5), -6, Utc("2026-03-10T03:00:00Z"));

        life.PollEvery(TimeSpan.FromHours(6), Utc("2026-03-01T00:00:00Z"), Utc("2026-03-12T12:00:00Z"));

        Assert.Equal(400m - 36m + 6m, life.Last.Snapshot.Balance!.Value.Amount);
    }

    /// <summary>Whatever is given back: nothing is made or lost, no day is left below nothing, and days stay what they are where none was.</summary>
    [Fact]
    public void What_is_given_back_is_taken_off_other_days_to_the_cent()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var random = new Random(seed);
            var days = Enumerable.Range(0, 1 + random.Next(40))
                .Select(n => new DayCost(First.AddDays(n), new Usd(Math.Round((decimal)(random.NextDouble() * 10) - (random.Next(4) == 0 ? 12 : 0), 4)), DayQuality.Complete, default, 0)).ToList();

            var net = OrganizationLedger.NetOfCorrections([.. days]);

            var sum = Usd.Sum(days.Select(day => day.Amount));
            Assert.All(net, day => Assert.True(day.Amount >= Usd.Zero));
            Assert.True(sum < Usd.Zero ? Usd.Sum(net.Select(day => day.Amount)) == Usd.Zero : Usd.Sum(net.Select(day => day.Amount)) == sum, $"seed {seed}");
            Assert.Equal(days.Select(day => day.Day), net.Select(day => day.Day));
            Assert.All(days.Zip(net), pair => Assert.True(pair.Second.Amount <= pair.First.Amount || pair.First.Amount < Usd.Zero));
        }
    }
}
