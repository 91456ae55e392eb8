using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Observations;

/// <summary>A figure is right, or says that it is not: days without one are asked for again, counted, and never taken for zero.</summary>
public class CostGapTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-02T00:30:00Z");    // a Monday
    private static readonly DateOnly FirstDay = new(2025, 12, 1);

    /// <summary>$9,000 since December, $10 a day: what is left after a good read is known to the cent.</summary>
    private static ALife ALongLife() => new ALife(AGrant.Of(9_000).EffectiveAt(Utc("2025-12-01T00:00:00Z")).NeverExpiring()).Spending(10m, FirstDay, new DateOnly(2026, 6, 1));

    private static decimal Exact(DateTimeOffset now) => 9_000m - (10m * (DateOnly.FromDateTime(now.AddHours(-3).UtcDateTime).DayNumber - FirstDay.DayNumber));

    public static TheoryData<string> Faults => [.. AnswerFaults.All.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void After_a_fault_at_the_first_polls_the_balance_is_exact_within_two_good_polls(string fault)
    {
        // Empty days that readings on three days agree on are quiet ones: by then no fault can be told from a holiday.
        foreach (var faulty in fault == "emptied_week" ? [1, 2, 6, 30] : new[] { 1, 2, 6, 30, 100 })
        {
            var life = ALongLife();
            life.Answering = AnswerFaults.All[fault];
            life.PollEvery(TimeSpan.FromHours(1), Start, Start.AddHours(faulty));
            life.Answering = report => report;
            var now = Start.AddHours(faulty + 1);
            life.Poll(now.AddHours(-1));
            life.Poll(now);

            Assert.Equal((fault, faulty, Exact(now)), (fault, faulty, life.Last.Snapshot.Balance!.Value.Amount));
            Assert.Equal(StatusWord.Ok, life.Last.Status.WordAt(now));
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void While_the_fault_lasts_no_balance_is_stated_as_if_it_were_whole(string fault)
    {
        var life = ALongLife();
        life.Answering = AnswerFaults.All[fault];
        for (var hour = 0; hour < 48; hour++)
        {
            var now = Start.AddHours(hour);
            life.Poll(now);

            var (balance, word) = (life.Last.Snapshot.Balance?.Amount, life.Last.Status.WordAt(now));
            Assert.True(balance == Exact(now) || balance is null || word != StatusWord.Ok, $"{fault}, hour {hour}: {balance} as {word}, {Exact(now)} is right");
            Assert.DoesNotContain(life.Events, e => e.Alert.Kind is AlertKind.Overdrawn or AlertKind.LowBalance or AlertKind.BalanceExhausted);
        }
    }

    [Fact]
    public void Until_a_first_figure_was_read_the_balance_is_unknown_and_nobody_is_alarmed_by_that()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).ExpiringAt(Start.AddDays(6)));
        life.Answering = AnswerFaults.All["empty_buckets"];
        life.PollEvery(TimeSpan.FromHours(1), Start, Start.AddDays(3));

        Assert.Null(life.Last.Snapshot.Balance);
        Assert.Equal(StatusWord.Unknown, life.Last.Status.WordAt(Start.AddDays(3)));
        Assert.Empty(life.Events);
    }

    [Fact]
    public void A_row_of_zero_is_a_figure()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start.AddDays(-3)).NeverExpiring()).Spending(0m, new DateOnly(2026, 2, 27), new DateOnly(2026, 3, 1));
        life.Poll(Start.AddHours(6));

        Assert.Equal(500m, life.Last.Snapshot.Balance?.Amount);
        Assert.Equal(StatusWord.Ok, life.Last.Status.WordAt(Start.AddHours(6)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Four_days_of_empty_answers_are_an_alarm_whether_or_not_there_ever_was_a_figure(bool hadFigures)
    {
        var life = hadFigures ? ALongLife() : new ALife(AGrant.Of(500).EffectiveAt(Start.AddDays(-30)).NeverExpiring());
        if (hadFigures)
        {
            life.Poll(Start.AddHours(-1));
        }

        life.Answering = AnswerFaults.All["empty_buckets"];
        var since = life.State.History.Newest is { } newest ? CostHistory.DayEnd(newest.Day) : Start;
        life.PollEvery(TimeSpan.FromHours(1), Start, since.AddDays(4));
        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.MonitorBlind);

        life.PollEvery(TimeSpan.FromHours(1), since.AddDays(4), since.AddDays(4).AddHours(6));

        Assert.Contains(life.Events, e => e.Alert is { Kind: AlertKind.MonitorBlind, About: "costs_empty", Severity: Severity.Warning });
    }

    [Fact]
    public void Answers_of_which_most_rows_cannot_be_read_are_an_alarm_after_two_polls_and_move_no_age()
    {
        var life = ALongLife();
        life.Poll(Start);
        life.Answering = AnswerFaults.All["nan"];
        life.Poll(Start.AddHours(1));
        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.MonitorBlind);

        life.Poll(Start.AddHours(2));

        Assert.Contains(life.Events, e => e.Alert is { Kind: AlertKind.MonitorBlind, About: "costs" });
        Assert.Equal(Start, life.Last.Status.CostsAsOf);
        Assert.Contains("cost rows could not be read", life.State.Costs.LastFailure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_year_of_five_day_weeks_is_no_warning_and_asks_for_one_page_a_poll()
    {
        var life = new ALife(AGrant.Of(9_000).EffectiveAt(Start).NeverExpiring());
        for (var day = new DateOnly(2025, 12, 1); day < new DateOnly(2027, 3, 1); day = day.AddDays(1))
        {
            life.Publish(day, day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? null : 10m, CostHistory.DayEnd(day).AddHours(3));
            life.Publish(day, null, CostHistory.DayEnd(day).AddDays(-1));
        }

        var pages = 0;
        for (var now = Start.AddHours(6); now < Start.AddDays(365); now += TimeSpan.FromHours(6))
        {
            life.Poll(now);
            pages = Math.Max(pages, life.CostPages);
            Assert.Equal((now, StatusWord.Ok, 0), (now, life.Last.Status.WordAt(now), life.Last.Status.UnknownDays));
        }

        Assert.Equal(1, pages);
        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.MonitorBlind);
        Assert.InRange(life.State.Gaps.Quiet.Sum(span => span.Days), 100, 104);
        Assert.InRange(life.State.Gaps.Open.Length, 0, 2);
    }

    [Fact]
    public void A_day_that_only_came_late_is_filled_and_no_longer_counted()
    {
        var late = new DateOnly(2026, 1, 15);
        var life = ALongLife();
        life.Answering = AnswerFaults.Without(late);
        life.PollEvery(TimeSpan.FromHours(1), Start, Start.AddDays(3));
        Assert.Equal((1, StatusWord.Warning), (life.Last.Status.UnknownDays, life.Last.Status.WordAt(Start.AddDays(3))));
        Assert.Equal([new WantingDay(late, CostGapKind.Missing)], life.Last.Status.WantingDays);

        life.Answering = report => report;
        life.PollEvery(TimeSpan.FromHours(1), Start.AddDays(3), Start.AddDays(4).AddHours(1));

        Assert.Equal((0, StatusWord.Ok), (life.Last.Status.UnknownDays, life.Last.Status.WordAt(Start.AddDays(4))));
        Assert.Equal(Exact(Start.AddDays(4)), life.Last.Snapshot.Balance!.Value.Amount);
    }

    [Theory]
    [InlineData("2026-01-15", 7)]    // missing from the first poll on: all is read for a week
    [InlineData("2026-03-03", 8)]    // later: every poll reads seven days back
    public void A_day_that_never_comes_is_asked_for_at_each_poll_at_first_and_then_once_a_day(string day, int daysAtEachPoll)
    {
        var never = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var life = ALongLife();
        var (begins, ends) = (Start.AddHours(3), Start.AddDays(20));
        var asked = new List<DateTimeOffset>();
        for (var now = begins; now < ends; now += TimeSpan.FromHours(1))
        {
            life.Answering = report =>
            {
                asked.AddRange(report.From <= never && never <= report.Until ? [now] : []);
                return AnswerFaults.Without(never)(report);
            };
            life.Poll(now);
            Assert.Equal(1, life.CostPages);
        }

        var known = CostHistory.DayEnd(never) > begins ? CostHistory.DayEnd(never) : begins;
        var once = asked.Where(at => at >= known.AddDays(daysAtEachPoll + 1)).ToList();
        Assert.InRange(asked.Count(at => at >= known && at < known.AddDays(daysAtEachPoll - 1)), (daysAtEachPoll - 1) * 24, daysAtEachPoll * 24);
        var restatements = 4;    // pages that are read again for them may hold it too
        Assert.InRange(once.Count, 8, (ends - known).Days - daysAtEachPoll + restatements);
        Assert.All(once.Zip(once.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.Zero, TimeSpan.FromHours(25)));
    }

    [Fact]
    public void A_gap_seen_only_now_is_asked_for_at_each_poll_for_a_day_and_then_once_a_day()
    {
        var gap = new CostGap(new DateOnly(2026, 1, 15), CostGapKind.Missing, Start, Start);

        Assert.True(gap.IsAskedAgainAt(Start.AddHours(1)));
        Assert.True(gap.IsAskedAgainAt(Start.AddHours(23)));
        Assert.False((gap with { AskedAt = Start.AddHours(23) }).IsAskedAgainAt(Start.AddHours(25)));
        Assert.True((gap with { AskedAt = Start.AddHours(23) }).IsAskedAgainAt(Start.AddHours(47)));
    }

    [Fact]
    public void Of_gaps_too_old_for_one_page_the_oldest_is_asked_for_by_one_further_page_a_poll()
    {
        var life = new ALife(AGrant.Of(90_000).EffectiveAt(Utc("2024-03-01T00:00:00Z")).NeverExpiring()).Spending(10m, new DateOnly(2024, 3, 1), new DateOnly(2026, 6, 1));
        life.Answering = AnswerFaults.Without(new DateOnly(2024, 4, 1), new DateOnly(2025, 2, 1));
        var most = 0;
        for (var now = Start.AddHours(3); now < Start.AddDays(12); now += TimeSpan.FromHours(1))
        {
            life.Poll(now);
            most = Math.Max(most, now < Start.AddDays(8) ? 0 : life.CostPages);
        }

        Assert.Equal((2, 2), (life.Last.Status.UnknownDays, most));
        Assert.Equal(new DateOnly(2024, 3, 1), life.State.Costs.ReadFrom);
    }

    [Fact]
    public void An_empty_day_on_which_calls_were_seen_should_have_a_figure_and_never_becomes_quiet()
    {
        var day = new DateOnly(2026, 3, 3);
        var life = ALongLife();
        life.Answering = AnswerFaults.Emptied(day);
        life.PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-03T00:00:00Z"));
        for (var now = Utc("2026-03-03T00:00:00Z"); now < Utc("2026-03-04T03:00:00Z"); now += TimeSpan.FromHours(1))
        {
            life.PollUsage(now, new UsageSlot(now.AddMinutes(-45), "key_a", "gpt-5", "proj_a", 100, 2_000));
        }

        life.PollEvery(TimeSpan.FromHours(6), Utc("2026-03-04T06:00:00Z"), Utc("2026-03-20T00:00:00Z"));

        Assert.True(life.State.Usage.SeesCallsOn(day));
        Assert.Equal([new WantingDay(day, CostGapKind.Empty)], life.Last.Status.WantingDays);
        Assert.Equal(StatusWord.Warning, life.Last.Status.WordAt(Utc("2026-03-19T18:00:00Z")));
    }

    [Fact]
    public void An_empty_day_whose_neighbour_was_restated_should_have_a_figure_until_three_further_readings_agree()
    {
        var day = new DateOnly(2026, 3, 3);
        var life = ALongLife();
        life.Answering = AnswerFaults.Emptied(day);
        life.PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-05T12:00:00Z"));
        Assert.Equal(0, life.Last.Status.UnknownDays);

        life.Publish(day.AddDays(1), 17m, Utc("2026-03-05T12:00:00Z"));
        life.Poll(Utc("2026-03-05T13:00:00Z"));
        Assert.Equal([new WantingDay(day, CostGapKind.Empty)], life.Last.Status.WantingDays);

        life.PollEvery(TimeSpan.FromHours(6), Utc("2026-03-05T18:00:00Z"), Utc("2026-03-08T12:00:00Z"));
        Assert.Equal(0, life.Last.Status.UnknownDays);
        Assert.Equal([new DaySpan(day, day)], life.Last.Status.QuietDays);
    }

    [Fact]
    public void What_was_stored_without_a_word_on_its_missing_days_is_asked_for_as_soon_as_it_is_polled_again()
    {
        var life = ALongLife();
        life.Poll(Start.AddHours(3));
        var holed = new CostHistory(life.State.History.Days.RemoveRange([new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 2), new DateOnly(2026, 2, 20)]));
        life.Remember(life.State with { History = holed, Gaps = CostGaps.None });

        life.Poll(Start.AddHours(4));

        Assert.Equal(Exact(Start.AddHours(4)), life.Last.Snapshot.Balance!.Value.Amount);
    }

    [Fact]
    public void Figures_from_further_ahead_than_clocks_differ_are_not_fresh()
    {
        var life = ALongLife();
        life.Poll(Start.AddDays(3));

        Assert.False(life.Last.Status.FreshAt(Start));
        Assert.Equal(StatusWord.Unknown, life.Last.Status.WordAt(Start));
        Assert.True(life.Last.Status.FreshAt(Start.AddDays(3).AddMinutes(-4)));
        Assert.True(life.Last.Status.FreshAt(Start.AddDays(3).AddMinutes(30)));
    }
}

