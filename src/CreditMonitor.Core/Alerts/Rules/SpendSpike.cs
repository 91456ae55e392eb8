using System.Globalization;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>In a quarter of an hour thrice as many tokens as in the busiest hour of four weeks, at a pace that costs more in an hour than a usual day. Told within minutes of the
/// burst, long before costs are published.</summary>
public static class SpendSpike
{
    public const string About = "usage";

    public static readonly AlertRule Rule = new(AlertKind.SpendSpike, Evaluate, Ending, NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.Pace };

    private const long TimesBusiest = 3;

    /// <summary>What costs less in an hour is no matter.</summary>
    private static readonly Usd Matters = new(0.10m);

    /// <summary>It is over when it has been for so long, so that a burst that pauses is one.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        var open = situation.OpenAlert(AlertKind.SpendSpike, About);
        if (situation.Pace is not { } pace)
        {
            yield break;
        }

        if (!IsSpike(situation, pace))
        {
            if (open is not null && LastBusy(situation, pace) is { } last && pace.At - last <= Quiet)
            {
                yield return new Finding(AlertKind.SpendSpike, About, open.Episode, open.Severity, open.Step, open.Text);
            }

            yield break;
        }

        var episode = open?.Episode ?? Episode.At(UsageSlot.StartOf(pace.At));
        var hoursLeft = situation.BalanceKnown && pace.PerHour is { IsPositive: true } perHour ? situation.Ledger.Balance.Amount / perHour.Amount : (decimal?)null;
        var severe = hoursLeft is <= 24m;
        yield return new Finding(AlertKind.SpendSpike, About, episode, severe ? Severity.Critical : Severity.Warning, 1, Text(situation, pace, hoursLeft));
    }

    private static bool IsSpike(Situation situation, UsagePace pace) =>
        pace.Tokens >= Math.Max(pace.BusiestHour, 1) * TimesBusiest
        && (pace.PerHour is not { } perHour || (perHour >= Matters && perHour.Amount >= (situation.Outlook.Burn?.PerDay.Amount ?? 0m)));

    private static DateTimeOffset? LastBusy(Situation situation, UsagePace pace) =>
        situation.Usage.Recent.Where(slot => slot.Tokens >= Math.Max(pace.BusiestHour, 1)).Select(slot => (DateTimeOffset?)slot.Start).LastOrDefault();

    private static AlertText Text(Situation situation, UsagePace pace, decimal? hoursLeft)
    {
        var top = situation.Usage.Recent.Where(slot => slot.Start > pace.At - UsagePace.Window - UsageSlot.Length).GroupBy(slot => (slot.ApiKeyId, slot.Model))
            .OrderByDescending(one => one.Sum(slot => slot.Tokens)).FirstOrDefault();
        var who = top is null ? "unknown" : $"key {top.Key.ApiKeyId ?? "not told"}, model {top.Key.Model ?? "not told"}";
        var tokens = pace.Tokens.ToString("N0", CultureInfo.InvariantCulture);
        return new AlertText(
            Subject: $"OpenAI usage spike: {tokens} tokens in {UsagePace.Window.TotalMinutes:0} minutes{(pace.PerHour is { } cost ? $", about {cost} an hour" : "")}",
            Lead: $"{tokens} tokens were used in the last {UsagePace.Window.TotalMinutes:0} minutes before {When.Long(pace.At)}, most by {who}; the busiest hour of four weeks had {pace.BusiestHour.ToString("N0", CultureInfo.InvariantCulture)}.",
            Consequence: situation.HasCredit && hoursLeft is { } hours ? $"At this pace the {situation.Ledger.Balance} of credit lasts about {When.Span(TimeSpan.FromHours((double)Math.Min(hours, 24m * 365m)))}." : "What it costs is published only hours later.",
            Action: "See whose calls they are; if nobody knows them, disable that key on the dashboard now.",
            Deadline: null,
            Facts:
            [
                new("tokens", $"{tokens} in {UsagePace.Window.TotalMinutes:0} minutes to {When.Short(pace.At)}, from OpenAI's usage endpoint"),
                new("busiest_consumer", who),
                new("usual", $"{pace.UsualHour.ToString("N0", CultureInfo.InvariantCulture)} tokens an hour on average, {pace.BusiestHour.ToString("N0", CultureInfo.InvariantCulture)} in the busiest of {situation.Usage.Hours.Count} known hours"),
                new("price", pace.PerToken is { } price ? $"{(price * 1_000_000m).ToString("0.####", CultureInfo.InvariantCulture)} dollars a million tokens, learned from this organization's own costs; another model may cost more" : "not learned yet"),
                new("threshold", $"{TimesBusiest} times the busiest hour within {UsagePace.Window.TotalMinutes:0} minutes, and an hour dearer than a usual day"),
                .. situation.Basis(),
            ])
        { AtStake = pace.PerHour is { } hourly ? new Usd(hourly.Amount * 24m) : null };    // what a day of it costs
    }

    private static string Ending(Situation situation, AlertState alert) => situation.Pace is null ? "usage can no longer be judged" : "usage is as usual again";
}
