using System.Globalization;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Invoice numbers run per customer: a number that is missing between two that are known is an invoice nobody told of.</summary>
public static partial class MissingInvoice
{
    public static readonly AlertRule Rule = new(AlertKind.MissingInvoice, Evaluate, Ending, NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.Receipts };

    /// <summary>Mail takes its time; after so long a missing number is a warning.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <summary>A gap is told for so long after the number that shows it.</summary>
    private static readonly TimeSpan News = TimeSpan.FromDays(60);

    /// <summary>More missing at once are another way of numbering.</summary>
    private const int LongestGap = 20;

    private static IEnumerable<Finding> Evaluate(Situation situation) =>
        from gap in GapsIn(situation)
        let age = situation.Now - gap.Next.At
        where age <= News
        let declined = Declined(situation, gap)
        select new Finding(
            AlertKind.MissingInvoice, gap.Name, "missing", age < Patience || declined >= gap.Length ? Severity.Info : Severity.Warning, 1, Text(gap, declined));

    /// <summary>A declined try uses up a number: its invoice is voided.</summary>
    private static int Declined(Situation situation, Gap gap) =>
        situation.Told.Receipts.Count(receipt => receipt.For == ReceiptKind.PaymentFailed && receipt.At >= gap.Before.At && receipt.At <= gap.Next.At);

    private static Gap[] GapsIn(Situation situation) => situation.Told.Derived.Once<Gap[]>(() => [.. Gaps(situation.Receipts)]);

    private static IEnumerable<Gap> Gaps(IEnumerable<Receipt> receipts)
    {
        var numbered = receipts.Select(receipt => (receipt, match: Number().Match(receipt.Id))).Where(one => one.match.Success)
            .Select(one => (one.receipt, Prefix: one.match.Groups[1].Value, Value: int.Parse(one.match.Groups[2].Value, CultureInfo.InvariantCulture)));
        foreach (var customer in numbered.GroupBy(one => one.Prefix, StringComparer.Ordinal))
        {
            var sorted = customer.OrderBy(one => one.Value).ToList();
            for (var i = 1; i < sorted.Count; i++)
            {
                if (sorted[i].Value - sorted[i - 1].Value is > 1 and <= LongestGap + 1)
                {
                    yield return new Gap(customer.Key, sorted[i - 1].Value + 1, sorted[i].Value - 1, sorted[i - 1].receipt, sorted[i].receipt);
                }
            }
        }
    }

    private static AlertText Text(Gap gap, int declined) => new(
        Subject: $"OpenAI invoice {gap.Name} is not known here",
        Lead: $"Between {gap.Before.Id} of {When.Short(gap.Before.At)} and {gap.Next.Id} of {When.Short(gap.Next.At)} {When.Count(gap.Length, "number")} {(gap.To > gap.From ? "are" : "is")} missing: {gap.Name}.",
        Consequence: declined >= gap.Length ? $"{When.Count(declined, "payment")} failed in that time, and a declined try uses up a number: that explains what is missing." : "A charge that it explains would look unexplained, and its credit would be missing from the balance.",
        Action: declined >= gap.Length ? "Nothing, unless the dashboard's billing history has an invoice with that number." : "Open the dashboard's billing history, find the invoice and tell it here.",
        Deadline: null,
        Facts: [new("missing", gap.Name), new("before", $"{gap.Before.Id} at {When.Short(gap.Before.At)}"), new("after", $"{gap.Next.Id} at {When.Short(gap.Next.At)}"), new("declined_between", $"{declined} declined {(declined == 1 ? "try" : "tries")}")],
        Unknown: "An invoice that was voided leaves a gap too.");

    private static string Ending(Situation situation, AlertState alert) =>
        GapsIn(situation).Any(gap => gap.Name == alert.About) ? $"closed after {When.Span(News)}" : "it was told since";

    [GeneratedRegex("^([A-Z0-9]{8})-([0-9]{4})$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex Number();

    private sealed record Gap(string Prefix, int From, int To, Receipt Before, Receipt Next)
    {
        public int Length => To - From + 1;

        public string Name => From == To ? string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{From:0000}") : string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{From:0000} to {Prefix}-{To:0000}");
    }
}
