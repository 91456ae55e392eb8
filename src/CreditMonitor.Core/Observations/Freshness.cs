namespace CreditMonitor.Core.Observations;

/// <summary>Whether a figure is recent enough to be relied on.</summary>
public static class Freshness
{
    /// <summary>Clocks differ by minutes. A figure from further ahead comes from a clock that was wrong, and says nothing of its age.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(5);

    /// <param name="asOf">Null: never read.</param>
    /// <param name="within">The greatest age, inclusive.</param>
    public static bool Holds(DateTimeOffset? asOf, TimeSpan within, DateTimeOffset now) => asOf is { } at && now - at <= within && at - now <= MostAhead;
}
