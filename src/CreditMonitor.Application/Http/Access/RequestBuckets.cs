using CreditMonitor.Limits;

namespace CreditMonitor.Http.Access;

/// <summary>For each caller a bucket of <paramref name="perMinute"/> requests that fills steadily. Of one process; what it remembers of
/// callers is bounded.</summary>
internal sealed class RequestBuckets(int perMinute, TimeProvider clock)
{
    /// <summary>Some 2 MB. Whoever has more networks than these can make the process forget what they asked for, and nothing
    /// else.</summary>
    public const int MostCallers = 10_000;

    private readonly Remembered<Bucket> _buckets = new(MostCallers);
    private readonly Lock _gate = new();

    public int Callers
    {
        get
        {
            lock (_gate)
            {
                return _buckets.Count;
            }
        }
    }

    /// <returns>Null: taken. Else how long until another is.</returns>
    public TimeSpan? Take(string caller)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            var bucket = _buckets.See(caller, () => new Bucket { Left = perMinute, At = now });
            bucket.Left = Math.Min(perMinute, bucket.Left + (clock.GetElapsedTime(bucket.At, now).TotalMinutes * perMinute));
            bucket.At = now;
            if (bucket.Left < 1)
            {
                return TimeSpan.FromMinutes((1 - bucket.Left) / perMinute);
            }

            bucket.Left--;
            return null;
        }
    }

    private sealed class Bucket
    {
        public double Left { get; set; }

        /// <summary>When that was so, as the clock's timestamp: it never goes back.</summary>
        public long At { get; set; }
    }
}
