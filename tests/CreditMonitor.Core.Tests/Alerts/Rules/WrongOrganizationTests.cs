using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class WrongOrganizationTests
{
    private static readonly DateTimeOffset Ten = Utc("2026-03-10T10:00:00Z");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Credit_here_and_spend_in_an_organization_without_any_is_the_wrong_one()
    {
        OtherOrganization Personal(int days) => new("personal", "Personal", false, [.. Enumerable.Range(0, days).Select(n => new DayTotal(new DateOnly(2026, 3, 8).AddDays(n), new Usd(1.9m)))]);
        var life = new ALife(AGrant.Of(20).Named("g1").EffectiveAt(Utc("2026-03-08T10:00:00Z"))).Spending(0, new(2026, 3, 1), new(2026, 3, 30));

        Assert.Empty(life.Beside(Personal(1)).Poll(Utc("2026-03-09T09:00:00Z")).Events);
        Assert.Equal(["personal"], life.Beside(Personal(2)).Poll(Ten).Events.Where(e => e.Alert.Kind == AlertKind.WrongOrganization).Select(e => e.Alert.About));
        life.Beside(Personal(2) with { HasCredit = true }).Poll(Ten + Hour);
        Assert.Equal("resolved wrong_organization", life.Said.Last());
    }

    [Fact]
    public void A_level_that_fell_here_on_the_day_it_rose_there_moved()
    {
        var days = Enumerable.Range(0, 12).Select(n => new DayTotal(new DateOnly(2026, 2, 26).AddDays(n), new Usd(n < 10 ? 0.2m : 19m))).ToArray();
        var life = new ALife(AGrant.Of(900).Named("g1").EffectiveAt(Utc("2026-02-01T00:00:00Z")).NeverExpiring()).Spending(20, new(2026, 2, 1), new(2026, 3, 7)).Spending(0.5m, new(2026, 3, 8), new(2026, 3, 20));

        life.Beside(new OtherOrganization("client", "Client", true, [.. days])).Poll(Ten);

        Assert.Contains("fell from $20.00 to $0.50", life.Events.Single(e => e.Alert.Kind == AlertKind.WrongOrganization).Alert.Text.Lead, StringComparison.Ordinal);
    }

    [Fact]
    public void An_organization_whose_first_figure_is_of_that_very_day_began_with_it()
    {
        var life = Moving().Beside(Client(new(2026, 3, 8), 17m, 17m)).Poll(Ten);

        Assert.Contains("rose from $0.00 to $17.00", life.Events.Single(e => e.Alert.Kind == AlertKind.WrongOrganization).Alert.Text.Lead, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quiet_weekend_here_and_a_batch_each_weekend_there_is_no_move()
    {
        var start = new DateOnly(2026, 2, 2);
        var life = new ALife(AGrant.Of(900).EffectiveAt(Utc("2026-02-01T00:00:00Z")).NeverExpiring());
        var there = new List<DayTotal>();
        for (var n = 0; n < 42; n++)
        {
            var (day, weekend) = (start.AddDays(n), start.AddDays(n).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
            life.Spending(weekend ? 1m : 20m, day, day);
            there.Add(new DayTotal(day, new Usd(weekend ? 18m : 0.5m)));
        }

        for (var n = 14; n < 42; n++)
        {
            life.Beside(new OtherOrganization("client", "Client", true, [.. there.Take(n + 1).TakeLast(OrganizationStatus.MostRecentDays)])).Poll(CostHistory.DayEnd(start.AddDays(n)).AddHours(9));
        }

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.WrongOrganization);
    }

    [Fact]
    public void It_stays_one_alert_while_the_spend_stays_there()
    {
        var life = Moving();
        for (var n = 2; n <= 8; n++)
        {
            life.Beside(Client(new(2026, 3, 1), [.. Enumerable.Repeat(0.2m, 7), .. Enumerable.Repeat(17m, n)])).Poll(Ten.AddDays(n - 2));
        }

        Assert.Equal(["raised wrong_organization"], life.Said.Where(said => said.EndsWith("wrong_organization", StringComparison.Ordinal)));
    }

    /// <summary>$20 a day here until 7 March, then fifty cents.</summary>
    private static ALife Moving() => new ALife(AGrant.Of(900).Named("g1").EffectiveAt(Utc("2026-02-01T00:00:00Z")).NeverExpiring()).Spending(20, new(2026, 2, 1), new(2026, 3, 7)).Spending(0.5m, new(2026, 3, 8), new(2026, 3, 20));

    private static OtherOrganization Client(DateOnly first, params decimal[] days) => new("client", "Client", true, [.. days.Select((amount, n) => new DayTotal(first.AddDays(n), new Usd(amount)))]);
}
