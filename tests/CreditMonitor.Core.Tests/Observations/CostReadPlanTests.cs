using CreditMonitor.Core.Observations;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Observations;

public class CostReadPlanTests
{
    private static readonly DateTimeOffset Now = Utc("2026-03-20T10:00:00Z");

    [Fact]
    public void The_first_reading_begins_with_the_earliest_grant() =>
        Assert.Equal(new DateOnly(2025, 6, 1), Plan(CostHistory.Empty, new CostSource(Remarks: []), Utc("2025-06-01T12:00:00Z"), Now));

    [Fact]
    public void A_young_grant_does_not_keep_the_burn_rate_from_its_history() =>
        Assert.Equal(new DateOnly(2025, 12, 20), Plan(CostHistory.Empty, new CostSource(Remarks: []), Utc("2026-03-19T12:00:00Z"), Now));

    [Fact]
    public void Without_grants_it_begins_ninety_days_back() =>
        Assert.Equal(new DateOnly(2025, 12, 20), Plan(CostHistory.Empty, new CostSource(Remarks: []), null, Now));

    [Fact]
    public void A_steady_poll_reads_seven_days_back() =>
        Assert.Equal(new DateOnly(2026, 3, 13), Plan(CostHistory.Empty, Read(Now.AddHours(-1)), null, Now));

    [Fact]
    public void At_the_months_turn_the_closing_month_is_read_again() =>
        Assert.Equal(new DateOnly(2026, 2, 25), Plan(CostHistory.Empty, Read(Utc("2026-04-01T00:00:00Z")), null, Utc("2026-04-01T01:00:00Z")));

    [Fact]
    public void After_an_outage_everything_since_a_week_before_it_is_read() =>
        Assert.Equal(new DateOnly(2026, 1, 3), Plan(CostHistory.Empty, Read(Utc("2026-01-10T00:00:00Z")), null, Now));

    [Fact]
    public void A_day_that_never_settled_is_read_until_it_does()
    {
        var day = new DateOnly(2026, 3, 2);
        var history = new CostHistory(CostHistory.Empty.Days.Add(day, new DayCost(day, new Usd(1m), DayQuality.Partial, Now, 0)));

        Assert.Equal(day, Plan(history, Read(Now.AddHours(-1)), null, Now));
    }

    [Fact]
    public void A_grant_declared_later_for_an_earlier_day_reads_back_to_it() =>
        Assert.Equal(new DateOnly(2025, 1, 5), Plan(CostHistory.Empty, Read(Now.AddHours(-1)), Utc("2025-01-05T08:00:00Z"), Now));

    private static DateOnly Plan(CostHistory history, CostSource source, DateTimeOffset? earliestNeeded, DateTimeOffset now)
    {
        var days = Enumerable.Range(0, 1_200).Select(back => DateOnly.FromDateTime(now.UtcDateTime).AddDays(-back)).ToList();
        var read = new CostGaps([], [new DaySpan(days[^1], days[0])]);    // nothing is asked for because it was never read
        return CostReadPlan.Of(history, source, read, earliestNeeded, now).From;
    }

    private static CostSource Read(DateTimeOffset lastOk) => new(ReadFrom: new DateOnly(2025, 12, 1), Remarks: []) { LastOkAt = lastOk };
}
