using System.Collections.Immutable;
using CreditMonitor.Core.Observations;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Observations;

public class CostHistoryTests
{
    private static readonly DateOnly Day = new(2026, 3, 10);
    private static readonly DateTimeOffset Settled = Utc("2026-03-11T06:00:00Z");

    [Fact]
    public void An_empty_day_never_overwrites_a_known_figure()
    {
        var known = CostHistory.Empty.Merge(Report(Settled, Read(12m))).History;

        var merged = known.Merge(Report(Settled.AddHours(1), new CostDay(Day, [], 0)));

        Assert.Same(known, merged.History);
        Assert.Equal(12m, merged.History.Days[Day].Amount.Amount);
    }

    [Fact]
    public void An_empty_day_is_unknown_and_a_published_zero_is_zero()
    {
        var empty = CostHistory.Empty.Merge(Report(Settled, new CostDay(Day, [], 0))).History;
        var zero = CostHistory.Empty.Merge(Report(Settled, Read(0m))).History;

        Assert.False(empty.Days.ContainsKey(Day));
        Assert.Equal(DayQuality.Complete, zero.Days[Day].Quality);
    }

    [Fact]
    public void A_day_is_partial_until_it_is_read_six_hours_after_its_end()
    {
        var early = CostHistory.Empty.Merge(Report(Settled.AddTicks(-1), Read(5m))).History;
        var late = early.Merge(Report(Settled, Read(5m)));

        Assert.Equal(DayQuality.Partial, early.Days[Day].Quality);
        Assert.Equal(DayQuality.Complete, late.History.Days[Day].Quality);
        Assert.Equal([Day], late.ChangedDays);
    }

    [Fact]
    public void Rows_that_could_not_be_read_make_a_lower_bound_which_does_not_unseat_a_whole_figure()
    {
        var whole = CostHistory.Empty.Merge(Report(Settled, Read(5m))).History;

        var merged = whole.Merge(Report(Settled.AddHours(1), Read(3m) with { SkippedRows = 2 }));
        var alone = CostHistory.Empty.Merge(Report(Settled, Read(3m) with { SkippedRows = 2 })).History;

        Assert.Equal(5m, merged.History.Days[Day].Amount.Amount);
        Assert.Equal(DayQuality.Incomplete, alone.Days[Day].Quality);
    }

    [Fact]
    public void A_restated_day_is_replaced_and_said()
    {
        var before = CostHistory.Empty.Merge(Report(Settled, Read(412.6m))).History;

        var merged = before.Merge(Report(Settled.AddHours(30), Read(9.26m)));

        Assert.Equal([new Restatement(Day, new Usd(412.6m), new Usd(9.26m))], merged.Restatements);
        Assert.Equal(9.26m, merged.History.Days[Day].Amount.Amount);
    }

    [Fact]
    public void Reading_the_same_again_changes_nothing_whatever_the_order_of_rows()
    {
        var rows = ImmutableArray.Create(new CostRow("p1", "a", null, new Usd(1m)), new CostRow("p2", "b", null, new Usd(2m)));
        var before = CostHistory.Empty.Merge(Report(Settled, new CostDay(Day, rows, 0))).History;

        var merged = before.Merge(Report(Settled.AddHours(5), new CostDay(Day, [rows[1], rows[0]], 0)));

        Assert.Empty(merged.ChangedDays);
        Assert.Same(before, merged.History);
    }

    [Fact]
    public void The_same_total_in_other_rows_is_a_changed_breakdown()
    {
        var before = CostHistory.Empty.Merge(Report(Settled, Read(3m))).History;

        var merged = before.Merge(Report(Settled.AddHours(5), new CostDay(Day, [new("p1", null, null, new Usd(1m)), new("p2", null, null, new Usd(2m))], 0)));

        Assert.Single(merged.ChangedBreakdowns);
        Assert.Empty(merged.Restatements);
    }

    [Fact]
    public void A_day_below_nothing_is_a_figure_like_any_other()
    {
        Assert.Equal(new Usd(-1m), CostHistory.Empty.Merge(Report(Settled, Read(-1m))).History.Days[Day].Amount);
    }

    private static CostDay Read(decimal amount) => new(Day, [new CostRow(null, null, null, new Usd(amount))], 0);

    private static CostReport Report(DateTimeOffset asOf, params CostDay[] days) => new(Day, asOf, [.. days], []);
}
