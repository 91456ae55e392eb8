using CreditMonitor.Core.Alerts;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class CreditExpiredTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly DateTimeOffset End = Utc("2026-04-01T00:00:00Z");

    [Fact]
    public void Credit_that_lapsed_is_told_with_its_loss_and_closes_by_itself()
    {
        var life = new ALife(AGrant.Of(100).EffectiveAt(Start).ExpiringAt(End)).Spending(1, new(2026, 3, 1), new(2026, 4, 30));

        life.PollEvery(TimeSpan.FromHours(1), Start, End.AddDays(20));

        var told = life.Events.Where(e => e.Alert.Kind == AlertKind.CreditExpired).ToList();
        Assert.Equal([AlertEventKind.Raised, AlertEventKind.Resolved], told.Select(e => e.Kind));
        Assert.InRange(told[0].At, End, End.AddHours(8));
        Assert.StartsWith("$69.00 was lost", told[1].Alert.Ending, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_at_the_tick_before()
    {
        var life = new ALife(AGrant.Of(100).EffectiveAt(Start).ExpiringAt(End)).Spending(1, new(2026, 3, 1), new(2026, 4, 30));

        life.PollEvery(TimeSpan.FromHours(1), Start, End);
        life.Poll(End.AddTicks(-1));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.CreditExpired);
    }

    [Fact]
    public void What_the_last_unpublished_days_may_have_used_up_gets_the_benefit_of_the_doubt()
    {
        var life = new ALife(AGrant.Of(31).EffectiveAt(Start).ExpiringAt(End)).Spending(1, new(2026, 3, 1), new(2026, 4, 30));

        life.PollEvery(TimeSpan.FromHours(1), Start, End.AddDays(3));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.CreditExpired);
    }

    [Fact]
    public void Between_the_ends_of_a_range_it_may_have_lapsed_and_after_the_last_it_has()
    {
        var life = new ALife(AGrant.Of(200).EffectiveAt(Utc("2024-04-12T15:20:00Z"))).Spending(0.05m, new(2024, 4, 12), new(2025, 5, 1));

        life.PollEvery(TimeSpan.FromHours(6), Utc("2025-03-20T00:00:00Z"), Utc("2025-04-20T00:00:00Z"));

        var told = life.Events.Where(e => e.Alert.Kind == AlertKind.CreditExpired).ToList();
        Assert.Equal(2, told.Count);
        Assert.Contains("may have lapsed since", told[0].Alert.Text.Subject, StringComparison.Ordinal);
        Assert.Equal(Utc("2025-04-01T00:00:00Z"), told[0].At);
        Assert.Contains("lapsed Sat 12 Apr 2025", told[1].Alert.Text.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_look_tells_of_no_lapse_long_past()
    {
        var life = new ALife(
            AGrant.Of(18).Promotional().EffectiveAt(Utc("2023-05-04T00:00:00Z")).ExpiringAt(Utc("2023-09-01T00:00:00Z")),
            AGrant.Of(100).EffectiveAt(Start)).Spending(1, new(2026, 3, 1), new(2026, 4, 30));

        life.PollEvery(TimeSpan.FromHours(6), Start, End);

        Assert.Empty(life.Events);
    }
}
