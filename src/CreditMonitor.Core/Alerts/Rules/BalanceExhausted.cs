using System.Globalization;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>No usable credit is left, and nothing is owed yet. Once something is, <see cref="Overdrawn"/> speaks instead.</summary>
public static class BalanceExhausted
{
    public static readonly AlertRule Rule = new(AlertKind.BalanceExhausted, Evaluate, Ending, NeedsFreshFigures: true) { CannotEvaluate = CannotEvaluate.PrepaidBalance };

    /// <summary>Credit that was gone long before it was first looked at is not news.</summary>
    private static readonly TimeSpan News = TimeSpan.FromDays(30);

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        if (!situation.BalanceKnown || !situation.Prepaid || situation.Ledger.Balance.IsPositive || situation.Ledger.Overage >= new Usd(0.01m) || LastCreditAt(situation) is not { } at)
        {
            yield break;
        }

        var open = situation.OpenAlert(AlertKind.BalanceExhausted, "balance");
        if (open is null && situation.Now - at > News)
        {
            yield break;
        }

        var episode = open?.Episode ?? situation.Now.UtcDateTime.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture);
        yield return new Finding(AlertKind.BalanceExhausted, "balance", episode, Severity.Critical, 1, Text(situation)) { Repeats = true };
    }

    /// <summary>When the last credit was drawn or ended; null when there never was any.</summary>
    private static DateTimeOffset? LastCreditAt(Situation situation)
    {
        var drawn = situation.Ledger.Draws.IsEmpty ? (DateTimeOffset?)null : situation.Ledger.Draws[^1].At;
        var ended = situation.Ledger.Grants.Where(grant => grant.Expired.IsPositive || grant.Voided.IsPositive).Max(grant => grant.End);
        return drawn is null || ended > drawn ? ended : drawn;
    }

    private static AlertText Text(Situation situation) => new(
        Subject: "No OpenAI credit is left",
        Lead: $"No usable credit is left by the costs read {When.Long(situation.Costs.LastOkAt ?? situation.Now)}.",
        Consequence: "Calls are refused from now on, or run into a deficit that the next purchase pays first.",
        Action: "Buy credit, or stop what still calls the API.",
        Deadline: null,
        Facts: situation.Basis());

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Ledger.Balance.IsPositive ? situation.CreditAddedSince(alert.RaisedAt) ? $"credit was added: {situation.Ledger.Balance} is usable" : $"costs were restated: {situation.Ledger.Balance} is usable"
        : situation.Ledger.Overage.IsPositive ? "the balance went below zero, which is told by itself"
        : "the organization is billed monthly now";
}
