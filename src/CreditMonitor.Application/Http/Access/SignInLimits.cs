using CreditMonitor.Limits;

namespace CreditMonitor.Http.Access;

/// <summary>Bounds how many wrong keys may be tried at the page from one network within a few minutes. Nobody is refused for what another
/// network tried.</summary>
internal sealed partial class SignInLimits(TimeProvider clock, ILogger<SignInLimits> logger)
{
    public const int PerNetwork = 10;

    /// <summary>So many networks are named in the log within <see cref="Within"/>; whoever has thousands of them fills no disk.</summary>
    public const int MostLines = 10;

    public static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    private readonly RecentTries _wrong = new(PerNetwork, Within, clock);
    private readonly Lock _gate = new();
    private readonly Queue<DateTimeOffset> _lines = new();

    /// <inheritdoc cref="RecentTries.Begin"/>
    public (RecentTries.Try? Attempt, TimeSpan Wait) Begin(string network)
    {
        var (begun, count, wait) = _wrong.Begin(network);
        if (begun is not null && count == PerNetwork)
        {
            Note(network);
        }

        return (begun, wait);
    }

    /// <summary>The key was right.</summary>
    public void TakeBack(RecentTries.Try attempt) => _wrong.TakeBack(attempt);

    private void Note(string network)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            while (_lines.TryPeek(out var oldest) && now - oldest >= Within)
            {
                _lines.Dequeue();
            }

            if (_lines.Count >= MostLines)
            {
                return;
            }

            _lines.Enqueue(now);
        }

        Log.Refused(logger, network, PerNetwork, Within.TotalMinutes);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Signing in from {Network} is refused for a while: {Count} keys were tried within {Minutes} minutes")]
        public static partial void Refused(ILogger logger, string network, int count, double minutes);
    }
}
