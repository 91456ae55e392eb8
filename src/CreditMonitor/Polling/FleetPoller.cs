using System.Collections.Immutable;
using CreditMonitor.Alerting;
using CreditMonitor.Metering;
using CreditMonitor.Settings;

namespace CreditMonitor.Polling;

/// <summary>What one organization's poll and delivery came to.</summary>
/// <param name="Error">The store failed or the race was lost: one sentence; null when the poll was committed.</param>
public sealed record PollReport(OrganizationSettings Organization, PollOutcome? Poll, DeliveryOutcome? Delivery, int Requests, int Transactions, string? Error)
{
    /// <summary>Nothing could be kept; a lost race is none of this: what another instance committed stands.</summary>
    public bool StoreFailed { get; init; }
}

/// <summary>How far apart billing polls are meant to be.</summary>
public sealed record PollCadence(TimeSpan Interval);

/// <summary>Polls every organization, a few at a time, and delivers what each poll left to tell. One that fails holds up no other.</summary>
public sealed partial class FleetPoller(MonitorSettings settings, PollCadence cadence, OrganizationPoller poller, OutboxDelivery delivery, ILogger<FleetPoller> logger)
{
    /// <summary>Enough to hide the provider's answering time, few enough to be polite to it and to a store.</summary>
    private const int AtATime = 8;

    public Task<ImmutableArray<PollReport>> PollAsync(IEnumerable<OrganizationSettings> organizations, string pollId, CancellationToken cancellationToken) =>
        EachAsync(organizations, organization => poller.PollAsync(organization, cadence.Interval, pollId, cancellationToken), cancellationToken);

    /// <summary>Asks nobody: looks at the age of what is known, and delivers what waits.</summary>
    public Task<ImmutableArray<PollReport>> CheckAsync(CancellationToken cancellationToken) =>
        EachAsync(settings.Organizations, organization => poller.CheckAsync(organization, cadence.Interval, cancellationToken), cancellationToken);

    /// <summary>Asks for usage, looks at the age of what is known, and delivers what waits.</summary>
    public Task<ImmutableArray<PollReport>> PollUsageAsync(CancellationToken cancellationToken) =>
        EachAsync(settings.Organizations, organization => poller.PollUsageAsync(organization, cadence.Interval, cancellationToken), cancellationToken);

    private async Task<ImmutableArray<PollReport>> EachAsync(IEnumerable<OrganizationSettings> organizations, Func<OrganizationSettings, Task<PollOutcome>> poll, CancellationToken cancellationToken)
    {
        var ordered = organizations.ToImmutableArray();
        var reports = new PollReport[ordered.Length];
        await Parallel.ForAsync(
            0, ordered.Length, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (index, stop) => reports[index] = await OneAsync(ordered[index], poll, stop));
        return [.. reports];
    }

    private async Task<PollReport> OneAsync(OrganizationSettings organization, Func<OrganizationSettings, Task<PollOutcome>> poll, CancellationToken cancellationToken)
    {
        var meter = PollMeter.Start();
        try
        {
            var outcome = await poll(organization);
            var delivered = await delivery.DeliverAsync(organization, outcome.Pending, cancellationToken);
            return new PollReport(organization, outcome, delivered, meter.Requests, meter.Transactions, null);
        }
        catch (Exception e) when (e is StoreException or LostRaceException)
        {
            Log.Failed(logger, organization.Id, e.Message);
            return new PollReport(organization, null, null, meter.Requests, meter.Transactions, e.Message) { StoreFailed = e is StoreException };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The poll of {Organization} came to nothing: {Detail}")]
        public static partial void Failed(ILogger logger, string organization, string detail);
    }
}
