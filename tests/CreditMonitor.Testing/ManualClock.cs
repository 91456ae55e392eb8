namespace CreditMonitor.Testing;

/// <summary>A clock whose timers are up when the test lets time pass. Over a sleep only the time of day moves on, as on a machine that
/// slept.</summary>
internal sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _set = [];
    private TaskCompletionSource _another = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _awake;
    private TimeSpan _asleep;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return start + _awake + _asleep;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            var timer = new ManualTimer(this, callback, state);
            Set(timer, dueTime);
            return timer;
        }
    }

    /// <summary>The time of day moves on; no timer comes nearer to its end.</summary>
    public void Sleep(TimeSpan time)
    {
        lock (_gate)
        {
            _asleep += time;
        }
    }

    /// <summary>Time passes, and the timers whose time it was are up.</summary>
    public void Pass(TimeSpan time)
    {
        List<ManualTimer> up;
        lock (_gate)
        {
            _awake += time;
            up = [.. _set.Where(timer => timer.Due <= _awake).OrderBy(timer => timer.Due)];
            up.ForEach(timer => _set.Remove(timer));
        }

        up.ForEach(timer => timer.Fire());
    }

    /// <summary>Returns once so many timers are set that have no more to run than <paramref name="atMost"/>.</summary>
    public async Task UntilSetAsync(int timers, TimeSpan atMost)
    {
        while (true)
        {
            Task another;
            lock (_gate)
            {
                if (_set.Count(timer => timer.Due - _awake <= atMost) >= timers)
                {
                    return;
                }

                another = _another.Task;
            }

            await another.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    private void Set(ManualTimer timer, TimeSpan dueTime)
    {
        _set.Remove(timer);
        if (dueTime >= TimeSpan.Zero)
        {
            timer.Due = _awake + dueTime;
            _set.Add(timer);
            var told = _another;
            _another = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            told.SetResult();
        }
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock.Set(this, dueTime);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
