using System.Globalization;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Published costs exceed all usable credit. The deficit is paid first by the next purchase (<c>facts/openai-billing.md</c> d).</summary>
public static class Overdrawn
{
    public static readonly AlertRule Rule = new(AlertKind.Overdrawn, Evaluate, Ending, NeedsFreshFigures: true) { Unseen = Unseen.PrepaidBalance };

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        if (!situation.BalanceKnown || !situation.Prepaid || situation.Ledger.Overage < new Usd(0.01m))
        {
            yield break;
        }

        var episode = situation.OpenAlert(AlertKind.Overdrawn, "balance")?.Episode ?? situation.Now.UtcDateTime.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture);
        yield return new Finding(AlertKind.Overdrawn, "balance", episode, Severity.Critical, 1, Text(situation)) { Repeats = true };
    }

    private static AlertText Text(Situation situation) => new(
        Subject: $"OpenAI credit is overdrawn by {situation.Ledger.Overage}",
        Lead: $"{situation.Ledger.Overage} of published cost is covered by no declared credit, by the costs read {When.Long(situation.Costs.LastOkAt ?? situation.Now)}.",
        Consequence: "Either calls go on past zero and the next purchase pays for them first, or credit was bought that nobody declared here.",
        Action: "Compare with the dashboard's credit grants: declare a purchase that is missing here, or buy credit, or stop what still calls the API.",
        Deadline: null,
        Facts: [new("overage", situation.Ledger.Overage.ToString()), .. situation.Basis()])
    { AtStake = situation.Ledger.Overage };

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Ledger.Overage >= new Usd(0.01m) ? "the organization is billed monthly now"
        : situation.CreditAddedSince(alert.RaisedAt) ? $"credit was added: {situation.Ledger.Balance} is usable"
        : $"costs were restated: {situation.Ledger.Balance} is usable";
}
