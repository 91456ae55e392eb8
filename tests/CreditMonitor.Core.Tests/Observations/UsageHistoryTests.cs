using CreditMonitor.Core.Observations;
using static CreditMonitor.Testing.OrdinaryUsage;

namespace CreditMonitor.Core.Tests.Observations;

public class UsageHistoryTests
{
    [Fact]
    public void A_look_at_usage_that_finds_nothing_leaves_no_snapshot()
    {
        var life = Ordinary();

        Assert.False(life.PollUsage(Burst.AddMinutes(5), With(life, Burst.AddMinutes(5), Burst, 0)).KeepsSnapshot);
    }

    [Fact]
    public void Reading_an_overlap_again_counts_nothing_twice()
    {
        var life = Ordinary();
        var now = Burst.AddMinutes(10);
        life.PollUsage(now, With(life, now, Burst, 500));
        var once = life.State.Usage;
        life.PollUsage(now, With(life, now, Burst, 500));

        Assert.Equal(once.Recent.Sum(slot => slot.Tokens), life.State.Usage.Recent.Sum(slot => slot.Tokens));
        Assert.All(once.Hours.Values, tokens => Assert.Equal(12_000, tokens));
    }

    [Fact]
    public void After_an_outage_usage_is_read_back_to_its_beginning_and_no_further_than_a_week()
    {
        var usage = Ordinary().State.Usage;

        Assert.Equal(usage.Through - UsageHistory.Overlap, usage.AskFrom(Burst.AddDays(5)));
        Assert.Equal(Burst.AddDays(13), usage.AskFrom(Burst.AddDays(20)));
    }
}
