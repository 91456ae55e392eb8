using System.Diagnostics;

namespace CreditMonitor.Core.Observations;

/// <summary>What came of asking the provider. Failures that a poll must expect are values; bugs stay exceptions.</summary>
public abstract record Reading<T>
{
    private Reading()
    {
    }

    public sealed record Ok(T Value) : Reading<T>;

    /// <summary>The provider said no until an operator acts: a revoked key, a missing scope.</summary>
    /// <param name="Detail">One sentence: what, where, what to do. Holds no secret and no more than 300 characters of provider text.</param>
    public sealed record Denied(string Detail) : Reading<T>
    {
        /// <summary>What happened and what to do, in two short sentences for the top of a page; null: the detail says it.</summary>
        public string? Advice { get; init; }
    }

    /// <summary>Worth asking again at the next tick: a timeout, a 429, a 5xx, an answer that is no answer.</summary>
    /// <param name="RetryAfter">What the provider asked for; null when it said nothing.</param>
    public sealed record Unavailable(string Detail, TimeSpan? RetryAfter) : Reading<T>;

    /// <summary>Goes on with the value; a failure stays the failure that it is.</summary>
    public Reading<TNext> Then<TNext>(Func<T, Reading<TNext>> next) => this switch
    {
        Ok(var value) => next(value),
        Denied denied => new Reading<TNext>.Denied(denied.Detail) { Advice = denied.Advice },
        Unavailable(var detail, var retryAfter) => new Reading<TNext>.Unavailable(detail, retryAfter),
        _ => throw new UnreachableException(),
    };
}
