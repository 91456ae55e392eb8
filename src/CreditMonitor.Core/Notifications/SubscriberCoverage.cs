using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Notifications;

/// <summary>What subscribers want, held against the credit there is.</summary>
public static class SubscriberCoverage
{
    /// <param name="own">The organization's own windows, days before an expiry.</param>
    public static Coverage Of(ImmutableArray<GrantOutlook> grants, ImmutableArray<Subscription> subscriptions, ImmutableArray<int> own, DateTimeOffset now)
    {
        var expiring = grants.Where(grant => grant.Expiry is { } expiry && expiry.Latest > now
            && grant.Balance.State is GrantState.Active or GrantState.Pending && Left(grant).IsPositive).ToList();
        return new Coverage(
            [.. expiring.Where(grant => !subscriptions.Any(subscription => Covers(subscription, Left(grant), own)))],
            expiring.Count, subscriptions.Count(subscription => subscription.IsConfirmed), InWords(subscriptions));
    }

    /// <summary>With the windows of every confirmed subscriber, so that each is noticed.</summary>
    public static AlertSettings WithWindowsOf(this AlertSettings settings, ImmutableArray<Subscription> subscriptions)
    {
        var confirmed = subscriptions.Where(subscription => subscription is { IsConfirmed: true, Wishes.WindowsDays: not null }).ToList();
        return confirmed.Count == 0 ? settings : settings with
        {
            ExpiryWindowsDays =
                [.. confirmed.SelectMany(subscription => subscription.Wishes.WindowsDays!.Value).Concat(settings.ExpiryWindowsDays).Distinct().OrderDescending()],
        };
    }

    private static Usd Left(GrantOutlook grant) => grant.Balance.Remaining + grant.Balance.Pending;

    /// <summary>Its last window warns at the gravest severity, so the least severity is no hindrance.</summary>
    private static bool Covers(Subscription subscription, Usd left, ImmutableArray<int> own) =>
        subscription.IsConfirmed
        && (subscription.Wishes.Kinds.IsEmpty || subscription.Wishes.Kinds.Contains(AlertKind.CreditExpiring))
        && left >= subscription.Wishes.LeastDollars
        && !(subscription.Wishes.WindowsDays ?? own).IsEmpty;

    private static string InWords(ImmutableArray<Subscription> subscriptions) => subscriptions.IsEmpty ? "none"
        : string.Join(", ", subscriptions.GroupBy(subscription => subscription.Status).OrderBy(group => group.Key).Select(group => $"{group.Count()} {SnakeCase.Of(group.Key)}"));
}
