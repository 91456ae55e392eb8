using System.Collections.Immutable;

namespace CreditMonitor.Core.Observations;

/// <summary>How asking one source went lately.</summary>
/// <param name="LastOkAt">The last whole answer; null: never one.</param>
/// <param name="FailingSince">The first failure since then; null while all is well.</param>
/// <param name="Failures">Polls in a row without a usable answer, those skipped at the provider's wish included.</param>
/// <param name="LastFailure">One sentence, with the next action.</param>
/// <param name="Denied">The provider said no until an operator acts.</param>
/// <param name="LastFailureAt">The newest failed attempt since the last whole answer; null while all is well.</param>
/// <param name="Advice">The newest failure in two short sentences; null: <paramref name="LastFailure"/> says it.</param>
/// <param name="NextAttemptAt">Not before this instant, because the provider asked for patience.</param>
public record SourceState(
    DateTimeOffset? LastOkAt = null,
    DateTimeOffset? FailingSince = null,
    int Failures = 0,
    string? LastFailure = null,
    bool Denied = false,
    DateTimeOffset? NextAttemptAt = null,
    DateTimeOffset? LastFailureAt = null,
    string? Advice = null)
{
    /// <summary>No provider may silence the monitor for longer, whatever it asks for.</summary>
    public static readonly TimeSpan LongestPatience = TimeSpan.FromHours(6);

    public bool MayAsk(DateTimeOffset now) => NextAttemptAt is not { } due || due <= now;
}

/// <summary>The costs source: the one that everything else stands on.</summary>
/// <param name="ReadFrom">Earliest UTC day ever read; null before the first answer.</param>
/// <param name="WatchedSince">When the monitor first asked.</param>
/// <param name="Remarks">What was odd in the last answer.</param>
/// <param name="WideOn">The UTC day on which the last <see cref="CostReadPlan.MonthCloseDays"/> days were read; null: never, or by an older version.</param>
/// <param name="SweptTo">The oldest day of the page of older days that was read last, of those read for restatements alone; null: none was.</param>
/// <param name="SweptAt">When that was.</param>
/// <param name="AskAgainAt">Between two billing polls costs are asked for once more at this instant; null: with the next poll.</param>
public sealed record CostSource(
    DateOnly? ReadFrom = null,
    DateTimeOffset? WatchedSince = null,
    ImmutableArray<string> Remarks = default,
    DateTimeOffset? AskAgainAt = null,
    DateOnly? WideOn = null,
    DateOnly? SweptTo = null,
    DateTimeOffset? SweptAt = null) : SourceState
{
    /// <summary>Whoever sets the monitor up and mistypes the key is to hear of it within minutes, not with the next hour's poll.</summary>
    private static readonly ImmutableArray<TimeSpan> AtFirst = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];

    /// <summary>After an answer: which days it restates, so that no day waits too long to be read again.</summary>
    /// <param name="swept">The page of older days that was read for restatements alone; null: none was, or it got no answer.</param>
    public CostSource AfterReading(CostReport report, CostReport? swept, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var read = report.From <= today.AddDays(-CostReadPlan.MonthCloseDays) ? this with { WideOn = today } : this;
        return swept is null ? read : read with { SweptTo = swept.From, SweptAt = now };
    }

    /// <summary>After an attempt: where costs were never read and the key was refused, when they are asked for again.</summary>
    public CostSource AfterAttempt(DateTimeOffset now) => this with
    {
        AskAgainAt = LastOkAt is null && Denied && Failures <= AtFirst.Length ? now + AtFirst[Math.Max(Failures, 1) - 1] : null,
    };
}

/// <summary>What a poll learnt of one source: an answer, a failure, or nothing because it was not asked.</summary>
public static class SourceUpdate
{
    /// <summary>Null reading: the source was due but had asked for patience, which counts as a poll without an answer.</summary>
    public static TState After<TState, TValue>(TState state, Reading<TValue>? reading, DateTimeOffset now)
        where TState : SourceState =>
        reading switch
        {
            Reading<TValue>.Ok => state with { LastOkAt = now, FailingSince = null, Failures = 0, LastFailure = null, Denied = false, NextAttemptAt = null, LastFailureAt = null, Advice = null },
            Reading<TValue>.Denied denied => Failed(state, now, denied.Detail, denied: true, retryAfter: null) with { Advice = denied.Advice },
            Reading<TValue>.Unavailable(var detail, var retryAfter) => Failed(state, now, detail, denied: false, retryAfter) with { Advice = null },
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
