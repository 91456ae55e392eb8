namespace CreditMonitor.Functions;

/// <summary>When a timer last ran and is due; the isolated worker's shape.</summary>
public sealed record ScheduleStatus(DateTimeOffset Last, DateTimeOffset Next, DateTimeOffset LastUpdated);

/// <summary>What a timer is told; the isolated worker's shape. <c>Next</c> is the occurrence that is being run (<c>facts/azure-functions.md</c> 1.3).</summary>
public sealed record TimerInfo(ScheduleStatus? ScheduleStatus, bool IsPastDue);

/// <summary>A duty that a timer starts: by the Functions host, or by the built-in scheduler.</summary>
public interface ITimerFunction
{
    /// <summary>The function's folder, in which its <c>function.json</c> gives the schedule.</summary>
    string Name { get; }

    Task RunAsync(TimerInfo timer, CancellationToken cancellationToken);
}
