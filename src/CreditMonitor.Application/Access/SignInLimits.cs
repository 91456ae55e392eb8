namespace CreditMonitor.Access;

/// <summary>Bounds how many wrong keys may be tried at the page: from one network, and from all together, within a few minutes. Of one process.</summary>
internal sealed partial class SignInLimits(TimeProvider clock, ILogger<SignInLimits> logger)
{
    public const int PerNetwork = 10;
    public const int Overall = 100;

    public static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    /// <summary>In order of time, <see cref="Overall"/> at most: the bound is also what they may take of memory.</summary>
    private readonly List<Attempt> _wrong = [];
    private readonly Lock _gate = new();

    /// <summary>Counts as wrong until it is taken back, so that many at once gain nothing.</summary>
    /// <returns>The attempt, or how long the caller has to wait before another is looked at.</returns>
    public (Attempt? Attempt, TimeSpan Wait) Begin(string network)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            _wrong.RemoveAll(attempt => now - attempt.At >= Within);
            var own = _wrong.FindAll(attempt => attempt.Network == network);
            if (own.Count >= PerNetwork || _wrong.Count >= Overall)
            {
                var first = own.Count >= PerNetwork ? own[0] : _wrong[0];
                return (null, first.At + Within - now);
            }

            var begun = new Attempt(network, now);
            _wrong.Add(begun);
            Tell(own.Count + 1, network);
            return (begun, TimeSpan.Zero);
        }
    }

    /// <summary>The key was right.</summary>
    public void TakeBack(Attempt attempt)
    {
        lock (_gate)
        {
            _wrong.Remove(attempt);
        }
    }

    private void Tell(int own, string network)
    {
        if (own == PerNetwork)
        {
            Log.FromOne(logger, network, PerNetwork, Within.TotalMinutes);
        }
        else if (_wrong.Count == Overall)
        {
            Log.FromMany(logger, Overall, Within.TotalMinutes);
        }
    }

    /// <summary>Compared by reference: two of one instant are two.</summary>
    public sealed class Attempt(string network, DateTimeOffset at)
    {
        public string Network => network;

        public DateTimeOffset At => at;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Signing in from {Network} is refused for a while: {Count} keys were tried within {Minutes} minutes")]
        public static partial void FromOne(ILogger logger, string network, int count, double minutes);

        [LoggerMessage(LogLevel.Warning, "Signing in is refused for a while: {Count} keys were tried within {Minutes} minutes, from many addresses; keys sent in a header are taken all the same")]
        public static partial void FromMany(ILogger logger, int count, double minutes);
    }
}
