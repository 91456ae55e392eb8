using System.Collections.Immutable;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Notifications;

namespace CreditMonitor.Core.Alerts;

/// <summary>Grants that nobody will be told about: a warning without a reader is none.</summary>
public static class Coverage
{
    /// <returns>Of the grants with something left and an end: those of whose lapse no confirmed subscription would be told in time, and how many there are in all.</returns>
    public static (ImmutableArray<GrantOutlook> Uncovered, int Lapsing) Of(Situation situation)
    {
        var lapsing = situation.Outlook.Grants.Where(grant => grant.Expiry is { } expiry && expiry.Latest > situation.Now
            && grant.Balance.State is GrantState.Active or GrantState.Pending && (grant.Balance.Remaining + grant.Balance.Pending).IsPositive).ToImmutableArray();
        return (
            [.. lapsing.Where(grant => !situation.Organization.Subscriptions.Any(subscription => Covers(subscription, grant.Balance.Remaining + grant.Balance.Pending, situation.OwnWindows)))],
            lapsing.Length);
    }

    /// <summary>Its last window tells at the gravest, so the least severity is no hindrance.</summary>
    private static bool Covers(Subscription subscription, Usd left, ImmutableArray<int> own) =>
        subscription.IsConfirmed
        && (subscription.Wishes.Kinds.IsEmpty || subscription.Wishes.Kinds.Contains(AlertKind.CreditExpiring))
        && left >= subscription.Wishes.LeastDollars
        && !(subscription.Wishes.WindowsDays ?? own).IsEmpty;
}
