using CreditMonitor.Polling;
using CreditMonitor.Storage;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Functions;

/// <summary>One run of a timer function that the Functions host asked for, within a deadline of our own.</summary>
internal sealed partial class TimerRun(StoreReadiness store, ITelemetry telemetry, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<TimerRun> logger)
{
    /// <summary>Shorter than <c>functionTimeout</c> in <c>host.json</c>: past that the host kills the process, and every other run with it.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(8);

    /// <returns>False: the run counts as failed, and the host repeats it (<c>retry</c> in <c>function.json</c>). The cause is logged here, since the host logs no answer.</returns>
    public async Task<bool> RunAsync(ITimerFunction function, HttpContext context)
    {
        var well = await TryAsync(function, context);
        await telemetry.AfterRunAsync();    // before the answer: once it is out, the process may be frozen or killed
        return well;
    }

    private async Task<bool> TryAsync(ITimerFunction function, HttpContext context)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, lifetime.ApplicationStopping, context.RequestAborted);
        try
        {
            var timer = await TimerPayload.ReadAsync(context.Request.Body, either.Token);
            if (timer is null)
            {
                Log.NotUnderstood(logger, function.Name);
            }

            await store.EnsureAsync(either.Token);
            await function.RunAsync(timer ?? new TimerInfo(null, IsPastDue: false), either.Token);
            return true;
        }
        catch (Exception e) when (e is StoreException or RoundUnfinishedException)
        {
            Log.StoreFailed(logger, function.Name, e.Message);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            Log.Stopped(logger, function.Name, deadline.IsCancellationRequested ? $"it ran for {Deadline.TotalMinutes:0} minutes" : "the host is stopping or hung up");
        }
        catch (Exception e)
        {
            // A bug in one run must not end the process, and with it the runs beside it.
            Log.Failed(logger, e, function.Name);
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Function} was called with a body that is not the timer's known form; it runs as if it were due now")]
        public static partial void NotUnderstood(ILogger logger, string function);

        [LoggerMessage(LogLevel.Error, "{Function} failed: {Detail}")]
        public static partial void StoreFailed(ILogger logger, string function, string detail);

        [LoggerMessage(LogLevel.Error, "{Function} was stopped: {Cause}; what it had not committed is polled again")]
        public static partial void Stopped(ILogger logger, string function, string cause);

        [LoggerMessage(LogLevel.Error, "{Function} failed; its next run is as scheduled")]
        public static partial void Failed(ILogger logger, Exception exception, string function);
    }
}
