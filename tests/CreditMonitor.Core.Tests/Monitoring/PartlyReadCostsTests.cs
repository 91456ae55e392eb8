using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Monitoring;

public class PartlyReadCostsTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");

    [Fact]
    public void Rows_of_most_days_that_cannot_be_read_are_told_after_two_polls_and_the_rest_still_foretells()
    {
        var life = Life(report => report with { Days = [.. report.Days.Select(day => new CostDay(day.Day, day.Rows, day.Rows.Length))] });

        life.Poll(Start.AddDays(20));
        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.MonitorBlind);
        life.Poll(Start.AddDays(20).AddHours(1));

        var told = Assert.Single(life.Events, e => e.Alert.Kind == AlertKind.MonitorBlind).Alert;
        Assert.Equal(("costs_part", Severity.Warning), (told.About, told.Severity));
        Assert.Equal(new Usd(4), life.Last.Status.Burn!.PerDay);
        Assert.True(life.Last.Status.Burn!.IsLowerBound);

        life.Answering = report => report;
        life.Poll(Start.AddDays(20).AddHours(2));
        Assert.Contains("resolved monitor_blind", life.Said);
    }

    [Fact]
    public void An_odd_row_now_and_then_is_not() => Assert.DoesNotContain(
        Life(report => report with { Days = [.. report.Days.Select(day => day.Day.Day % 5 == 0 ? new CostDay(day.Day, day.Rows, 1) : day)] }).PollEvery(TimeSpan.FromHours(3), Start.AddDays(20), Start.AddDays(24)).Events,
        e => e.Alert.About == "costs_part");

    private static ALife Life(Func<CostReport, CostReport> answering)
    {
        var life = new ALife(AGrant.Of(400).Named("g0").EffectiveAt(Start).NeverExpiring()).Spending(4, new(2026, 3, 1), new(2026, 4, 30));
        life.Answering = answering;
        return life;
    }
}
