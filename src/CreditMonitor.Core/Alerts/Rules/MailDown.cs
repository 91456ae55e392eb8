using System.Globalization;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Mail does not go out: told by whatever other channel there is, by status and page, since mail itself cannot.</summary>
public static class MailDown
{
    public const string About = "mail";

    public static readonly AlertRule Rule = new(AlertKind.MonitorBlind, Evaluate, Ending, NeedsFreshFigures: false) { Abouts = [About] };

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        if (situation.Mail is not { } mail || !mail.IsBrokenAt(situation.Now))
        {
            yield break;
        }

        var since = mail.Since ?? mail.OldestWaiting ?? situation.Now;
        var episode = situation.OpenAlert(AlertKind.MonitorBlind, About)?.Episode ?? since.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        yield return new Finding(AlertKind.MonitorBlind, About, episode, mail.ChannelDown ? Severity.Critical : Severity.Warning, 1, new AlertText(
            Subject: $"Mail is down since {When.Short(since)}",
            Lead: $"What the monitor has to tell does not reach its readers by mail since {When.Long(since)}.",
            Consequence: $"{When.Count(mail.Waiting, "mail")} {(mail.Waiting == 1 ? "waits" : "wait")}, {When.Count(mail.Parked, "mail")} {(mail.Parked == 1 ? "is" : "are")} parked and will not go out by {(mail.Parked == 1 ? "itself" : "themselves")}.",
            Action: "Run `creditmonitor mail` for the reasons and `creditmonitor doctor` for the channel; then `creditmonitor mail --retry`.",
            Deadline: null,
            Facts:
            [
                new("waiting", mail.Waiting.ToString(CultureInfo.InvariantCulture)), new("outcome_unknown", mail.OutcomeUnknown.ToString(CultureInfo.InvariantCulture)),
                new("parked", mail.Parked.ToString(CultureInfo.InvariantCulture)), new("last_failure", mail.LastFailure ?? "none"),
            ]));
    }

    private static string Ending(Situation situation, AlertState alert) => "mail goes out again";
}
