using System.Collections.Immutable;

namespace CreditMonitor.Core.Alerts;

/// <summary>One organization's thresholds. Each list is kept descending; the tightest entry that is due is the one that is told.</summary>
/// <param name="ExpiryWindowsDays">Days before the earliest instant at which a grant may lapse, 0 to 3,650.</param>
/// <param name="LowBalanceAmounts">Dollars; none by default, because no amount is low for everyone.</param>
/// <param name="LowBalanceDays">Days of runway at the present burn rate, 0 to 3,650.</param>
/// <param name="Disabled">Kinds that are not evaluated. <see cref="AlertKind.MonitorBlind"/> cannot be among them: a monitor that cannot see always says so.</param>
public sealed record AlertSettings(
    ImmutableArray<int> ExpiryWindowsDays,
    ImmutableArray<Usd> LowBalanceAmounts,
    ImmutableArray<int> LowBalanceDays,
    ImmutableHashSet<AlertKind> Disabled)
{
    public static AlertSettings Default { get; } = new([90, 60, 30, 14, 7, 3, 1], [], [14, 7, 3, 1], []);
}
