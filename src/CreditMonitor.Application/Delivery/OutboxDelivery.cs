using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Delivery;

/// <summary>How many mails went out, and how many wait.</summary>
public sealed record DeliveryOutcome(int Sent, int Waiting, int Parked, ImmutableArray<string> Failures);

/// <summary>Sends what waits in the outbox, one mail for each recipient and decision.</summary>
/// <remarks>Recorded after sending: a crash in between repeats the mail in flight, with the same Message-ID, and loses none. Nothing waits
/// here: a failed attempt is stored with the time of the next (<see cref="AfterSend"/>).</remarks>
public sealed partial class OutboxDelivery(IAlertSender sender, IMailComposer composer, IChannelSender channels, IMonitorStore store, TimeProvider clock, ILogger<OutboxDelivery> logger)
{
    /// <summary>A message taken for sending is out of other deliveries' reach for so long; a crash in between delays it by as much. Longer than any send takes.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    public Task<DeliveryOutcome> DeliverAsync(OrganizationSettings organization, ImmutableArray<OutboxMessage> pending, CancellationToken cancellationToken) =>
        DeliverAsync(organization, pending, evenSettling: false, cancellationToken);

    /// <param name="evenSettling">Somebody asks for it now: what waits for entries to settle goes out too.</param>
    public async Task<DeliveryOutcome> DeliverAsync(OrganizationSettings organization, ImmutableArray<OutboxMessage> pending, bool evenSettling, CancellationToken cancellationToken)
    {
        using var span = pending.IsEmpty ? null : MonitorTrace.Delivery(organization.Id, pending.Length);
        var attempts = new List<Attempt>();
        var left = new List<OutboxMessage>();
        var removed = false;
        SendOutcome? channel = null;    // what put off every mail of this run; one request is enough to learn it
        foreach (var mail in pending.GroupBy(message => message.MailId).Select(group => group.ToImmutableArray()))
        {
            if (mail.Any(message => message.NextAttemptAt > clock.GetUtcNow() && !(evenSettling && message.IsSettlingAt(clock.GetUtcNow()))))
            {
                left.AddRange(mail);
                continue;
            }

            if (await RemoveEndedAsync(organization, mail, cancellationToken))
            {
                removed = true;
                continue;
            }

            var attempt = await ContainedAsync(organization, mail, channel, attempts.LastOrDefault()?.StoreFailure, cancellationToken);
            if (attempt is null)
            {
                left.AddRange(mail);
                continue;
            }

            channel ??= mail[0].Channel == SubscriptionChannel.Mail ? attempt.PutsOffAll : null;    // a webhook speaks for itself alone
            attempts.Add(attempt);
            left.AddRange(attempt.Left);
        }

        var standing = Undelivered.Standing(left);
        if (attempts.Count > 0 || removed)
        {
            await store.WriteMailAsync(organization.Id, standing, cancellationToken);
        }

        var sent = attempts.Count(attempt => attempt.Failure is null);
        span.EndDelivery(sent, standing.Waiting, standing.Parked);
        return new DeliveryOutcome(sent, standing.Waiting, standing.Parked, [.. attempts.Select(attempt => attempt.Failure).OfType<string>()]);
    }

    /// <summary>One mail that cannot be made, sent or recorded holds up none behind it. Two in a row that the store refuses are no matter of the mails: the store itself is down.</summary>
    /// <param name="before">The store's failure over the mail before this one; null when it had none.</param>
    private async Task<Attempt?> ContainedAsync(
        OrganizationSettings organization, ImmutableArray<OutboxMessage> mail, SendOutcome? channel, StoreException? before, CancellationToken cancellationToken)
    {
        try
        {
            return channel is null || mail[0].Channel != SubscriptionChannel.Mail
                ? await SendOneAsync(organization, mail, cancellationToken)
                : await HoldAsync(organization, mail, channel);
        }
        catch (StoreException) when (before is not null)
        {
            throw;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Broke(logger, e, mail[0].MailId, organization.Id);
            MonitorMeter.CountFault(organization.Id, "delivery");
            return await PutOffAsync(organization, mail, e, cancellationToken);
        }
    }

