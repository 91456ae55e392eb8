using System.Collections.Immutable;

namespace CreditMonitor.Core.Monitoring;

/// <summary>What a decision may know of another watched organization: from its status row, as of its own last poll.</summary>
/// <param name="HasCredit">Usable credit is known there.</param>
/// <param name="Days">Its newest past days with a figure, ascending.</param>
public sealed record OtherOrganization(string Id, string Name, bool HasCredit, ImmutableArray<DayTotal> Days)
{
    public static OtherOrganization Of(OrganizationStatus status) => new(status.Id, status.Name, status.Latest.Balance is { IsPositive: true }, status.RecentDays.IsDefault ? [] : status.RecentDays);
}

/// <summary>A past UTC day's published cost.</summary>
public sealed record DayTotal(DateOnly Day, Usd Amount);
