using System.Collections.Immutable;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Core.Monitoring;

/// <summary>What was believed at one poll. History, not truth: never read back by a decision.</summary>
/// <param name="PollId">One poll, one snapshot.</param>
/// <param name="CostsAsOf">When the costs behind it were read; null: never.</param>
/// <param name="Balance">Null: unknown, because no grant is declared.</param>
/// <param name="RunwayDays">Days from <paramref name="At"/> until the credit is gone at the burn rate; null: unknown or beyond two years.</param>
public sealed record Snapshot(
    string PollId,
    DateTimeOffset At,
    DateTimeOffset? CostsAsOf,
    Usd? Balance,
    Usd? Overage,
    Usd? DueOnInvoice,
    Usd? BurnPerDay,
    decimal? RunwayDays,
    ImmutableArray<GrantSnapshot> Grants,
    ImmutableArray<Restatement> Restatements,
    ImmutableArray<string> OpenAlerts)
{
    /// <summary>Facts about the past that turned out otherwise at this poll, and moved the balance.</summary>
    public Correction? Correction { get; init; }
}

/// <param name="State">The ledger's word, snake_case.</param>
/// <param name="Remaining">Null: unknown, because costs were never read.</param>
/// <param name="ExpectedUnused">At the burn rate; null without one, or without an end.</param>
/// <param name="LapsesFrom">Earliest instant at which it may lapse; null: never.</param>
/// <param name="LapsesBy">Latest such instant; the same as the earliest when the date was given.</param>
public sealed record GrantSnapshot(
    string Id,
    string Kind,
    Usd Amount,
    Usd? Remaining,
    string State,
    DateTimeOffset? LapsesFrom,
    DateTimeOffset? LapsesBy,
    Usd? ExpectedUnused)
{
    /// <summary>What will lapse of it, as a range; null where nothing is foreseen.</summary>
    public GrantForesight? Foreseen { get; init; }
}
