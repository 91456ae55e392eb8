using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Observations;
using CreditMonitor.Delivery.SendGrid;

namespace CreditMonitor.Subscriptions;

/// <summary>Stops addresses that the mail channel no longer mails, where no webhook tells of them.</summary>
internal sealed partial class SuppressionCheck(SuppressionSources sources, Subscribers desk, ILogger<SuppressionCheck> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (sources.Source is not { } source)
        {
            return;
        }

        switch (await source.ReadAsync(cancellationToken))
        {
            case Reading<ImmutableArray<SuppressedAddress>>.Ok(var suppressed):
                await StopAsync(suppressed, cancellationToken);
                break;
            case Reading<ImmutableArray<SuppressedAddress>>.Denied(var detail):
                Log.NotRead(logger, detail);
                break;
            case Reading<ImmutableArray<SuppressedAddress>>.Unavailable(var detail, _):
                Log.NotRead(logger, detail);
                break;
        }
    }

    private async Task StopAsync(ImmutableArray<SuppressedAddress> suppressed, CancellationToken cancellationToken)
    {
        var why = suppressed.DistinctBy(one => one.Address, StringComparer.OrdinalIgnoreCase).ToDictionary(one => one.Address, one => one.Why, StringComparer.OrdinalIgnoreCase);
        var reached = (await desk.ReadAsync(cancellationToken)).Where(one => one.Subscription is { Channel: SubscriptionChannel.Mail, IsConfirmed: true } && why.ContainsKey(one.Subscription.Address));
        foreach (var (organization, subscription) in reached.DistinctBy(one => one.Subscription.Address, StringComparer.OrdinalIgnoreCase))
        {
            await desk.LoseAsync(organization.Id, subscription.Id, why[subscription.Address], cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Bounces are not known this hour: {Detail}")]
        public static partial void NotRead(ILogger logger, string detail);
    }
}
