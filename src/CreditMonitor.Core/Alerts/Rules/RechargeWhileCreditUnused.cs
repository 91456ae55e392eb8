using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Auto-recharge fired although the ledger has credit left above its threshold; where the threshold was never told, although what is left would have lasted a month.</summary>
public static class RechargeWhileCreditUnused
{
    public const string About = "auto_recharge";

    public static readonly AlertRule Rule = new(AlertKind.RechargeWhileCreditUnused, Evaluate, Ending, NeedsFreshFigures: true) { CannotEvaluate = CannotEvaluate.Recharges };

    /// <summary>A recharge is news for so long.</summary>
    private static readonly TimeSpan StaysOpen = TimeSpan.FromDays(7);

    private const decimal MonthDays = 30m;

    private static readonly int[] Steps = [3, 10];

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        // A recharge although it is off is told as a charge that nobody ordered.
        if (!situation.BalanceKnown || situation.Told.AutoRecharge is { Enabled: false })
        {
            yield break;
        }

        var recharges = situation.Payments.Where(payment => payment.For == ReceiptKind.AutoRecharge && situation.Now - payment.At <= StaysOpen).ToList();
        var unused = recharges.Select(payment => (payment, left: LeftBefore(situation, payment))).Where(one => one.left > Enough(situation, one.payment)).ToList();
        if (unused.Count > 0)
        {
            var episode = situation.OpenAlert(AlertKind.RechargeWhileCreditUnused, About)?.Episode ?? Episode.At(unused[0].payment.At);
            var steps = Steps.Count(least => unused.Count >= least) + 1;
            yield return new Finding(AlertKind.RechargeWhileCreditUnused, About, episode, Severity.Warning, steps, Text(situation, unused[^1].payment, unused[^1].left, unused.Count));
        }
    }

    /// <summary>What the ledger had before the payment, less what may have been spent and not published.</summary>
    private static Usd LeftBefore(Situation situation, Receipt payment)
    {
        var before = CreditLedger.Replay(situation.LedgerFacts, payment.At);
        var known = situation.History.KnownUntil ?? payment.At;
        var unpublished = known < payment.At ? PossibleSpend.Between(situation, known, payment.At) : Usd.Zero;
        var mayBeMore = situation.History.Days.GetValueOrDefault(DateOnly.FromDateTime(payment.At.UtcDateTime))?.Amount ?? Usd.Zero;
        return before.Balance - Usd.Max(unpublished, mayBeMore);
    }

    /// <summary>Above this, nothing called for a recharge. A busy day outruns what is published, so a told threshold gets a day's grace.</summary>
    private static Usd Enough(Situation situation, Receipt payment)
    {
        var usual = situation.Outlook.Burn?.PerDay.Amount ?? 0m;
        return situation.Told.AutoRecharge is { Threshold: { } threshold } setting && setting.At <= payment.At
            ? new Usd((threshold.Amount * 1.25m) + 1m + Math.Max(usual * 3m, situation.History.Newest?.Amount.Amount ?? 0m))
            : new Usd(Math.Max(1m, usual * MonthDays));
    }

    private static AlertText Text(Situation situation, Receipt payment, Usd left, int count) => new(
        Subject: $"OpenAI recharged {payment.Paid} while {left} of credit was unused",
        Lead: $"Auto-recharge charged {payment.Paid} on {When.Long(payment.At)} although at least {left} of credit was left{(count > 1 ? $"; {count} such recharges in a week" : "")}.",
        Consequence: "The new credit starts to age at once, beside the old.",
        Action: "Look at auto-recharge on the dashboard's billing page: switch it off, or tell its threshold here.",
        Deadline: null,
        Facts:
        [
            new("recharge", $"{payment.Id}, {payment.Paid} at {When.Short(payment.At)}"),
            new("unused", $"{left} before it, by the ledger less what may have been spent and is not published"),
            new("threshold", situation.Told.AutoRecharge is { Threshold: { } threshold } ? $"{threshold}, as told" : "never told; a month's burn stands in for it"),
            .. situation.Basis(),
        ])
    { AtStake = payment.Amount.Dollars };

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Payments.Any(payment => payment.For == ReceiptKind.AutoRecharge && situation.Now - payment.At <= StaysOpen) ? "costs published since explain the recharge" : $"told; closed after {When.Span(StaysOpen)}";
}
