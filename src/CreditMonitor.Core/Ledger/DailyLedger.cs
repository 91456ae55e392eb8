using System.Collections.Immutable;

namespace CreditMonitor.Core.Ledger;

/// <summary>What one usable grant has left; never zero.</summary>
public readonly record struct GrantRemaining(string GrantId, Usd Remaining);

/// <summary>The state at the end of a UTC day, or just before the replay's end on its last day.</summary>
/// <param name="Remaining">Usable grants with something left, in burn order.</param>
/// <param name="DueOnInvoice">Total since the first fact, like <see cref="LedgerState.DueOnInvoice"/>.</param>
public sealed record DayClose(DateOnly Day, ImmutableArray<GrantRemaining> Remaining, Usd Balance, Usd Overage, Usd DueOnInvoice);

/// <param name="Days">Every UTC day from the first fact's to the last that begins before <see cref="LedgerState.AsOf"/>, ascending.</param>
public sealed record DailyLedger(LedgerState State, ImmutableArray<DayClose> Days);

/// <summary>Credit that ends unused.</summary>
/// <param name="At">The grant's expiry, UTC.</param>
public sealed record Lapse(CreditGrant Grant, DateTimeOffset At, Usd Amount);
