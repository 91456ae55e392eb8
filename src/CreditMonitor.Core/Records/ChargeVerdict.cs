namespace CreditMonitor.Core.Records;

/// <summary>What a person said of a card charge; the machine never undoes it.</summary>
/// <param name="ChargeId">A <see cref="CardCharge"/>'s.</param>
/// <param name="RecordId">A receipt's or a grant's; null with a confirmation: the charge is known to the team, and no record of it will come.</param>
/// <param name="Confirmed">False: this record does not explain that charge.</param>
public sealed record ChargeVerdict(string Id, DateTimeOffset ToldAt, string ToldBy, string ChargeId, string? RecordId, bool Confirmed) : RecordedFact(Id, ToldAt, ToldBy)
{
    public override string Kind => "charge_verdict";

    /// <summary>Verdicts are few: kept together, so that a later one replaces an earlier whenever it was told.</summary>
    public override DateTimeOffset HappenedAt => DateTimeOffset.UnixEpoch;

    /// <summary>One confirmation for each charge; one rejection for each pair.</summary>
    public static ChargeVerdict Of(string chargeId, string? recordId, bool confirmed, DateTimeOffset toldAt, string toldBy) =>
        new(confirmed ? chargeId : $"{chargeId} {recordId}", toldAt, toldBy, chargeId, recordId, confirmed);
}
