using System.Collections.Immutable;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Charges come faster than cost explains: three within ten minutes, or recharges within a day although what was spent between them cannot have used up the first.</summary>
/// <remarks>A recharge says that the balance fell to its threshold, so between two of them about the second's amount must have been spent. What is published, and what may have been
/// spent since (<see cref="PossibleSpend"/>), is held against that; costs published later may explain it, and then it ends.</remarks>
public static class ChargeVelocity
{
    public const string About = "charges";

    public static readonly AlertRule Rule = new(AlertKind.ChargeVelocity, Evaluate, Ending, NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.Receipts };

    private const int Burst = 3;

    private static readonly int[] Steps = [3, 5, 10, 20];

    internal static readonly TimeSpan BurstWithin = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>Rounding, and a recharge that fires a little early.</summary>
    private static readonly Usd Slack = new(1m);

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        var recent = situation.Payments.Where(payment => payment.At > situation.Now - Window).ToImmutableArray();
        var burst = BurstIn(recent);
        var recharges = recent.Where(payment => payment.For == ReceiptKind.AutoRecharge).ToImmutableArray();
        if (burst.IsEmpty && Unexplained(situation, recharges) is null)
        {
            yield break;
        }

        var told = burst.IsEmpty ? recharges : recent;
        var episode = situation.OpenAlert(AlertKind.ChargeVelocity, About)?.Episode ?? Episode.At(told[0].At);
        var severe = !burst.IsEmpty || told.Length >= 5;
        yield return new Finding(AlertKind.ChargeVelocity, About, episode, severe ? Severity.Critical : Severity.Warning, StepOf(told.Length), Text(situation, told, burst, recharges));
    }

    /// <summary>Told again when it has grown to three, five, ten and twenty charges.</summary>
    private static int StepOf(int count) => Steps.Count(least => count >= least) + 1;

    /// <summary>The payments of the newest ten minutes in which there were three or more; empty when there are none such.</summary>
    private static ImmutableArray<Receipt> BurstIn(ImmutableArray<Receipt> payments)
    {
        for (var last = payments.Length - 1; last >= Burst - 1; last--)
        {
            var burst = payments.Where((payment, index) => index <= last && payments[last].At - payment.At <= BurstWithin).ToImmutableArray();
            if (burst.Length >= Burst)
            {
                return burst;
            }
        }

        return [];
    }

    /// <returns>What had to be spent between the first and the last recharge beyond what can have been; null when it can.</returns>
    private static Usd? Unexplained(Situation situation, ImmutableArray<Receipt> recharges)
    {
        if (recharges.Length < 2 || recharges.Any(payment => payment.Promised is null))
        {
            return null;
        }

        var needed = Usd.Sum(recharges.Skip(1).Select(payment => payment.Promised!.Value));
        var possible = PossibleSpend.Between(situation, recharges[0].At, recharges[^1].At);
        return needed > possible + Slack ? needed - possible : null;
    }

    private static AlertText Text(Situation situation, ImmutableArray<Receipt> told, ImmutableArray<Receipt> burst, ImmutableArray<Receipt> recharges)
    {
        var total = Receipt.PaidInAll(told);
        var span = told[^1].At - told[0].At;
        var possible = recharges.Length < 2 ? (Usd?)null : PossibleSpend.Between(situation, recharges[0].At, recharges[^1].At);
        return new AlertText(
            Subject: $"{told.Length} charges by OpenAI within {When.Span(span)}, {total} in all",
            Lead: $"{told.Length} charges of {total} in all were made from {When.Long(told[0].At)} to {When.Long(told[^1].At)}{(burst.IsEmpty ? "" : $", {burst.Length} of them within {When.Span(burst[^1].At - burst[0].At)}")}.",
            Consequence: possible is { } spent ? $"At most about {spent} can have been spent between them, so auto-recharge may be in a loop and will go on." : "If it is a loop, it goes on until somebody stops it.",
            Action: "Switch auto-recharge off on the dashboard's billing page, then look which key spends.",
            Deadline: null,
            Facts:
            [
                new("charges", string.Join("; ", told.TakeLast(10).Select(payment => $"{payment.Id} {payment.Paid} at {When.Short(payment.At)}"))),
                new("possible_spend", possible is { } most ? $"{most} between the first and the last: published costs, and three times the usual for what is not published" : "not reckoned"),
                new("rule", "three charges within ten minutes, or recharges within 24 hours that no cost explains"),
                .. situation.Basis(),
            ])
        { AtStake = Money.DollarsOf(told.Select(payment => payment.Amount)) };
    }

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Payments.Any(payment => payment.At > situation.Now - Window) ? "costs published since explain the charges that are newer than a day" : "no further charge within 24 hours";
}
