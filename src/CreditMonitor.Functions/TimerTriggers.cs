using CreditMonitor.Jobs;
using Microsoft.Azure.Functions.Worker;
using HostedTimer = Microsoft.Azure.Functions.Worker.TimerInfo;

namespace CreditMonitor.Functions;

/// <summary>The three timers. Schedules are app settings; a run that fails is repeated by the host.</summary>
public sealed class TimerTriggers(TimerRun run)
{
    private const int Repeats = 2;
    private const string Pause = "00:00:30";

    [Function(TimerRegistry.PollBilling), FixedDelayRetry(Repeats, Pause)]
    public Task PollBillingAsync([TimerTrigger("%POLL_BILLING_SCHEDULE%", UseMonitor = true)] HostedTimer timer, FunctionContext context) =>
        run.RunAsync(TimerRegistry.PollBilling, Of(timer), context.CancellationToken);

    [Function(TimerRegistry.PollUsage), FixedDelayRetry(Repeats, Pause)]
    public Task PollUsageAsync([TimerTrigger("%POLL_USAGE_SCHEDULE%", UseMonitor = true)] HostedTimer timer, FunctionContext context) =>
        run.RunAsync(TimerRegistry.PollUsage, Of(timer), context.CancellationToken);

    [Function(TimerRegistry.Digest), FixedDelayRetry(Repeats, Pause)]
    public Task DigestAsync([TimerTrigger("%DIGEST_SCHEDULE%", UseMonitor = true)] HostedTimer timer, FunctionContext context) =>
        run.RunAsync(TimerRegistry.Digest, Of(timer), context.CancellationToken);

    private static TimerRunInfo Of(HostedTimer timer) => new(
        timer.ScheduleStatus is { } known ? new TimerSchedule(Instant(known.Last), Instant(known.Next), Instant(known.LastUpdated)) : null,
        timer.IsPastDue);

    /// <summary>The first run ever has no last one: the host then sends the year 1, which no other zone can tell.</summary>
    private static DateTimeOffset Instant(DateTime at) => at.Year <= 1 ? default : new DateTimeOffset(at.ToUniversalTime(), TimeSpan.Zero);
}
