using System.Globalization;

namespace CreditMonitor.Core.Observations;

/// <summary>Whether an answer about costs is one.</summary>
public static class CostAnswers
{
    /// <summary>An answer of which most cannot be read counts as a poll without an answer: what is known stays as old as it is, and two such polls are an alert.</summary>
    public static Reading<CostReport>? Judged(this Reading<CostReport>? reading) =>
        reading is Reading<CostReport>.Ok({ IsUnreadable: true } report) ? new Reading<CostReport>.Unavailable(Sentence(report), null) : reading;

    /// <summary>The earliest day that counts as read after the answer; null: none yet.</summary>
    /// <remarks>Until the ledger's whole span was read without a fault, each poll reads all of it. What stays so for a week is no passing fault: those days are asked for one by one from then on.</remarks>
    public static DateOnly? ReadFromAfter(DateOnly? before, CostReport report, CostHistory history, CostGaps gaps) =>
        before <= report.From ? before
        : history.Days.IsEmpty || gaps.Wanting(report.From, report.AsOf).Any(gap => report.AsOf - gap.Since < FaultLastsAtMost) ? before
        : report.From;

    private static readonly TimeSpan FaultLastsAtMost = TimeSpan.FromDays(7);

    private static string Sentence(CostReport report)
    {
        var (skipped, all) = (report.Days.Sum(day => day.SkippedRows), report.Days.Sum(day => day.SkippedRows + day.Rows.Length));
        var first = report.Remarks.IsDefaultOrEmpty ? "" : $" {report.Remarks[0]}";
        return string.Create(CultureInfo.InvariantCulture, $"OpenAI answered, but {skipped:N0} of {all:N0} cost rows could not be read, so no figure is taken from it.{first} Look at the organization's usage page, and update Credit Monitor if it shows dollars.");
    }
}
