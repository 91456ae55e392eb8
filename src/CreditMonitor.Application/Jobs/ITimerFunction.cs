namespace CreditMonitor.Jobs;

/// <summary>When a timer last ran and is due.</summary>
public sealed record TimerSchedule(DateTimeOffset Last, DateTimeOffset Next, DateTimeOffset LastUpdated);

/// <summary>What a run is started with. <c>Next</c> is the occurrence that is being run.</summary>
public sealed record TimerRunInfo(TimerSchedule? ScheduleStatus, bool IsPastDue);

/// <summary>A duty that a timer starts: by the Functions host, or by the built-in scheduler.</summary>
public interface ITimerFunction
{
    /// <summary>As it is registered (<see cref="TimerRegistry"/>) and shown in Azure.</summary>
    string Name { get; }

    Task RunAsync(TimerRunInfo timer, CancellationToken cancellationToken);
}
