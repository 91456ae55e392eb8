using System.Collections.Immutable;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Commands.Running.Checkups;

/// <summary>What is known of one organization, however it was entered: the configuration and the store together.</summary>
internal sealed record StoredCheckup(ImmutableArray<Checkup> Checks, ImmutableArray<Subscription> Subscriptions)
{
    /// <param name="isStoreReady">False: the store failed as a whole and that was said; only the configuration is looked at.</param>
    public static async Task<StoredCheckup> OfAsync(
        IMonitorStore store, bool isStoreReady, OrganizationSettings organization, CancellationToken cancellationToken)
    {
        if (!isStoreReady)
        {
            return Of(organization, organization.Grants, [], "; what was entered since is in the store, which cannot be read");
        }

        try
        {
            var state = (await store.ReadAsync(organization.Id, cancellationToken)).State;
            await ReadTheRestAsync(store, organization.Id, state.Subscriptions, cancellationToken);
            return Of(organization, state.Told.Merge(organization.Grants), state.Subscriptions, "");
        }
        catch (StoreException e)
        {
            var known = Of(organization, organization.Grants, [], "; what was entered since cannot be read");
            return known with { Checks = [new Checkup($"data of {organization.Id}", false, e.Message), .. known.Checks] };
        }
    }

    /// <summary>Rows that no poll reads, so that a damaged one is named before somebody needs it.</summary>
    private static async Task ReadTheRestAsync(
        IMonitorStore store, string organizationId, ImmutableArray<Subscription> subscriptions, CancellationToken cancellationToken)
    {
        const int Newest = 100;
        await store.ReadSnapshotsAsync(organizationId, Newest, after: null, cancellationToken);
        await store.ReadAuditAsync(organizationId, Newest, cancellationToken);
        foreach (var subscription in subscriptions.Where(subscription => subscription.Wishes.Cadence != Cadence.Immediate))
        {
            await store.ReadGatheredAsync(organizationId, subscription.Id, cancellationToken);
        }
    }

    private static StoredCheckup Of(
        OrganizationSettings organization, ImmutableArray<CreditGrant> grants, ImmutableArray<Subscription> kept, string limits)
    {
        var subscriptions = Subscription.Merge(organization.Id, organization.Subscribers, kept);
        return new StoredCheckup([Grants(organization, grants, limits), Subscribers(organization, subscriptions, limits)], subscriptions);
    }

    private static Checkup Grants(OrganizationSettings organization, ImmutableArray<CreditGrant> known, string limits)
    {
        var name = $"grants of {organization.Id}";
        var configured = known.Count(grant => organization.Grants.Contains(grant));
        return known.IsEmpty
            ? new Checkup(name, false, "none is known, so the balance stays unknown; paste the dashboard's credit grants with "
                + $"'creditmonitor import --grants FILE', or add each with 'creditmonitor grant add'{limits}.")
            : new Checkup(name, true, $"{Counted(known.Length, configured)}; "
                + $"{known.Count(grant => grant.ExpiresAt is not null)} with a date of expiry{limits}");
    }

    private static Checkup Subscribers(OrganizationSettings organization, ImmutableArray<Subscription> subscriptions, string limits)
    {
        var name = $"subscribers of {organization.Id}";
        var confirmed = subscriptions.Where(subscription => subscription.IsConfirmed).ToList();
        var configured = confirmed.Count(subscription => IsOfConfiguration(organization, subscription));
        var pending = subscriptions.Count(subscription => subscription.Status == SubscriptionStatus.Pending);
        var waits = pending == 0 ? "" : $"; {pending} not confirmed yet";
        return confirmed.Count == 0
            ? new Checkup(name, false, $"nobody is notified{waits}; add an address with 'creditmonitor subscribe', "
                + $"or to Organizations:N:Subscribers{limits}.")
            : new Checkup(name, true, $"{Counted(confirmed.Count, configured)}{waits}{limits}");
    }

    private static bool IsOfConfiguration(OrganizationSettings organization, Subscription subscription) =>
        Subscription.Merge(organization.Id, organization.Subscribers, []).Any(configured => configured.Id == subscription.Id);

    private static string Counted(int known, int configured) => $"{known} known: {configured} configured, {known - configured} entered";
}
