using System.Collections.Immutable;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Records;

namespace CreditMonitor.Core.Alerts;

/// <summary>What people declared about an organization.</summary>
/// <param name="PollInterval">How far apart billing polls are meant to be; what is much older is stale.</param>
/// <param name="Recipients">Configured addresses, which are told everything.</param>
public sealed record WatchedOrganization(
    string Id,
    string Name,
    ImmutableArray<CreditGrant> Grants,
    BurnOrder BurnOrder,
    ImmutableArray<BillingModeSpan> BillingModes,
    AlertSettings Alerts,
    ImmutableArray<string> Recipients,
    TimeSpan PollInterval)
{
    /// <summary>What the account is set to, as configured: auto-recharge, plan, card, each since its instant.</summary>
    public ImmutableArray<RecordedFact> Account { get; init; } = [];

    public BillingMode BillingModeAt(DateTimeOffset instant) => BillingModes.LastOrDefault(span => span.From <= instant)?.Mode ?? BillingMode.Prepaid;

    /// <summary>Figures older than this are stale: three polls missed, and never less than three hours.</summary>
    public TimeSpan StaleAfter => PollInterval * 3 > TimeSpan.FromHours(3) ? PollInterval * 3 : TimeSpan.FromHours(3);
}
