using CreditMonitor.Core.Observations;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Observations;

public sealed class EndpointUsageTests
{
    private static readonly DateTimeOffset Noon = Utc("2026-03-10T12:20:00Z");

    private static EndpointUsage Read(EndpointUsage before, DateTimeOffset now, params (int HoursBack, long Calls)[] hours)
    {
        var slots = hours.Select(hour => new UsageSlot(CallCount.HourOf(now).AddHours(-hour.HoursBack), "key", "model", "proj", hour.Calls, 0));
        return before.After(new Reading<UsageReport>.Ok(new UsageReport(before.AskFrom(now), now, [.. slots])), now);
    }

    private static EndpointUsage Images => EndpointUsage.Unread(UsageEndpoint.Images);

    [Fact]
    public void The_first_question_reaches_a_day_back_and_the_next_two_hours_before_the_last_answer()
    {
        Assert.Equal(Utc("2026-03-09T12:00:00Z"), Images.AskFrom(Noon));
        Assert.Equal(Utc("2026-03-10T10:00:00Z"), Read(Images, Noon).AskFrom(Noon.AddHours(1)));
    }

    [Fact]
    public void After_a_long_outage_six_days_are_read_and_what_was_known_before_the_gap_is_learnt_anew()
    {
        var before = Read(Images, Noon, (5, 10));
        var now = Noon.AddDays(20);

        var after = Read(before, now, (30, 3));

        Assert.Equal(now.AddDays(-6).AddMinutes(-20), before.AskFrom(now));
        Assert.Equal((now.AddDays(-6).AddMinutes(-20), 3), (after.Since, after.Calls.Days.Values.Sum(day => day.Calls)));
    }

    [Fact]
    public void Calls_that_are_read_again_count_once()
    {
        var usage = Images;
        for (var hour = 0; hour < 100; hour++)
        {
            usage = Read(usage, Noon.AddHours(hour), (3, 6), (2, 6), (1, 6), (0, 1));
        }

        // The first answer makes 22 hours whole, the last of them with calls; every later one adds an hour of six, whatever was shown of it while it ran.
        Assert.Equal(100 * 6, usage.Calls.Days.Values.Sum(day => day.Calls));
        Assert.Equal(22 + 99, usage.Calls.Days.Values.Sum(day => day.Hours));
    }

    [Fact]
    public void Fewer_than_three_days_tell_no_usual()
    {
        var usage = Read(Read(Images, Noon), Noon.AddHours(40));
        Assert.Null(usage.Calls.PerHourBefore(DateOnly.MaxValue));
        var more = Read(usage, Noon.AddHours(80));
        Assert.Equal((0m, null), (more.Calls.PerHourBefore(DateOnly.MaxValue), more.Calls.PerHourBefore(new(2026, 3, 12))));
    }

    [Fact]
    public void Days_older_than_four_weeks_are_forgotten()
    {
        var usage = Images;
        for (var day = 0; day < 60; day++)
        {
            usage = Read(usage, Noon.AddDays(day));
        }

        Assert.InRange(usage.Calls.Days.Count, 28, 30);
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    public void It_is_asked_once_an_hour(int minutes, bool due) => Assert.Equal(due, Read(Images, Noon).IsDue(Noon.AddMinutes(minutes)));

    [Fact]
    public void What_was_refused_is_asked_again_a_day_later_and_an_outage_keeps_what_was_known()
    {
        var refused = Images.After(new Reading<UsageReport>.Denied("no"), Noon);
        Assert.False(refused.IsDue(Noon.AddHours(23)));
        Assert.True(refused.IsDue(Noon.AddHours(24)));
        Assert.False(Read(refused, Noon.AddHours(24)).Refused);

        var known = Read(Images, Noon, (3, 2));
        Assert.Equal(known with { AskedAt = Noon.AddHours(1) }, known.After(new Reading<UsageReport>.Unavailable("down", null), Noon.AddHours(1)));
    }

    [Fact]
    public void Each_look_asks_one_endpoint_until_all_have_been_asked()
    {
        var usage = UsageHistory.Empty;
        var asked = new List<UsageEndpoint>();
        for (var minute = 0; minute < 60; minute += 5)
        {
            var now = Noon.AddMinutes(minute);
            if (usage.NextOther(now) is { } next)
            {
                asked.Add(next.Endpoint);
                usage = usage.Merge(new EndpointReading(next.Endpoint, new Reading<UsageReport>.Ok(new UsageReport(next.AskFrom(now), now, []))), now);
            }
        }

        Assert.Equal(Enum.GetValues<UsageEndpoint>(), asked);
        Assert.Equal(UsageEndpoint.Embeddings, usage.NextOther(Noon.AddMinutes(60))?.Endpoint);
    }
}
