using System.Collections.Immutable;
using CreditMonitor.Settings;
using NCrontab;

namespace CreditMonitor.Jobs;

/// <summary>A timer function and when it is due.</summary>
public sealed record RegisteredTimer(string Name, string Cron, CrontabSchedule Schedule);

/// <summary>The timers by the settings' schedules, for whoever starts them and for whoever judges whether they ran.</summary>
public static class TimerRegistry
{
    public const string PollBilling = "PollBilling";
    public const string PollUsage = "PollUsage";
    public const string Digest = "Digest";

    public static ImmutableArray<RegisteredTimer> Of(ScheduleSettings schedules) =>
        [Timer(PollBilling, schedules.Billing), Timer(PollUsage, schedules.Usage), Timer(Digest, schedules.Digest)];

    /// <summary>How far apart two runs are meant to be: the longest gap among the next few, so that stale figures are told from a pause
    /// that was planned.</summary>
    public static TimeSpan Interval(CrontabSchedule schedule, DateTimeOffset now)
    {
        var next = schedule.GetNextOccurrences(now.UtcDateTime, now.UtcDateTime.AddDays(8)).Take(200).ToList();
        return next.Count < 2 ? TimeSpan.FromDays(1) : next.Zip(next.Skip(1), (one, other) => other - one).Max();
    }

    private static RegisteredTimer Timer(string name, string cron) =>
        new(name, cron, CrontabSchedule.Parse(cron, new CrontabSchedule.ParseOptions { IncludingSeconds = true }));
}
