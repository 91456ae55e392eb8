using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

/// <summary>Auto-recharge below $20, at $2 a day, charges a card that is good through April 2026.</summary>
public class CardEndingTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");

    [Fact]
    public void A_card_that_ends_before_the_next_recharge_is_told_a_month_a_week_and_a_day_ahead()
    {
        var life = Life(credit: 170m).PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-05-01T00:00:00Z"));    // falls below $20 in the middle of May

        Assert.Equal([("2026-04-01", Severity.Info), ("2026-04-24", Severity.Warning), ("2026-04-30", Severity.Warning)], Told(life));
        Assert.Contains("ending in 4242 can be charged through 30 Apr 2026", life.Events[0].Alert.Text.Lead, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_urgent_when_the_recharge_that_will_be_declined_is_days_away()
    {
        var life = Life(credit: 146m).PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-05-01T00:00:00Z"));    // on 3 May

        Assert.Equal(Severity.Critical, Told(life)[^1].Severity);
    }

    [Fact]
    public void A_recharge_that_comes_before_is_no_matter()
    {
        var life = Life(credit: 136m).PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-04-27T00:00:00Z"));    // on 28 April

        Assert.Empty(Told(life));
    }

    [Fact]
    public void Another_card_ends_it_and_recharge_that_is_off_needs_none()
    {
        var life = Life(credit: 170m).PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-04-10T00:00:00Z"));
        life.Tell(new PaymentCard("new", Utc("2026-04-10T00:00:00Z"), "ann", Utc("2026-04-10T00:00:00Z"), "1881", new(2029, 1, 1))).Poll(Utc("2026-04-10T06:00:00Z"));
        Assert.Equal("another card was told, good through 2029-01", life.State.Alerts.Single(alert => alert.About == "card").Ending);

        var off = Life(credit: 170m).Tell(new AutoRechargeSetting("off", Start, "ann", Start.AddDays(1), false, null, null, null)).PollEvery(TimeSpan.FromHours(6), Start.AddDays(1), Utc("2026-05-01T00:00:00Z"));
        Assert.Empty(Told(off));
    }

    [Fact]
    public void Where_no_balance_is_known_the_next_recharge_is_unknown_and_may_be_the_one()
    {
        var life = new ALife().Tell(new AutoRechargeSetting("on", Start, "ann", Start, true, new Usd(20), new Usd(50), null), new PaymentCard("card", Start, "ann", Start, "4242", new(2026, 4, 1)));

        life.Poll(Utc("2026-04-24T00:00:00Z"));

        Assert.Equal([("2026-04-24", Severity.Warning)], Told(life));
        Assert.Contains("when the next recharge is due is unknown", life.Events[0].Alert.Text.Lead, StringComparison.Ordinal);
    }

    private static ALife Life(decimal credit) => new ALife(AGrant.Of(credit).Named("g0").EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 5, 31))
        .Tell(new AutoRechargeSetting("on", Start, "ann", Start, true, new Usd(20), new Usd(50), null), new PaymentCard("card", Start, "ann", Start, "4242", new(2026, 4, 1)));

    private static List<(string Day, Severity Severity)> Told(ALife life) =>
        [.. life.Events.Where(e => e.Alert.About == "card" && e.Kind != AlertEventKind.Resolved).Select(e => ($"{e.At:yyyy-MM-dd}", e.Alert.Severity))];
}
