using System.Collections.Immutable;
using CreditMonitor.Jobs;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Cli.Scheduling;

/// <summary>Starts the timer functions when no Functions host does. One occurrence of a function at a time, missed ones made up for by one run.</summary>
internal sealed partial class BuiltInScheduler(
    ImmutableArray<RegisteredTimer> timers,
    IEnumerable<ITimerFunction> functions,
    ITelemetry telemetry,
    TimeProvider clock,
    ILogger<BuiltInScheduler> logger) : BackgroundService
{
    /// <summary>A run may not outlast this; the next occurrence must come to its turn.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(8);

    /// <summary>Timer waits are cut to this, so that a clock that jumps (a laptop that slept) is noticed.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(timers.Select(timer => RunAsync(timer, functions.Single(function => function.Name == timer.Name), stoppingToken)));

    private async Task RunAsync(RegisteredTimer timer, ITimerFunction function, CancellationToken stoppingToken)
    {
        var last = clock.GetUtcNow();
        var due = last;    // the first run is now: nobody should wait an hour for a first figure
        while (!stoppingToken.IsCancellationRequested)
        {
            await WaitUntilAsync(due, stoppingToken);
            var started = clock.GetUtcNow();
            await RunOnceAsync(function, new TimerRunInfo(new TimerSchedule(last, due, last), started - due > TimeSpan.FromMinutes(1)), stoppingToken);
            last = started;
            // After its beginning and not its end: what came due while it ran, or the machine slept in its midst, is made up for.
            due = new DateTimeOffset(timer.Schedule.GetNextOccurrence(started.UtcDateTime), TimeSpan.Zero);
        }
    }

    private async Task WaitUntilAsync(DateTimeOffset due, CancellationToken stoppingToken)
    {
        for (var left = due - clock.GetUtcNow(); left > TimeSpan.Zero; left = due - clock.GetUtcNow())
        {
            await Task.Delay(left < LongestWait ? left : LongestWait, clock, stoppingToken);
        }
    }

    private async Task RunOnceAsync(ITimerFunction function, TimerRunInfo info, CancellationToken stoppingToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stoppingToken);
        try
        {
            await function.RunAsync(info, either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            Log.TooLong(logger, function.Name, Deadline);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A bug in one run must not end the timer: the next occurrence runs, and stale figures are told by whoever looks.
            Log.Failed(logger, e, function.Name);
        }

        await ReportAsync(function);
    }

    /// <summary>Nor may a bug in what is reported of it.</summary>
    private async Task ReportAsync(ITimerFunction function)
    {
        try
        {
            await telemetry.AfterRunAsync();
        }
        catch (Exception e)
        {
            Log.NotReported(logger, e, function.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Function} ran for {Deadline} and was stopped; what it had not committed is polled again")]
        public static partial void TooLong(ILogger logger, string function, TimeSpan deadline);

        [LoggerMessage(LogLevel.Error, "{Function} has run, but what it came to could not be sent to the collector")]
        public static partial void NotReported(ILogger logger, Exception exception, string function);

        [LoggerMessage(LogLevel.Error, "{Function} failed; its next run is as scheduled")]
        public static partial void Failed(ILogger logger, Exception exception, string function);
    }
}
