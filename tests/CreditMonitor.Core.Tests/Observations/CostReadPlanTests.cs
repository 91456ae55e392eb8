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

    [Fact]
    public void The_first_reading_of_a_utc_day_reaches_back_over_thirty_five_days() =>
        Assert.Equal(new DateOnly(2026, 2, 13), Plan(CostHistory.Empty, Read(Now.AddHours(-1)) with { WideOn = new DateOnly(2026, 3, 19) }, null, Now));

    /// <summary>Polled by the hour, with one in ten failing: every day up to 400 days back is read again within a week, the last 35 within a day, one page of older days an answer at most.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void No_day_waits_too_long_to_be_read_again(int seed)
    {
        var random = new Random(seed);
        var today = new DateOnly(2026, 3, 20);
        var source = new CostSource(ReadFrom: today.AddDays(-500), Remarks: []) { LastOkAt = Now };
        var read = new Dictionary<DateOnly, DateTimeOffset>();
        var gaps = new CostGaps([], [new DaySpan(today.AddDays(-1_200), today.AddDays(60))]);
        for (var now = Now; now < Now.AddDays(40); now = now.AddMinutes(58 + random.Next(5)))
        {
            var plan = CostReadPlan.Of(CostHistory.Empty, source, gaps, null, now);
            if (random.Next(10) == 0)
            {
                continue;
            }

            var report = new CostReport(plan.From, now, [], []);
            var older = plan.Older is { } page ? new CostReport(page.From, now, [], []).To(page.To) : null;
            Assert.True(older is null || (plan.Sweeps && older.Until < plan.From && older.Until.DayNumber - older.From.DayNumber < CostReadPlan.SweptPageDays));
            source = (source with { LastOkAt = now }).AfterReading(report, older, now);
            foreach (var day in Days(report.From, DateOnly.FromDateTime(now.UtcDateTime)).Concat(older is null ? [] : Days(older.From, older.Until)))
            {
                read[day] = now;
            }

            if (now > Now.AddDays(8))
            {
                var newest = DateOnly.FromDateTime(now.UtcDateTime);
                Assert.All(Enumerable.Range(1, 400), back => Assert.True(
                    now - read.GetValueOrDefault(newest.AddDays(-back)) <= (back <= 34 ? TimeSpan.FromHours(30) : TimeSpan.FromDays(7)), $"{back} days back at {now}: {read.GetValueOrDefault(newest.AddDays(-back))}"));
            }
        }
    }

    [Fact]
    public void Days_without_a_figure_go_before_restatements_for_two_hours_and_no_longer()
    {
        var gap = new DateOnly(2025, 8, 2);
        var gaps = new CostGaps([new CostGap(gap, CostGapKind.Missing, Now.AddDays(-30), Now.AddDays(-30))], [new DaySpan(new(2023, 1, 1), new(2026, 3, 20))]);
        var due = Read(Now.AddHours(-1)) with { ReadFrom = new DateOnly(2025, 6, 1), SweptAt = Now.AddHours(-13) };

        Assert.False(CostReadPlan.Of(CostHistory.Empty, due, gaps, Utc("2025-06-01T00:00:00Z"), Now).Sweeps);
        Assert.True(CostReadPlan.Of(CostHistory.Empty, due with { SweptAt = Now.AddHours(-15) }, gaps, Utc("2025-06-01T00:00:00Z"), Now).Sweeps);
    }

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to) => Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(n => from.AddDays(n));

    private static CostSource Read(DateTimeOffset lastOk) =>
        new(ReadFrom: new DateOnly(2025, 12, 1), Remarks: [], WideOn: new DateOnly(2026, 3, 20)) { LastOkAt = lastOk };
}
