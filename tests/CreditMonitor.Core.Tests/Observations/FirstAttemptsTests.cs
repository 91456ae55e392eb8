using CreditMonitor.Core.Observations;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Observations;

public class FirstAttemptsTests
{
    private static readonly DateTimeOffset Noon = Utc("2026-03-10T12:00:00Z");

    [Fact]
    public void A_key_that_was_refused_from_the_first_is_tried_again_after_one_and_five_minutes_and_then_with_the_polls()
    {
        var first = After(new CostSource(), Refused, Noon);
        var second = After(first, Refused, Noon.AddMinutes(5));
        var third = After(second, Refused, Noon.AddMinutes(10));

        Assert.Equal([Noon.AddMinutes(1), Noon.AddMinutes(10), null], new[] { first, second, third }.Select(source => source.AskAgainAt));
        Assert.Equal("Refused. Set another.", third.Advice);
    }

    [Fact]
    public void Whoever_was_read_once_or_only_fails_to_answer_waits_for_the_next_poll()
    {
        var read = After(new CostSource(), new Reading<CostReport>.Ok(new CostReport(default, Noon, [], [])), Noon);

        Assert.Null(After(read, Refused, Noon.AddHours(1)).AskAgainAt);
        Assert.Null(After(new CostSource(), new Reading<CostReport>.Unavailable("OpenAI did not answer.", null), Noon).AskAgainAt);
        Assert.Null(After(After(new CostSource(), Refused, Noon), new Reading<CostReport>.Ok(new CostReport(default, Noon, [], [])), Noon).AskAgainAt);
    }

    private static Reading<CostReport> Refused { get; } = new Reading<CostReport>.Denied("The key is refused.") { Advice = "Refused. Set another." };

    private static CostSource After(CostSource source, Reading<CostReport> reading, DateTimeOffset now) => SourceUpdate.After(source, reading, now).AfterAttempt(now);
}
