using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Polling;
using CreditMonitor.Settings;

namespace CreditMonitor.Alerting;

/// <summary>How many mails went out, and how many wait.</summary>
public sealed record DeliveryOutcome(int Sent, int Waiting, int Parked, ImmutableArray<string> Failures);

/// <summary>Sends what waits in the outbox, one mail for each recipient and decision.</summary>
/// <remarks>Recorded after sending: a crash in between repeats the mail in flight, with the same Message-ID, and loses none. Nothing waits
/// here: a failed attempt is stored with the time of the next.</remarks>
public sealed partial class OutboxDelivery(IAlertSender sender, IMailComposer composer, IMonitorStore store, TimeProvider clock, ILogger<OutboxDelivery> logger)
{
    /// <summary>A parked message is not tried again by itself; it stays to be seen.</summary>
    public static readonly DateTimeOffset Parked = DateTimeOffset.MaxValue;

    /// <summary>A message taken for sending is out of other deliveries' reach for so long; a crash in between delays it by as much.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>The outcome of a send that broke off is looked at again after a while, before it is repeated.</summary>
    private static readonly TimeSpan AfterUnknown = TimeSpan.FromMinutes(30);

    private static readonly ImmutableArray<TimeSpan> BackOff =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(4)];

    public async Task<DeliveryOutcome> DeliverAsync(OrganizationSettings organization, ImmutableArray<OutboxMessage> pending, CancellationToken cancellationToken)
    {
        var sent = 0;
        var failures = new List<string>();
        foreach (var mail in pending.GroupBy(message => message.MailId).Select(group => group.ToImmutableArray()))
        {
            if (mail.Any(message => message.NextAttemptAt > clock.GetUtcNow()))
            {
                continue;
            }

            var failure = await SendOneAsync(organization, mail, cancellationToken);
            if (failure is null)
            {
                sent++;
            }
            else
            {
                failures.Add(failure);
            }
        }

        var mails = pending.Select(message => message.MailId).Distinct(StringComparer.Ordinal).Count();
        var parked = pending.Where(message => message.NextAttemptAt == Parked).Select(message => message.MailId).Distinct(StringComparer.Ordinal).Count();
        return new DeliveryOutcome(sent, mails - sent - parked, parked, [.. failures]);
    }

    /// <returns>Null when sent; else why not.</returns>
    private async Task<string?> SendOneAsync(OrganizationSettings organization, ImmutableArray<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        if (!await store.TakeAsync(organization.Id, messages, clock.GetUtcNow() + Lease, cancellationToken))
        {
            return "another delivery is sending it";
        }

        var taken = messages.Select(message => message with { Attempts = message.Attempts + 1 }).ToImmutableArray();
        var outcome = await sender.SendAsync(await composer.ComposeAsync(organization, taken), cancellationToken);
        switch (outcome)
        {
            case SendOutcome.Accepted:
                await store.MarkDeliveredAsync(organization.Id, taken, clock.GetUtcNow(), cancellationToken);
                Log.Sent(logger, messages[0].MailId, organization.Id, messages.Length);
                return null;
            case SendOutcome.Refused(var detail):
                return await PostponeAsync(organization.Id, taken, Parked, detail, cancellationToken);
            case SendOutcome.Later(var detail, var retryAfter):
                var wait = retryAfter ?? BackOff[Math.Min(messages[0].Attempts, BackOff.Length - 1)];
                return await PostponeAsync(organization.Id, taken, clock.GetUtcNow() + wait, detail, cancellationToken);
            case SendOutcome.Unknown(var detail):
                return await PostponeAsync(organization.Id, taken, clock.GetUtcNow() + AfterUnknown, detail, cancellationToken);
            default:
                throw new InvalidOperationException($"{outcome} is no outcome of a send.");
        }
    }

    private async Task<string> PostponeAsync(string organizationId, ImmutableArray<OutboxMessage> messages, DateTimeOffset next, string detail, CancellationToken cancellationToken)
    {
        await store.PostponeAsync(organizationId, [.. messages.Select(message => message with { NextAttemptAt = next, LastFailure = detail })], cancellationToken);
        Log.NotSent(logger, messages[0].MailId, organizationId, detail);
        return detail;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Mail {MailId} of {Organization} handed over, {Events} alert events in it")]
        public static partial void Sent(ILogger logger, string mailId, string organization, int events);

        [LoggerMessage(LogLevel.Warning, "Mail {MailId} of {Organization} not sent: {Detail}")]
        public static partial void NotSent(ILogger logger, string mailId, string organization, string detail);
    }
}
