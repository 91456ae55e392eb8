using CreditMonitor.Core.Alerts.Rules;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts;

/// <summary>Why a rule can say nothing, whatever is true: what it would have to see and does not. Clauses without a full stop; null: it sees. Not to be confused with a rule that sees and finds nothing.</summary>
internal static class CannotEvaluate
{
    public static string? Balance(Situation situation) =>
        situation.Organization.Grants.IsEmpty ? "no grant is declared, so the balance is unknown"
        : situation.Costs.LastOkAt is null ? "no costs have been read yet"
        : situation.History.Days.IsEmpty ? "OpenAI has published no cost figure yet"
        : null;

    public static string? PrepaidBalance(Situation situation) => Balance(situation) ?? (situation.Prepaid ? null : "the organization is billed monthly");

    public static string? Days(Situation situation) =>
        situation.History.Days.Count is var days && days <= SpendAnomaly.FewestDays ? $"costs of {When.Count(days, "day")} are known, and more than {SpendAnomaly.FewestDays} are needed" : null;

    public static string? Pace(Situation situation) => UsageRead(situation) ?? (
        situation.Usage.Hours.Count < UsagePace.FewestHours ? $"usage is known for {When.Count(situation.Usage.Hours.Count, "hour")}, and three days are needed"
        : situation.Pace is null ? "usage was not read for too long, or is known for too little time before the burst"
        : null);

    public static string? Newcomers(Situation situation) => Pace(situation) ?? Watched(situation, NewConsumer.Known);

    public static string? Sleepers(Situation situation) => UsageRead(situation) ?? Watched(situation, ConsumerActivity.Dormant);

    public static string? DearCalls(Situation situation) => UsageRead(situation) ?? (
        situation.Usage.Others.Any(other => CallSpike.Dear.Contains(other.Endpoint) && situation.Now - other.Since >= TimeSpan.FromHours(UsagePace.FewestHours)) ? null
        : "none of these endpoints has been read for three days");

    public static string? SpendLimit(Situation situation) =>
        situation.SpendLimit is not null ? null
        : situation.Sources.SpendLimit.LastOkAt is null ? NotRead("the organization's limit", situation.Sources.SpendLimit)
        : "no spend limit is set at OpenAI";

    public static string? KeyLog(Situation situation) =>
        situation.Sources.AuditLog.LastOkAt is null ? NotRead("the audit log", situation.Sources.AuditLog)
        : situation.KeyEvents.IsEmpty ? $"the audit log had nothing of keys for {When.Span(KeyEvent.Kept)}, or is switched off at OpenAI, which it does not tell"
        : null;

    public static string? OtherOrganizations(Situation situation) => situation.Others.IsEmpty ? "no other organization is watched here" : null;

    public static string? Receipts(Situation situation) => situation.Receipts.Any() ? null : "no receipt was told or confirmed";

    public static string? Charges(Situation situation) =>
        situation.Told.CardCharges.IsEmpty && situation.Told.AutoRecharge is not { Enabled: false } ? "no card statement was imported, and auto-recharge was never told to be off" : null;

    public static string? Readings(Situation situation) => Balance(situation) ?? (situation.Told.BalanceReadings.IsEmpty ? "nobody told a balance that the dashboard shows" : null);

    public static string? Calls(Situation situation) => situation.Told.Calls.IsEmpty ? "no call was reported, by an application or by the probe" : null;

    public static string? CallsAndBalance(Situation situation) => Calls(situation) ?? PrepaidBalance(situation);

    public static string? Recharges(Situation situation) =>
        Balance(situation) ?? Receipts(situation) ?? (situation.Told.AutoRecharge is { Enabled: false } ? "auto-recharge was told to be off, so that a recharge is an unexplained_charge" : null);

    public static string? Plan(Situation situation) => situation.Told.Plan is null ? "it was never told whether the plan is active or cancelled" : null;

    public static string? Card(Situation situation) =>
        situation.Told.Card is null ? "no card was told"
        : situation.Told.AutoRecharge is not { Enabled: true } ? "auto-recharge was not told to be on"
        : null;

    public static string? AdminKey(Situation situation) => situation.AdminKey.SeenAt is null ? "OpenAI's list of admin keys was not read, or does not tell which one is ours" : null;

    private static string? UsageRead(Situation situation) => situation.Usage.Since is null ? NotRead("usage", situation.Sources.Usage) : null;

    private static string? Watched(Situation situation, TimeSpan needed) =>
        situation.Now - situation.Usage.Since < needed ? $"usage is read since {When.Short(situation.Usage.Since!.Value)}, and {When.Span(needed)} are needed" : null;

    private static string NotRead(string what, SourceState source) => source.LastFailure is { } why ? $"{what} was never read: {why.TrimEnd('.')}" : $"{what} was not read yet";
}
