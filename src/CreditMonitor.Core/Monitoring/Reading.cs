namespace CreditMonitor.Core.Monitoring;

/// <summary>What came of asking the provider. Failures that a poll must expect are values; bugs stay exceptions.</summary>
public abstract record Reading<T>
{
    private Reading()
    {
    }

    public sealed record Ok(T Value) : Reading<T>;

    /// <summary>The provider said no until an operator acts: a revoked key, a missing scope.</summary>
    /// <param name="Detail">One sentence: what, where, what to do. Holds no secret and no more than 300 characters of provider text.</param>
    public sealed record Denied(string Detail) : Reading<T>;

    /// <summary>Worth asking again at the next tick: a timeout, a 429, a 5xx, an answer that is no answer.</summary>
    /// <param name="RetryAfter">What the provider asked for; null when it said nothing.</param>
    public sealed record Unavailable(string Detail, TimeSpan? RetryAfter) : Reading<T>;
}