    /// <summary>Its failure is kept with it where that can be, and shown in any case.</summary>
    private async Task<Attempt> PutOffAsync(OrganizationSettings organization, ImmutableArray<OutboxMessage> mail, Exception cause, CancellationToken cancellationToken)
    {
        var detail = cause is StoreException failed ? $"It could not be recorded. {failed.Message}" : "It could not be made or sent because of a fault of the program; the log has the reason.";
        var outcome = new SendOutcome.Later(detail, null);
        // As it stands in the store: taken for sending, or not yet.
        var there = (await ThereAsync(organization, mail, cancellationToken)) ?? mail;
        ImmutableArray<OutboxMessage> later = [.. there.Select(message => AfterSend.Of(message, outcome, clock.GetUtcNow()))];
        try
        {
            await store.PostponeAsync(organization.Id, later, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.NotPutOff(logger, e, mail[0].MailId, organization.Id);
        }

        return new Attempt(later, detail, null) { StoreFailure = cause as StoreException };
    }

    private async Task<ImmutableArray<OutboxMessage>?> ThereAsync(OrganizationSettings organization, ImmutableArray<OutboxMessage> mail, CancellationToken cancellationToken)
    {
        try
        {
            var ids = mail.Select(message => message.Id).ToHashSet(StringComparer.Ordinal);
            ImmutableArray<OutboxMessage> there = [.. (await store.ReadPendingAsync(organization.Id, cancellationToken)).Where(message => ids.Contains(message.Id))];
            return there.IsEmpty ? null : there;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return null;    // why it failed is logged already
        }
    }

    /// <returns>Null when another delivery has it; how the mail fares is that one's to say.</returns>
    private async Task<Attempt?> SendOneAsync(OrganizationSettings organization, ImmutableArray<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        if (!await store.TakeAsync(organization.Id, messages, clock.GetUtcNow() + Lease, cancellationToken))
        {
            return null;
        }

        var taken = messages.Select(message => message with { Attempts = message.Attempts + 1 }).ToImmutableArray();
        var outcome = taken[0].Channel != SubscriptionChannel.Mail ? await channels.SendAsync(organization, taken, cancellationToken)
            : await ComposeAsync(organization, taken) is { } mail ? await sender.SendAsync(mail, cancellationToken)
            : new SendOutcome.Later("The mail could not be composed; the log has the reason.", null);
        MonitorMeter.CountDelivery(organization.Id, SnakeCase.Of(taken[0].Channel), SnakeCase.Of(outcome.GetType().Name));
        if (outcome is SendOutcome.Accepted)
        {
            await RecordAsync(stop => store.MarkDeliveredAsync(organization.Id, taken, clock.GetUtcNow(), stop));
            Log.Sent(logger, messages[0].MailId, organization.Id, messages.Length);
            return new Attempt([], null, null);
        }

        if (outcome is SendOutcome.Gone(var why))
        {
            return await EndAsync(organization, taken[0], why, cancellationToken);
        }

        return await PostponeAsync(organization, [.. taken.Select(message => AfterSend.Of(message, outcome, clock.GetUtcNow()))], outcome);
    }

    /// <summary>What waits for the subscription goes with it, in the same transaction; the rest of the team is told with the next delivery.</summary>
    private async Task<Attempt> EndAsync(OrganizationSettings organization, OutboxMessage message, string why, CancellationToken cancellationToken)
    {
        await store.ChangeSubscriptionAsync(
            organization.Id, message.SubscriptionId, place => AddressGone.PlanFor(organization, place, message.SubscriptionId, why, clock.GetUtcNow()), cancellationToken);
        Log.Gone(logger, message.SubscriptionId, organization.Id, why);
        return new Attempt([], $"Subscription {message.SubscriptionId} has ended: {why}.", null);
    }

    /// <summary>A mail that cannot be composed must not jam the others.</summary>
    private async Task<AlertMail?> ComposeAsync(OrganizationSettings organization, ImmutableArray<OutboxMessage> messages)
    {
        try
        {
            return await composer.ComposeAsync(organization, messages);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.NotComposed(logger, e, messages[0].MailId, organization.Id);
            return null;
        }
    }

    /// <summary>What a channel said is recorded though the run is being stopped: else a mail that was taken over would be sent once more.</summary>
    private async Task RecordAsync(Func<CancellationToken, Task> record)
    {
        using var own = new CancellationTokenSource(RecordDeadline.Length, clock);
        await record(own.Token);
    }

    private Task<Attempt> HoldAsync(OrganizationSettings organization, ImmutableArray<OutboxMessage> messages, SendOutcome channel) =>
        PostponeAsync(organization, [.. messages.Select(message => AfterSend.Held(message, channel, clock.GetUtcNow()))], channel);

    private async Task<Attempt> PostponeAsync(OrganizationSettings organization, ImmutableArray<OutboxMessage> messages, SendOutcome outcome)
    {
        await RecordAsync(stop => store.PostponeAsync(organization.Id, messages, stop));
        var detail = messages[0].LastFailure!;
        Log.NotSent(logger, messages[0].MailId, organization.Id, detail);
        return new Attempt(messages, detail, outcome is SendOutcome.Down or SendOutcome.Later { RetryAfter: not null } ? outcome : null);
    }

    /// <param name="Left">The messages as they are stored now; empty when they are delivered.</param>
    /// <param name="Failure">Null when sent.</param>
    /// <param name="PutsOffAll">Not null when the channel takes nothing else now either.</param>
    private sealed record Attempt(ImmutableArray<OutboxMessage> Left, string? Failure, SendOutcome? PutsOffAll)
    {
        /// <summary>Not null when the store refused what was to be recorded of it.</summary>
        public StoreException? StoreFailure { get; init; }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Mail {MailId} of {Organization} handed over, {Events} alert events in it")]
        public static partial void Sent(ILogger logger, string mailId, string organization, int events);

        [LoggerMessage(LogLevel.Warning, "Mail {MailId} of {Organization} not sent: {Detail}")]
        public static partial void NotSent(ILogger logger, string mailId, string organization, string detail);

        [LoggerMessage(LogLevel.Warning, "Subscription {Subscription} of {Organization} has ended: {Why}")]
        public static partial void Gone(ILogger logger, string subscription, string organization, string why);

        [LoggerMessage(LogLevel.Error, "Mail {MailId} of {Organization} could not be handled; the ones behind it go out")]
        public static partial void Broke(ILogger logger, Exception exception, string mailId, string organization);

        [LoggerMessage(LogLevel.Error, "Mail {MailId} of {Organization} could not be put off; it is due as it was")]
        public static partial void NotPutOff(ILogger logger, Exception exception, string mailId, string organization);

        [LoggerMessage(LogLevel.Error, "Mail {MailId} of {Organization} could not be composed")]
        public static partial void NotComposed(ILogger logger, Exception exception, string mailId, string organization);
    }
}
