using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;

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
    /// <summary>What people and programs told. Read with the rest, and written only when something is told.</summary>
    public RecordBook Told { get; init; } = RecordBook.None;

    /// <summary>Days of the ledger's span without a whole figure.</summary>
    public CostGaps Gaps { get; init; } = CostGaps.None;

    public SourceState UsageSource { get; init; } = new();

    public UsageHistory Usage { get; init; } = UsageHistory.Empty;

    public SourceState AuditLog { get; init; } = new();

    /// <summary>Of the last days, oldest first.</summary>
    public ImmutableArray<KeyEvent> KeyEvents { get; init; } = [];

    public AdminKeyEnd AdminKey { get; init; } = new();

    /// <summary>Who subscribed, confirmed or not. Read with the rest, and written only when somebody does.</summary>
    public ImmutableArray<Subscription> Subscriptions { get; init; } = [];

    /// <summary>When each grant may lapse, as calendars were last told.</summary>
    public ImmutableArray<ExpiryDate> Calendar { get; init; } = [];

    /// <summary>Who spent most on each of the newest days, ascending.</summary>
    public ImmutableArray<DayShares> Shares { get; init; } = [];

    /// <summary>What was published of the running day, figure by figure.</summary>
    public RunningDay Running { get; init; } = RunningDay.None;

    /// <summary>Null before the first decision with a known balance.</summary>
    public Believed? Believed { get; init; }

    /// <summary>Newest first; the last few of 30 days.</summary>
    public ImmutableArray<Correction> Corrections { get; init; } = [];

    public static OrganizationState New(string organizationId) =>
        new(organizationId, null, new CostSource(Remarks: []), new SourceState(), new SourceState(), [], null, CostHistory.Empty, []);
}
