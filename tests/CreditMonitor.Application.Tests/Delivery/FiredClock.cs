using System.Collections.Concurrent;

namespace CreditMonitor.Application.Tests.Delivery;

/// <summary>Another clock's time, with timers that fire when they are told to.</summary>
internal sealed class FiredClock(TimeProvider inner) : TimeProvider
{
    private readonly ConcurrentBag<FiredTimer> _timers = [];

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FiredTimer(callback, state);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Every timer that is still set is up.</summary>
    public void Fire()
    {
        foreach (var timer in _timers)
        {
            timer.Fire();
        }
    }

    private sealed class FiredTimer(TimerCallback callback, object? state) : ITimer
    {
        private int _isDone;

        public void Fire()
        {
            if (Interlocked.Exchange(ref _isDone, 1) == 0)
            {
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => Interlocked.Exchange(ref _isDone, 1);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
