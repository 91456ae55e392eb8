using System.Collections.Immutable;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Core.Records;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Intake;

/// <summary>What a person says of a charge.</summary>
internal enum Verdict
{
    Confirm,
    Reject,

    /// <summary>Takes back what was said of the charge, so that the machine decides again.</summary>
    Reset,
}

/// <summary>Shows card charges with what explains them, and keeps what people say of them.</summary>
internal sealed class Charges(IMonitorStore store, RecordIntake intake, TimeProvider clock)
{
    /// <summary>Newest first.</summary>
    public async Task<ImmutableArray<ReconciledCharge>> ReadAsync(OrganizationSettings organization, CancellationToken cancellationToken)
    {
        var told = await store.ReadToldAsync(organization.Id, cancellationToken);
        return [.. RecordReconciliation.Of(told, told.Merge(organization.Grants)).Charges.Reverse()];
    }

    /// <returns>Null when it was kept; else one sentence that says what is wrong.</returns>
    public async Task<string?> DecideAsync(OrganizationSettings organization, Verdict verdict, string chargeId, string? recordId, string by, CancellationToken cancellationToken)
    {
        var told = await store.ReadToldAsync(organization.Id, cancellationToken);
        if (!told.CardCharges.Any(charge => charge.Id == chargeId))
        {
            return $"{organization.Id} has no charge {Shown(chargeId)}; the list of charges has those that it knows.";
        }

        if (recordId is not null && !told.Receipts.Any(receipt => receipt.Id == recordId) && !told.Merge(organization.Grants).Any(grant => grant.Id == recordId))
        {
            return $"{organization.Id} has no receipt or grant {Shown(recordId)}; tell it first.";
        }

        if (verdict == Verdict.Reject && recordId is null)
        {
            return "A rejection names the record that does not explain the charge.";
        }

        var now = clock.GetUtcNow();
        ImmutableArray<RecordedFact> facts = verdict == Verdict.Reset
            ? [.. told.ChargeVerdicts.Where(known => known.ChargeId == chargeId).Select(known => known with { ToldAt = now, ToldBy = by, RecordId = null, Confirmed = false })]
            : [ChargeVerdict.Of(chargeId, recordId, verdict == Verdict.Confirm, now, by), .. Contradicted(told, verdict, chargeId, recordId, now, by)];
        if (!facts.IsEmpty)
        {
            await intake.TellAsync(organization, facts, by, settles: true, cancellationToken);
        }

        return null;
    }

    /// <summary>The later word of a person takes back the earlier one that says the opposite.</summary>
    private static IEnumerable<RecordedFact> Contradicted(RecordBook told, Verdict verdict, string chargeId, string? recordId, DateTimeOffset now, string by) =>
        told.ChargeVerdicts.Where(known => known.ChargeId == chargeId && known.RecordId == recordId && recordId is not null && known.Confirmed != (verdict == Verdict.Confirm))
            .Select(known => known with { ToldAt = now, ToldBy = by, RecordId = null, Confirmed = false });

    private static string Shown(string text) => SettingsReader.Shown(text);
}
