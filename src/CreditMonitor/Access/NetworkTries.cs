namespace CreditMonitor.Access;

/// <summary>So many tries of each network within a while, and no network's tries ever count against another. Of one process; what it remembers of networks is bounded.</summary>
internal sealed class NetworkTries(int most, TimeSpan within, TimeProvider clock)
{
    public const int MostNetworks = 5_000;

    private readonly Remembered<List<Try>> _tries = new(MostNetworks);
    private readonly Lock _gate = new();

    public int Networks
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
    /// <returns>The try, and the how manyth of its network it is; or how long the caller has to wait for another.</returns>
    public (Try? Begun, int Count, TimeSpan Wait) Begin(string network)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var own = _tries.See(network, () => []);
            own.RemoveAll(one => now - one.At >= within);
            if (own.Count >= most)
            {
                return (null, own.Count, own[0].At + within - now);
            }

            var begun = new Try(network, now);
            own.Add(begun);
            return (begun, own.Count, TimeSpan.Zero);
        }
    }

    public void TakeBack(Try begun)
    {
        lock (_gate)
        {
            _tries.Find(begun.Network)?.Remove(begun);
        }
    }

    /// <summary>Compared by reference: two of one instant are two.</summary>
    public sealed class Try(string network, DateTimeOffset at)
    {
        public string Network => network;

        public DateTimeOffset At => at;
    }
}
