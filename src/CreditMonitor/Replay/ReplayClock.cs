namespace CreditMonitor.Replay;

/// <summary>Time that only moves when the replay moves it. Nothing in the program waits, so nobody needs its timers.</summary>
internal sealed class ReplayClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset now = start;

    public override DateTimeOffset GetUtcNow() => now;

    /// <exception cref="ArgumentOutOfRangeException">Time would go back.</exception>
    public void MoveTo(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, now);
        now = instant;
    }
}
