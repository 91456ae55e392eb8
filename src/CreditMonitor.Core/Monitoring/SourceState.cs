using System.Collections.Immutable;

namespace CreditMonitor.Core.Monitoring;

/// <summary>How asking one source went lately.</summary>
/// <param name="LastOkAt">The last whole answer; null: never one.</param>
/// <param name="FailingSince">The first failure since then; null while all is well.</param>
/// <param name="Failures">Polls in a row without a usable answer, those skipped at the provider's wish included.</param>
/// <param name="LastFailure">One sentence, with the next action.</param>
/// <param name="Denied">The provider said no until an operator acts.</param>
/// <param name="LastFailureAt">The newest failed attempt since the last whole answer; null while all is well.</param>
/// <param name="NextAttemptAt">Not before this instant, because the provider asked for patience.</param>
public record SourceState(
    DateTimeOffset? LastOkAt = null,
    DateTimeOffset? FailingSince = null,
    int Failures = 0,
    string? LastFailure = null,
    bool Denied = false,
    DateTimeOffset? NextAttemptAt = null,
    DateTimeOffset? LastFailureAt = null)
{
    /// <summary>No provider may silence the monitor for longer, whatever it asks for.</summary>
    public static readonly TimeSpan LongestPatience = TimeSpan.FromHours(6);

    public bool MayAsk(DateTimeOffset now) => NextAttemptAt is not { } due || due <= now;
}

/// <summary>The costs source: the one that everything else stands on.</summary>
/// <param name="ReadFrom">Earliest UTC day ever read; null before the first answer.</param>
/// <param name="WatchedSince">When the monitor first asked.</param>
/// <param name="Remarks">What was odd in the last answer.</param>
public sealed record CostSource(
    DateOnly? ReadFrom = null,
    DateTimeOffset? WatchedSince = null,
    ImmutableArray<string> Remarks = default) : SourceState;

/// <summary>What a poll learnt of one source: an answer, a failure, or nothing because it was not asked.</summary>
public static class SourceUpdate
{
    /// <summary>Null reading: the source was due but had asked for patience, which counts as a poll without an answer.</summary>
    public static TState After<TState, TValue>(TState state, Reading<TValue>? reading, DateTimeOffset now)
        where TState : SourceState =>
        reading switch
        {
            Reading<TValue>.Ok => state with { LastOkAt = now, FailingSince = null, Failures = 0, LastFailure = null, Denied = false, NextAttemptAt = null, LastFailureAt = null },
            Reading<TValue>.Denied(var detail) => Failed(state, now, detail, denied: true, retryAfter: null),
            Reading<TValue>.Unavailable(var detail, var retryAfter) => Failed(state, now, detail, denied: false, retryAfter),
            _ => Failed(state, now, state.LastFailure ?? "The provider asked for patience.", state.Denied, retryAfter: null) with { NextAttemptAt = state.NextAttemptAt },
        };

    private static TState Failed<TState>(TState state, DateTimeOffset now, string detail, bool denied, TimeSpan? retryAfter)
        where TState : SourceState =>
        state with
        {
            FailingSince = state.FailingSince ?? now,
            Failures = state.Failures + 1,
            LastFailureAt = now,
            LastFailure = detail,
            Denied = denied,
            NextAttemptAt = retryAfter is { } wait ? now + (wait < SourceState.LongestPatience ? wait : SourceState.LongestPatience) : null,
        };
}
