using System.Collections.Immutable;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Delivery;
using CreditMonitor.Polling;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Intake;

/// <param name="Changes">What became of each fact, in the order given.</param>
/// <param name="Decision">What followed at once; null when nothing changed, or deciding has to wait for the next poll.</param>
public sealed record IntakeOutcome(ImmutableArray<FactChange> Changes, Decision? Decision)
{
    /// <summary>It is kept, but deciding upon it failed: the next poll makes up for it.</summary>
    public bool DecisionWaits { get; init; }
}

/// <summary>Takes in what people and programs tell: kept with who told it, then decided upon at once, so that nobody waits for the next poll.</summary>
public sealed partial class RecordIntake(IMonitorStore store, OrganizationPoller poller, OutboxDelivery delivery, PollCadence cadence, TimeProvider clock, ILogger<RecordIntake> logger)
{
    /// <param name="settles">A person entered it, perhaps as one of several: what follows is shown at once, and sent when entries have settled.</param>
    /// <exception cref="StoreException">Nothing was kept.</exception>
    public async Task<IntakeOutcome> TellAsync(OrganizationSettings organization, ImmutableArray<RecordedFact> facts, string by, bool settles, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var changes = await store.TellAsync(organization.Id, facts, changed => new AuditEntry(now, by, "tell", [.. changed.Where(change => change.Kind != FactChangeKind.Unchanged).Select(Sentence)]), cancellationToken);
        var kept = new IntakeOutcome(changes, null);
        var isNews = changes.Any(change => change.Kind != FactChangeKind.Unchanged);
        return isNews ? await DecideAsync(organization, kept, settles, cancellationToken) : kept;
    }

    /// <summary>What was told is kept by now; if deciding fails, the next poll makes up for it.</summary>
    private async Task<IntakeOutcome> DecideAsync(
        OrganizationSettings organization, IntakeOutcome kept, bool settles, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await poller.RedecideAsync(organization, cadence.Interval, settles, cancellationToken);
            await delivery.DeliverAsync(organization, outcome.Pending, cancellationToken);
            return kept with { Decision = outcome.Decision };
        }
        catch (Exception e) when (e is StoreException or LostRaceException)
        {
            Log.NotDecided(logger, organization.Id, e.Message);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.DecisionBroke(logger, e, organization.Id);
            MonitorMeter.CountFault(organization.Id, "decision");
        }

        return kept with { DecisionWaits = true };
    }

    private static string Sentence(FactChange change) => change.Before is null ? $"{Describe(change.Fact)} added" : $"{Describe(change.Fact)} replaces {Describe(change.Before)}";

    private static string Describe(RecordedFact fact) => fact switch
    {
        RecordedGrant(_, _, var grant) => $"grant {grant.Id}: {SnakeCase.Of(grant.Kind)} {grant.Amount.ToExactString()} from {InstantText.Format(grant.EffectiveAt)} to {End(grant)}{(grant.VoidedAt is { } voided ? $", voided {InstantText.Format(voided)}" : "")}",
        BalanceReading reading => $"balance reading {reading.Id}: {reading.Amount.ToExactString()} at {InstantText.Format(reading.At)}",
        Receipt receipt => $"receipt {receipt.Id}: {SnakeCase.Of(receipt.For)} {receipt.Amount.ToExactString()} {receipt.Currency} at {InstantText.Format(receipt.At)}{(receipt.Claimed ? ", claimed" : "")}",
        CardCharge charge => $"card charge {charge.Id}: {charge.Amount.ToExactString()} {charge.Currency} on {InstantText.Format(charge.Day)}",
        AutoRechargeSetting setting => $"auto-recharge {(setting.Enabled ? "on" : "off")} at {InstantText.Format(setting.At)}",
        PlanChange plan => $"plan {(plan.Cancelled ? "cancelled" : "active")} at {InstantText.Format(plan.At)}",
        PaymentCard card => $"card ending in {card.LastFour}, good through {card.EndMonth:yyyy-MM}, at {InstantText.Format(card.At)}",
        CallReport call => call.Refusal is { } code ? $"call refused with {code} at {InstantText.Format(call.At)}" : $"call succeeded at {InstantText.Format(call.At)}",
        ChargeVerdict { Confirmed: true } verdict => $"charge {verdict.ChargeId} confirmed{(verdict.RecordId is { } record ? $" as {record}" : " without a record")}",
        ChargeVerdict { RecordId: { } record } verdict => $"charge {verdict.ChargeId}: {record} rejected",
        ChargeVerdict verdict => $"charge {verdict.ChargeId}: a verdict withdrawn",
        AlertAction word => $"alert {word.Id} {SnakeCase.Of(word.Word)}{(word.Until is { } until ? $" until {InstantText.Format(until)}" : "")}{(word.Reason is { } reason ? $": {reason}" : "")}",
        _ => throw new InvalidOperationException($"{fact.Kind} has no sentence for the audit."),
    };

    private static string End(CreditGrant grant) =>
        grant.ExpiresAt is { } expires ? InstantText.Format(expires) : grant.LapsesAt is { } lapses ? $"{InstantText.Format(lapses)} at the latest" : "never";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "What was told of {Organization} is kept, but the decision upon it failed; the next poll decides again")]
        public static partial void DecisionBroke(ILogger logger, Exception exception, string organization);

        [LoggerMessage(LogLevel.Warning, "What was told of {Organization} is kept, but the decision upon it waits for the next poll: {Detail}")]
        public static partial void NotDecided(ILogger logger, string organization, string detail);
    }
}