/// <summary>What an answer about costs may come to on its way, each over whatever was asked for.</summary>
internal static class AnswerFaults
{
    public static readonly ImmutableSortedDictionary<string, Func<CostReport, CostReport>> All = new Dictionary<string, Func<CostReport, CostReport>>
    {
        ["nan"] = report => report with { Days = [.. report.Days.Select(day => new CostDay(day.Day, [], Math.Max(day.Rows.Length, 1)))] },
        ["empty_buckets"] = report => report with { Days = [.. report.Days.Select(day => new CostDay(day.Day, [], 0))] },
        ["missing_bucket"] = Without(new DateOnly(2026, 1, 20)),
        ["missing_buckets"] = report => report with { Days = [.. report.Days.Where(day => day.Day.Day % 5 != 0)] },
        ["missing_old_half"] = report => report with { Days = [.. report.Days.Skip(report.Days.Length / 2)] },
        ["some_rows_unreadable"] = report => report with { Days = [.. report.Days.Select(day => day.Day.Day % 7 == 0 ? new CostDay(day.Day, [], 1) : day)] },
        ["emptied_week"] = Emptied([.. Enumerable.Range(10, 7).Select(n => new DateOnly(2026, 1, n))]),
        ["nothing"] = report => report with { Days = [] },
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static Func<CostReport, CostReport> Without(params DateOnly[] days) => report => report with { Days = [.. report.Days.Where(day => !days.Contains(day.Day))] };

    public static Func<CostReport, CostReport> Emptied(params DateOnly[] days) => report => report with { Days = [.. report.Days.Select(day => days.Contains(day.Day) ? new CostDay(day.Day, [], 0) : day)] };
}
