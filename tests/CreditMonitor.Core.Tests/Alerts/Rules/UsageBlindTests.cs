using CreditMonitor.Core.Text;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class UsageBlindTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Fact]
    public void Usage_that_fails_for_an_hour_while_costs_are_read_is_told_once_and_its_end_too()
    {
        var life = Read();
        for (var n = 1; n <= 12; n++)
        {
            Look(life, Ten + (Quarter * n), fails: true);
        }

        life.PollUsage(Ten.AddHours(4));

        Assert.Equal([("raised", Ten.AddHours(1)), ("resolved", Ten.AddHours(4))], life.Events.Select(e => (SnakeCase.Of(e.Kind), e.At)));
        Assert.Equal("monitor_blind.usage.20260310T101500", life.Events[0].Alert.Key);
        Assert.NotNull(life.Last.Snapshot.Balance);
    }

    [Fact]
    public void Under_an_hour_it_is_a_hiccup()
    {
        var life = Read();
        for (var n = 1; n <= 3; n++)
        {
            Look(life, Ten + (Quarter * n), fails: true);
        }

        Look(life, Ten.AddHours(1), fails: false);
        life.Poll(Ten.AddHours(2));

        Assert.Empty(life.Events);
    }

    [Fact]
    public void A_key_that_could_never_read_usage_is_no_news()
    {
        var life = Life();
        for (var n = 0; n <= 20; n++)
        {
            Look(life, Ten + (Quarter * n), fails: true);
        }

        Assert.Empty(life.Events);
    }

    [Fact]
    public void An_outage_of_everything_is_told_as_one_and_the_next_look_decides()
    {
        var life = Read().Failing(Ten.AddMinutes(5), Ten.AddHours(6));
        for (var n = 1; n < 24; n++)
        {
            Look(life, Ten + (Quarter * n), fails: true);
        }

        life.Poll(Ten.AddHours(6));
        Look(life, Ten.AddHours(6).AddMinutes(15), fails: false);

        Assert.Equal(["raised monitor_blind", "resolved monitor_blind"], life.Said);
        Assert.All(life.Events, e => Assert.Equal("costs", e.Alert.About));
    }

    private static ALife Read()
    {
        var life = Life();
        life.Poll(Ten);
        life.PollUsage(Ten);
        return life;
    }

    /// <summary>Costs are polled on the hour, a moment before.</summary>
    private static void Look(ALife life, DateTimeOffset now, bool fails)
    {
        if (now.Minute == 0)
        {
            life.Poll(now);
        }

        _ = fails ? life.PollUsageInVain(now) : life.PollUsage(now);
    }
}
