using System.Collections.Immutable;

namespace CreditMonitor.Core.Observations;

/// <summary>What a decision may know of another watched organization: from its status row, as of its own last poll.</summary>
/// <param name="HasCredit">Usable credit is known there.</param>
/// <param name="Days">Its newest past days with a figure, ascending.</param>
public sealed record OtherOrganization(string Id, string Name, bool HasCredit, ImmutableArray<DayTotal> Days);

/// <summary>A past UTC day's published cost.</summary>
public sealed record DayTotal(DateOnly Day, Usd Amount);
