using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>The balance that somebody read on the dashboard and the ledger disagree by more than a tolerance (<see cref="ReadingCheck"/>).</summary>
/// <remarks>Two kinds of one comparison: a drop is a reading below the ledger after one that agreed; everything else is a mismatch. Readings that disagree
/// on the same side one after another are one episode, named after the first.</remarks>
public static class BalanceReadings
{
    public const string About = "balance";

    public static readonly AlertRule Mismatch = new(AlertKind.BalanceMismatch, situation => Evaluate(situation, AlertKind.BalanceMismatch), Ending, NeedsFreshFigures: true) { CannotEvaluate = CannotEvaluate.Readings };

    public static readonly AlertRule Drop = new(AlertKind.UnexplainedBalanceDrop, situation => Evaluate(situation, AlertKind.UnexplainedBalanceDrop), Ending, NeedsFreshFigures: true) { CannotEvaluate = CannotEvaluate.Readings };

    private const decimal MostTax = 1.28m;

    /// <summary>How many readings a run of disagreement is followed back.</summary>
    private const int LongestRun = 20;

    private static IEnumerable<Finding> Evaluate(Situation situation, AlertKind kind)
    {
        if (!situation.BalanceKnown || Run(situation) is not { } run || KindOf(run) != kind)
        {
            yield break;
        }

        var severity = run.Newest.Side == ReadingSide.Below && !run.Newest.Reading.Amount.IsPositive ? Severity.Critical : Severity.Warning;
        yield return new Finding(kind, About, run.First.Reading.At.UtcDateTime.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture), severity, 1, Text(situation, run, kind));
    }

    /// <summary>The newest readings that disagree on one side, and the one before them if it agreed; null while the newest agrees or cannot be judged.</summary>
    private static Disagreement? Run(Situation situation)
    {
        var checks = situation.Told.BalanceReadings.Reverse().Take(LongestRun).Where(reading => reading.At <= situation.Now)
            .Select(reading => ReadingCheck.Of(reading, situation.LedgerFacts, situation.History, situation.Outlook.Burn)).OfType<ReadingCheck>();
        Disagreement? run = null;
        foreach (var check in checks)
        {
            if (run is null)
            {
                if (check.Side == ReadingSide.Agrees)
                {
                    return null;
                }

                run = new Disagreement(check, check, null);
            }
            else if (check.Side == run.Newest.Side)
            {
                run = run with { First = check };
            }
            else
            {
                return check.Side == ReadingSide.Agrees ? run with { Before = check } : run;
            }
        }

        return run;
    }

    private static AlertKind KindOf(Disagreement run) =>
        run.Newest.Side == ReadingSide.Below && run.Before is not null ? AlertKind.UnexplainedBalanceDrop : AlertKind.BalanceMismatch;

    private static AlertText Text(Situation situation, Disagreement run, AlertKind kind)
    {
        var (reading, check) = (run.Newest.Reading, run.Newest);
        var below = check.Side == ReadingSide.Below;
        var cause = LikelyCause(situation, run);
        return new AlertText(
            Subject: kind == AlertKind.UnexplainedBalanceDrop ? $"{check.Difference} of OpenAI credit is gone that no cost explains" : $"OpenAI balance off by {check.Difference}: {reading.Amount} read, {Range(check)} expected",
            Lead: $"The dashboard showed {reading.Amount} on {When.Long(reading.At)}; grants less costs leave {Range(check)} for that instant, {check.Difference} {(below ? "more" : "less")} than was read.",
            Consequence: below ? "The balance shown here may be too high by as much until this is explained." : "The balance shown here may be too low by as much until this is explained.",
            Action: $"{cause.Action} When it is explained, the alert ends with the next reading that agrees.",
            Deadline: null,
            Facts:
            [
                new("read", $"{reading.Amount} at {When.Short(reading.At)}, told by {reading.ToldBy}"),
                new("ledger", $"{check.High} by published costs, {check.Low} if unpublished days cost three times the usual"),
                new("tolerance", $"{check.Tolerance} (the greater of {ReadingCheck.LeastTolerance} and 1 % of the balance)"),
                .. run.Before is { } before ? [new AlertFact("reading_before", $"{before.Reading.Amount} at {When.Short(before.Reading.At)}, which agreed")] : ImmutableArray<AlertFact>.Empty,
                new("likely_cause", cause.Text),
                .. situation.Basis(),
            ],
            Unknown: "OpenAI tells no balance by any API; one of the two sides is wrong, and only the dashboard can say which.")
        { AtStake = check.Difference };
    }

    private static string Range(ReadingCheck check) => check.Low == check.High ? $"{check.High}" : $"{check.Low} to {check.High}";

    private static (string Text, string Action) LikelyCause(Situation situation, Disagreement run)
    {
        var check = run.Newest;
        if (check.Side == ReadingSide.Above)
        {
            return ($"about {check.Difference} of credit that nobody declared", "Look for a purchase, recharge or gift of about that amount on the dashboard and declare it.");
        }

        if (RefundedCredit.Open(situation, check.Reading.At).Select(open => ((Receipt Refund, Usd Amount)?)open).FirstOrDefault(open => IsAbout(open!.Value.Amount, check)) is var (refund, amount))
        {
            var by = refund.Claimed ? ", which only a mail tells of" : "";
            return ($"the refund of {amount} on {When.Day(DateOnly.FromDateTime(refund.At.UtcDateTime))} ({refund.Id}){by}: the credit went back with it", "End the grant that was refunded, or what is left of it: creditmonitor grant void ID.");
        }

        if (LapsedEarly(situation, check) is { } lapsed)
        {
            return ($"grant {lapsed.Id} has already lapsed: it may since {When.Short(ExpiryRange.Of(lapsed)!.Earliest)}", $"Copy the date of grant {lapsed.Id} from the dashboard's credit grants into its ExpiresAt.");
        }

        if (check.Ledger.Grants.FirstOrDefault(grant => grant.Remaining.IsPositive && IsNear(grant.Remaining, check)) is { } gone)
        {
            return ($"all that was left of grant {gone.Grant.Id} is gone: it lapsed or was withdrawn earlier than known here", $"Look at grant {gone.Grant.Id} on the dashboard and declare its end, or ask OpenAI's support why it is gone.");
        }

        var purchase = situation.Organization.Grants.Where(grant => grant.EffectiveAt <= check.Reading.At && check.Reading.At - grant.EffectiveAt <= TimeSpan.FromDays(7)).MaxBy(grant => grant.EffectiveAt);
        return purchase is not null
            ? ($"a deficit that the purchase {purchase.Id} paid first, or costs that are still unpublished", "Read the balance once more tomorrow; if it still differs, compare the dashboard's usage with the costs here.")
            : ("costs that are still unpublished, credit taken back, or usage that the costs do not show", "Look at the dashboard's usage and credit grants; if neither explains it, ask OpenAI's support with the two figures.");
    }

    /// <summary>A grant without a date of its own whose range had begun, and whose remainder is what is missing.</summary>
    private static CreditGrant? LapsedEarly(Situation situation, ReadingCheck check) =>
        situation.Organization.Grants.FirstOrDefault(grant =>
            ExpiryRange.Of(grant) is { IsExact: false } range && range.Earliest <= check.Reading.At && check.Reading.At < range.Latest
            && check.Ledger.Grants.Single(balance => balance.Grant.Id == grant.Id).Remaining is { IsPositive: true } left && IsNear(left, check));

    /// <summary>What came back includes the tax, so that the credit which went may be less.</summary>
    private static bool IsAbout(Usd refunded, ReadingCheck check) => IsNear(refunded, check) || (refunded > check.Difference && IsNear(new Usd(refunded.Amount / MostTax), check)) || (refunded >= check.Difference && refunded.Amount <= check.Difference.Amount * MostTax);

    private static bool IsNear(Usd left, ReadingCheck check) =>
        left >= check.Low - check.Reading.Amount - check.Tolerance && left <= check.High - check.Reading.Amount + check.Tolerance;

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Told.BalanceReadings.LastOrDefault() is { } newest ? $"the reading of {newest.Amount} at {When.Short(newest.At)} agrees with the ledger by what is known now" : "the reading was withdrawn";

    private sealed record Disagreement(ReadingCheck Newest, ReadingCheck First, ReadingCheck? Before);
}
