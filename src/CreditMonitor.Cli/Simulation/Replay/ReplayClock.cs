namespace CreditMonitor.Cli.Simulation.Replay;

/// <summary>Time that only moves when the replay moves it, and never within a poll: a limit that is set on its clock is not reached.</summary>
internal sealed class ReplayClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset now = start;

    public override DateTimeOffset GetUtcNow() => now;

    /// <summary>Timers of the machine's clock would measure how fast the replay runs, and every poll sets several.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => StandingTimer.One;

    /// <exception cref="ArgumentOutOfRangeException">Time would go back.</exception>
    public void MoveTo(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, now);
        now = instant;
    }

    private sealed class StandingTimer : ITimer
    {
        public static readonly StandingTimer One = new();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
