using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Published costs exceed all usable credit. The deficit is paid first by the next purchase.</summary>
/// <remarks>Where no balance above zero was ever seen, costs of before the grants were entered exceed them already. That is a question
/// about a purchase that was
/// not entered, and no alarm.</remarks>
public static class Overdrawn
{
    public static readonly AlertRule Rule = new(AlertKind.Overdrawn, Evaluate, Ending, NeedsFreshFigures: true) { CannotEvaluate = CannotEvaluate.PrepaidBalance };

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        if (!situation.BalanceKnown || !situation.Prepaid || situation.Ledger.Overage < new Usd(0.01m))
        {
            yield break;
        }

        var episode = situation.OpenAlert(AlertKind.Overdrawn, "balance")?.Episode ?? situation.Now.UtcDateTime.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture);
        var (severity, text) = situation.SawCredit ? (Severity.Critical, Alarm(situation)) : (Severity.Info, Question(situation));
        yield return new Finding(AlertKind.Overdrawn, "balance", episode, severity, 1, text) { Repeats = severity == Severity.Critical };
    }

    private static AlertText Alarm(Situation situation) => new(
        Subject: $"OpenAI credit is overdrawn by {situation.Ledger.Overage}",
        Lead: $"{situation.Ledger.Overage} of published cost is covered by no declared credit, by the costs read {When.Long(situation.Costs.LastOkAt ?? situation.Now)}.",
        Consequence: "Either calls go on past zero and the next purchase pays for them first, or credit was bought that nobody declared here.",
        Action: "Compare with the dashboard's credit grants: declare a purchase that is missing here, or buy credit, or stop what still calls the API.",
        Deadline: null,
        Facts: [new("overage", situation.Ledger.Overage.ToString()), .. situation.Basis()])
    { AtStake = situation.Ledger.Overage };

    private static AlertText Question(Situation situation) => new(
        Subject: $"Is a purchase missing? {situation.Ledger.Overage} has no credit entered",
        Lead: $"Costs since {When.Day(First(situation))} exceed the credit that was entered by {situation.Ledger.Overage}. "
            + "Is a purchase missing?",
        Consequence: "Until it is entered, no balance and no run-out can be shown.",
        Action: "Paste your credit grants: copy the table from OpenAI's billing page into a file, and run "
            + "`creditmonitor import --grants FILE`. If none is missing, buy credit.",
        Deadline: null,
        Facts:
        [
            new("overage", situation.Ledger.Overage.ToString()),
            new("entered", Entered(situation)),
            .. CoveredUntil(situation),
            .. situation.Basis(),
        ])
    { AtStake = situation.Ledger.Overage };

    /// <summary>The first day whose costs are drawn from what was entered.</summary>
    private static DateOnly First(Situation situation) =>
        DateOnly.FromDateTime(situation.Organization.Grants.Min(grant => grant.EffectiveAt).UtcDateTime);

    private static string Entered(Situation situation) =>
        $"{Usd.Sum(situation.Organization.Grants.Select(grant => grant.Amount))} in "
        + $"{When.Count(situation.Organization.Grants.Length, "grant")}";

    /// <summary>When what was entered was used up.</summary>
    private static ImmutableArray<AlertFact> CoveredUntil(Situation situation) =>
        situation.Ledger.Draws is [.., var last] ? [new("covered_until", When.Day(DateOnly.FromDateTime(last.At.UtcDateTime)))] : [];

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Ledger.Overage >= new Usd(0.01m) ? "the organization is billed monthly now"
        : situation.CreditAddedSince(alert.RaisedAt) ? $"credit was added: {situation.Ledger.Balance} is usable"
        : $"costs were restated: {situation.Ledger.Balance} is usable";
}
