using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;

namespace CreditMonitor.Core.Monitoring;

/// <summary>All that the next decision needs to know of the past. The balance is not among it: that is derived anew each time.</summary>
/// <param name="LastPollId">The poll that led here; the same poll again changes nothing.</param>
public sealed record OrganizationState(
    string OrganizationId,
    string? LastPollId,
    CostSource Costs,
    SourceState Projects,
    SourceState SpendLimit,
    ImmutableArray<Project> KnownProjects,
    SpendLimit? KnownSpendLimit,
    CostHistory History,
    ImmutableArray<AlertState> Alerts)
{
    public static OrganizationState New(string organizationId) =>
        new(organizationId, null, new CostSource(Remarks: []), new SourceState(), new SourceState(), [], null, CostHistory.Empty, []);
}
