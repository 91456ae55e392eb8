namespace CreditMonitor.Limits;

/// <summary>So many tries of each network, or other name, within a while; nobody's tries ever count against another. Of one process; what
/// it remembers is bounded.</summary>
internal sealed class RecentTries(int most, TimeSpan within, TimeProvider clock)
{
    public const int MostNames = 5_000;

    private readonly Remembered<List<Try>> _tries = new(MostNames);
    private readonly Lock _gate = new();

    public int Names
    {
        get
        {
            lock (_gate)
            {
                return _tries.Count;
            }
        }
    }

    /// <summary>Counts until it is taken back, so that many at once gain nothing.</summary>
    /// <returns>The try, and how many its name has begun with it; or how long the caller has to wait for another.</returns>
    public (Try? Begun, int Count, TimeSpan Wait) Begin(string name)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var own = _tries.See(name, () => []);
            own.RemoveAll(one => now - one.At >= within);
            if (own.Count >= most)
            {
                return (null, own.Count, own[0].At + within - now);
            }

            var begun = new Try(name, now);
            own.Add(begun);
            return (begun, own.Count, TimeSpan.Zero);
        }
    }

    public void TakeBack(Try begun)
    {
        lock (_gate)
        {
            _tries.Find(begun.Name)?.Remove(begun);
        }
    }

    /// <summary>Compared by reference: two of one instant are two.</summary>
    public sealed class Try(string name, DateTimeOffset at)
    {
        public string Name => name;

        public DateTimeOffset At => at;
    }
}
