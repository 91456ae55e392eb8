using CreditMonitor.Storage;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Jobs;

/// <summary>A run that failed, in one sentence; whoever started it may repeat it.</summary>
public sealed class TimerRunFailedException(string sentence) : Exception(sentence);

/// <summary>One run of a timer function that the Functions host asked for, within a deadline of our own.</summary>
public sealed partial class TimerRun
{
    /// <summary>Shorter than <c>functionTimeout</c> in <c>host.json</c>: past that the host kills the process, and every other run with
    /// it.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(8);

    private readonly Dictionary<string, ITimerFunction> _functions;
    private readonly StoreReadiness _store;
    private readonly ITelemetry _telemetry;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _clock;
    private readonly ILogger<TimerRun> _logger;

    internal TimerRun(IServiceProvider parts)
    {
        _functions = parts.GetServices<ITimerFunction>().ToDictionary(function => function.Name, StringComparer.Ordinal);
        _store = parts.GetRequiredService<StoreReadiness>();
        _telemetry = parts.GetRequiredService<ITelemetry>();
        _lifetime = parts.GetRequiredService<IHostApplicationLifetime>();
        _clock = parts.GetRequiredService<TimeProvider>();
        _logger = parts.GetRequiredService<ILogger<TimerRun>>();
    }

    /// <exception cref="TimerRunFailedException">The run failed and is to be repeated; the cause is logged.</exception>
    public async Task RunAsync(string name, TimerRunInfo timer, CancellationToken cancellationToken)
    {
        var failure = await TryAsync(_functions[name], timer, cancellationToken);
        await _telemetry.AfterRunAsync();    // before the answer: once it is out, the process may be frozen or killed
        if (failure is not null)
        {
            throw new TimerRunFailedException(failure);
        }
    }

    /// <returns>Null when it went well; else why it did not.</returns>
    private async Task<string?> TryAsync(ITimerFunction function, TimerRunInfo timer, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _lifetime.ApplicationStopping, cancellationToken);
        try
        {
            await _store.EnsureAsync(either.Token);
            await function.RunAsync(timer, either.Token);
            return null;
        }
        catch (Exception e) when (e is StoreException or RoundUnfinishedException)
        {
            Log.StoreFailed(_logger, function.Name, e.Message);
            return $"{function.Name} failed: {e.Message}";
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            var cause = deadline.IsCancellationRequested
                ? $"it ran for {Deadline.TotalMinutes:0} minutes" : "the host is stopping or ended the run";
            Log.Stopped(_logger, function.Name, cause);
            return $"{function.Name} was stopped: {cause}; what it had not committed is polled again.";
        }
        catch (Exception e)
        {
            // A bug in one run must not end the process, and with it the runs beside it.
            Log.Failed(_logger, e, function.Name);
            return $"{function.Name} failed by a fault of the monitor; its log has the cause.";
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Function} failed: {Detail}")]
        public static partial void StoreFailed(ILogger logger, string function, string detail);

        [LoggerMessage(LogLevel.Error, "{Function} was stopped: {Cause}; what it had not committed is polled again")]
        public static partial void Stopped(ILogger logger, string function, string cause);

        [LoggerMessage(LogLevel.Error, "{Function} failed; its next run is as scheduled")]
        public static partial void Failed(ILogger logger, Exception exception, string function);
    }
}
