using System.Globalization;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Credit that may lapse and of which nobody would hear. The monitor sees, and speaks to nobody: as good as blind, though its figures stand.</summary>
public static class NoRecipients
{
    public const string About = "recipients";

    public static readonly AlertRule Rule = new(AlertKind.MonitorBlind, Evaluate, Ending, NeedsFreshFigures: false) { Abouts = [About] };

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        var uncovered = situation.Coverage.Uncovered;
        if (uncovered.IsEmpty)
        {
            yield break;
        }

        var ids = string.Join(", ", uncovered.Take(5).Select(grant => grant.Grant.Id)) + (uncovered.Length > 5 ? $" and {uncovered.Length - 5} more" : "");
        var left = Usd.Sum(uncovered.Select(grant => grant.Balance.Remaining + grant.Balance.Pending));
        var open = situation.OpenAlert(AlertKind.MonitorBlind, About);
        var episode = open?.Episode ?? situation.Now.UtcDateTime.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture);
        yield return new Finding(AlertKind.MonitorBlind, About, episode, Severity.Warning, uncovered.Length, new AlertText(
            Subject: $"Nobody will be told about {left} of OpenAI credit",
            Lead: $"Nobody will be told about grant {ids}: no confirmed subscriber would hear before it lapses.",
            Consequence: $"{left} may lapse without a word to anybody.",
            Action: "Subscribe a team address (creditmonitor subscribe), or mend the one that bounced or stopped (creditmonitor subscriptions).",
            Deadline: null,
            Facts:
            [
                .. uncovered.Take(20).Select((grant, index) => new AlertFact($"grant_{index + 1}", $"{grant.Grant.Id}: {grant.Balance.Remaining + grant.Balance.Pending}, may lapse from {When.Short(grant.Expiry!.Earliest)}")),
                new("subscriptions", situation.Coverage.InWords),
            ]));
    }

    private static string Ending(Situation situation, AlertState alert) => "every grant has a confirmed subscriber again, or nothing is left to lapse";
}
