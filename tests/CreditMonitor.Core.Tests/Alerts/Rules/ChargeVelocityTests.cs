using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class ChargeVelocityTests
{
    [Fact]
    public void Three_payments_within_ten_minutes_are_a_loop_and_not_two_double_ones()
    {
        var life = Life();
        for (var n = 0; n < 3; n++)
        {
            life.Tell(Payment($"R-{n}", Paid.AddMinutes(n * 3), 50, ReceiptKind.AutoRecharge), Credited($"c-{n}", Paid.AddMinutes(n * 3), 50));
        }

        Assert.Contains(AlertKind.ChargeVelocity, life.Poll(Utc("2026-03-10T10:00:00Z")).Events.Select(e => e.Alert.Kind));
        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.DuplicateCharge);
        Assert.Equal(Severity.Critical, life.Events.Single(e => e.Alert.Kind == AlertKind.ChargeVelocity).Alert.Severity);
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void Ten_minutes_are_the_length_of_a_burst(int secondsApart, bool told)
    {
        var life = Burst(TimeSpan.FromSeconds(secondsApart));

        life.Poll(Ten);

        Assert.Equal(told ? ["charge_velocity.charges.20260310T092000"] : [], life.Events.Of(AlertKind.ChargeVelocity).Select(e => e.Alert.Key));
    }

    [Fact]
    public void It_ends_when_a_day_passes_without_a_charge()
    {
        var life = Burst(TimeSpan.FromMinutes(3));
        life.Poll(Ten);

        life.PollEvery(Hour, Ten + Hour, Ten.AddHours(25));

        Assert.Equal("no further charge within 24 hours", life.Alert(AlertKind.ChargeVelocity).Ending);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(60, false)]
    public void Recharges_within_a_day_are_told_unless_what_may_have_been_spent_between_them_explains_them(decimal perDay, bool told)
    {
        var life = new ALife(AGrant.Of(5_000).Named("g0").EffectiveAt(Start).NeverExpiring()).Spending(perDay, new(2026, 3, 1), new(2026, 4, 30)).PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-10T09:00:00Z"))
            .Tell(new AutoRechargeSetting("s", Start, "test", Start, true, new Usd(6_000), new Usd(6_050), null));
        foreach (var hours in new[] { 0, 8 })
        {
            life.Tell(Payment($"R-{hours}", Paid.AddHours(hours), 50, ReceiptKind.AutoRecharge), Credited($"c-{hours}", Paid.AddHours(hours), 50));
        }

        life.Poll(Utc("2026-03-10T18:00:00Z"));

        Assert.Equal(told, life.Events.Any(e => e.Alert.Kind == AlertKind.ChargeVelocity));
    }

    [Fact]
    public void Recharges_that_no_cost_explains_are_critical_from_the_fifth_on()
    {
        var life = Life();
        for (var n = 0; n < 5; n++)
        {
            life.Tell(Recharge($"R-{n}", Paid.AddHours(n)), Credited($"c-{n}", Paid.AddHours(n), 50)).Poll(Ten.AddHours(n));
        }

        Assert.Equal([Severity.Warning, Severity.Warning, Severity.Critical], life.Events.Of(AlertKind.ChargeVelocity).Select(e => e.Alert.Severity));    // of two, three and five
    }

    [Fact]
    public void Recharges_of_unknown_worth_are_held_against_nothing()
    {
        var life = Life().Tell(Recharge("R-1", Paid).In("EUR"), Recharge("R-2", Paid.AddHours(8)).In("EUR"));

        life.Poll(Paid.AddHours(9));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.ChargeVelocity);
    }

    private static ALife Burst(TimeSpan apart) => Life().Tell(Payment("R-1", Paid), Payment("R-2", Paid + apart), Payment("R-3", Paid + (apart * 2)));
}
