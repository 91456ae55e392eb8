using System.Collections.Immutable;
using CreditMonitor.Alerting;
using CreditMonitor.Core;
using CreditMonitor.Core.Facts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Polling;
using CreditMonitor.Settings;

namespace CreditMonitor.Intake;

/// <summary>Takes in what people and programs tell: kept with who told it, then decided upon at once, so that nobody waits for the next poll.</summary>
public sealed partial class FactIntake(IMonitorStore store, OrganizationPoller poller, OutboxDelivery delivery, PollCadence cadence, TimeProvider clock, ILogger<FactIntake> logger)
{
    /// <returns>What became of each fact, in the order given.</returns>
    /// <exception cref="StoreException">Nothing was kept.</exception>
    public async Task<ImmutableArray<FactChange>> TellAsync(OrganizationSettings organization, ImmutableArray<ToldFact> facts, string by, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var changes = await store.TellAsync(organization.Id, facts, changed => new AuditEntry(now, by, "tell", [.. changed.Where(change => change.Kind != FactChangeKind.Unchanged).Select(Sentence)]), cancellationToken);
        if (changes.Any(change => change.Kind != FactChangeKind.Unchanged))
        {
            await DecideAsync(organization, cancellationToken);
        }

        return changes;
    }

    /// <summary>What was told is kept by now; if deciding fails, the next poll makes up for it.</summary>
    private async Task DecideAsync(OrganizationSettings organization, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await poller.RedecideAsync(organization, cadence.Interval, cancellationToken);
            await delivery.DeliverAsync(organization, outcome.Pending, cancellationToken);
        }
        catch (Exception e) when (e is StoreException or LostRaceException)
        {
            Log.NotDecided(logger, organization.Id, e.Message);
        }
    }

    private static string Sentence(FactChange change) => change.Before is null ? $"{Describe(change.Fact)} added" : $"{Describe(change.Fact)} replaces {Describe(change.Before)}";

    private static string Describe(ToldFact fact) => fact switch
    {
        ToldGrant(_, _, var grant) => $"grant {grant.Id}: {SnakeCase.Of(grant.Kind)} {grant.Amount.ToExactString()} from {InstantText.Format(grant.EffectiveAt)} to {End(grant)}{(grant.VoidedAt is { } voided ? $", voided {InstantText.Format(voided)}" : "")}",
        BalanceReading reading => $"balance reading {reading.Id}: {reading.Amount.ToExactString()} at {InstantText.Format(reading.At)}",
        _ => $"{fact.Kind} {fact.Id}",
    };

    private static string End(CreditGrant grant) =>
        grant.ExpiresAt is { } expires ? InstantText.Format(expires) : grant.LapsesAt is { } lapses ? $"{InstantText.Format(lapses)} at the latest" : "never";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "What was told of {Organization} is kept, but the decision upon it waits for the next poll: {Detail}")]
        public static partial void NotDecided(ILogger logger, string organization, string detail);
    }
}
