namespace CreditMonitor.Core.Reconciliation;

/// <summary>What a person said of a charge and a record. The machine never undoes it.</summary>
/// <param name="ChargeId">The charge's key, as the monitor names it.</param>
/// <param name="RecordId">Null with a confirmation: the charge is known to the team, and no record will come.</param>
/// <param name="Confirmed">False: this record does not explain that charge.</param>
public sealed record MatchDecision(string ChargeId, string? RecordId, bool Confirmed);
