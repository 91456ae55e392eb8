using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Subscriptions;

/// <summary>Makes digests that are due, and copies subscriptions of all organizations to those that were added since.</summary>
internal sealed partial class Digests(MonitorSettings settings, IMonitorStore store, SuppressionCheck suppressions, PendingEnds ends, TimeProvider clock, ILogger<Digests> logger)
{
    private const int MostEvents = 60;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CopyAsync(cancellationToken);
            await suppressions.RunAsync(cancellationToken);
        }
        catch (StoreException e)
        {
            Log.NotMade(logger, e.Message);
        }

        foreach (var organization in settings.Organizations)
        {
            await ContainedAsync(organization, cancellationToken);
        }
    }

    /// <summary>What fails for one organization leaves the digests of the others.</summary>
    private async Task ContainedAsync(OrganizationSettings organization, CancellationToken cancellationToken)
    {
        try
        {
            await DigestsAsync(organization, cancellationToken);
        }
        catch (StoreException e)
        {
            Log.NotMade(logger, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Broke(logger, e, organization.Id);
            MonitorMeter.CountFault(organization.Id, "digest");
        }
    }

    private async Task DigestsAsync(OrganizationSettings organization, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var subscriptions = await store.ReadSubscriptionsAsync(organization.Id, cancellationToken);
        await ends.RunAsync(organization.Id, subscriptions, cancellationToken);
        var due = subscriptions.Where(subscription => subscription is { IsConfirmed: true, Wishes.Cadence: not Cadence.Immediate } && DueAt(organization, subscription, now) is not null).ToList();
        if (due.Count == 0 || (await store.ReadFleetAsync(cancellationToken)).FirstOrDefault(row => row.Id == organization.Id && row.WasPolled) is not { } status)
        {
            return;
        }

        var calendar = (await store.ReadAsync(organization.Id, cancellationToken)).State.Calendar;
        foreach (var subscription in due)
        {
            var at = DueAt(organization, subscription, now)!.Value;
            var gathered = await store.ReadGatheredAsync(organization.Id, subscription.Id, cancellationToken);
            var digest = Outbox.Single(organization.Id, subscription, Content(subscription, gathered, status, calendar, at, now), now, "digest", InstantText.Format(at));
            if (await store.KeepDigestAsync(organization.Id, subscription with { DigestedTo = at }, gathered, digest, cancellationToken))
            {
                Log.Made(logger, subscription.Id, organization.Id, gathered.Length);
            }
        }
    }

    /// <summary>The digest's instant; null while the last one made covers it, or none was due since the subscription was confirmed.</summary>
    private static DateTimeOffset? DueAt(OrganizationSettings organization, Subscription subscription, DateTimeOffset now)
    {
        var latest = DigestClock.Latest(subscription.Wishes.Cadence, ZoneText.Find(subscription.Wishes.TimeZone, organization.TimeZone), now);
        return latest > (subscription.DigestedTo ?? subscription.StatusAt) ? latest : null;
    }

    private static DigestTold Content(Subscription subscription, ImmutableArray<OutboxMessage> gathered, OrganizationStatus status, ImmutableArray<ExpiryDate> calendar, DateTimeOffset at, DateTimeOffset now)
    {
        // Of an alert that was raised, reminded of and ended the newest says it all.
        var events = gathered.Select(message => message.Content).OfType<AlertTold>().Select(told => told.Event).GroupBy(e => e.Alert.Key, StringComparer.Ordinal).Select(same => same.MaxBy(e => e.At)!)
            .OrderBy(e => e.Kind == AlertEventKind.Resolved).ThenByDescending(e => e.Alert.Severity).ThenBy(e => e.Alert.Text.Deadline ?? DateTimeOffset.MaxValue).ThenBy(e => e.Alert.Key, StringComparer.Ordinal).ToList();
        var next = calendar.FirstOrDefault(date => !date.Gone && date.Remaining.IsPositive && date.Latest > now);
        var since = subscription.DigestedTo ?? (subscription.StatusAt > at.AddDays(-7) ? subscription.StatusAt : at.AddDays(-7));
        return new DigestTold(
            subscription.Wishes.Cadence, at, since, [.. events.Take(MostEvents)], Math.Max(0, events.Count - MostEvents), status.Latest.Balance, status.Burn?.PerDay, status.RunsOutAt, next,
            next is null ? null : status.Latest.Grants.FirstOrDefault(grant => grant.Id == next.GrantId)?.ExpectedUnused, status.CostsAsOf, status.FreshAt(now) && status.Blind is null,
            [.. status.OpenAlerts.Select(alert => alert.Subject).Take(20)])
        {
            Runway = status.Runway,
            NextExpiryForeseen = next is null ? null : status.Latest.Grants.FirstOrDefault(grant => grant.Id == next.GrantId)?.Foreseen,
            Undelivered = status.Mail is { } mail ? mail.Waiting + mail.Parked : null,
        };
    }

    /// <summary>An organization that was configured later is told to those who asked for all.</summary>
    private async Task CopyAsync(CancellationToken cancellationToken)
    {
        if (settings.Organizations.Length < 2)
        {
            return;
        }

        var kept = new List<(OrganizationSettings Organization, ImmutableArray<Subscription> Subscriptions)>();
        foreach (var organization in settings.Organizations)
        {
            try
            {
                kept.Add((organization, await store.ReadSubscriptionsAsync(organization.Id, cancellationToken)));
            }
            catch (UnreadableDataException e)
            {
                Log.NotMade(logger, e.Message);
            }
        }

        var all = kept.SelectMany(one => one.Subscriptions).Where(subscription => subscription is { AllOrganizations: true, IsConfirmed: true }).DistinctBy(subscription => subscription.Id).ToList();
        foreach (var (organization, subscriptions) in kept)
        {
            foreach (var missing in all.ExceptBy(subscriptions.Select(subscription => subscription.Id), subscription => subscription.Id, StringComparer.Ordinal))
            {
                var copy = missing with { DigestedTo = null, StatusAt = clock.GetUtcNow() };
                await store.ChangeSubscriptionAsync(organization.Id, missing.Id, place => place.Before is null
                    ? new SubscriptionPlan(copy, new AuditEntry(clock.GetUtcNow(), "the digest timer", "subscription", [$"subscription {missing.Masked} of all organizations copied"]), []) : null, cancellationToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "A digest for subscription {Subscription} of {Organization} waits to be sent, with {Events} events")]
        public static partial void Made(ILogger logger, string subscription, string organization, int events);

        [LoggerMessage(LogLevel.Error, "Digests of {Organization} could not be made; the next run makes them")]
        public static partial void Broke(ILogger logger, Exception exception, string organization);

        [LoggerMessage(LogLevel.Error, "Digests could not be made; the next run makes them: {Detail}")]
        public static partial void NotMade(ILogger logger, string detail);
    }
}
