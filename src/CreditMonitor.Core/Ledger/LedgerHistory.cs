using System.Collections.Immutable;

namespace CreditMonitor.Core.Ledger;

/// <summary>What an entry of the ledger's history did.</summary>
public enum LedgerEntryKind
{
    /// <summary>A grant became effective: its whole amount came in.</summary>
    Granted,

    /// <summary>Usage was drawn from grants; what none covered is owed, or due on an invoice.</summary>
    Used,

    /// <summary>What was owed was taken from a grant that became effective.</summary>
    OwedTaken,

    /// <summary>Money was given back for a grant.</summary>
    Refunded,

    /// <summary>A grant's expiry took what was left of it.</summary>
    Expired,

    /// <summary>A grant was withdrawn, with what was left of it.</summary>
    Voided,
}

/// <summary>One thing that happened to the credit, in the order in which the replay took it in.</summary>
/// <param name="At">UTC.</param>
/// <param name="FactId">The id of the usage or refund behind it; null where that has none, and for a grant's own events.</param>
/// <param name="Parts">How much of which grant: what came in when granted, what went out otherwise; never zero.</param>
/// <param name="Owed">What this usage added to the overage; for <see cref="LedgerEntryKind.OwedTaken"/> nothing.</param>
/// <param name="Due">What this usage added to the month's invoice.</param>
public sealed record LedgerEntry(DateTimeOffset At, LedgerEntryKind Kind, string? FactId, ImmutableArray<GrantRemaining> Parts, Usd Owed, Usd Due)
{
    /// <summary>All parts together.</summary>
    public Usd Amount => Usd.Sum(Parts.Select(part => part.Remaining));
}

/// <summary>The state, and every entry that led to it. Entries that moved nothing are left out.</summary>
public sealed record LedgerHistory(LedgerState State, ImmutableArray<LedgerEntry> Entries);
