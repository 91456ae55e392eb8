using System.Globalization;
using System.Text;
using CreditMonitor.Core.Text;
using CreditMonitor.Status;

namespace CreditMonitor.Cli.Commands.Reading.Fleet;

/// <summary>A fleet's status as one table for a terminal, the worst first.</summary>
internal static class FleetTable
{
    private static readonly string[] Heads = ["organization", "status", "balance (USD)", "runs out in", "next lapse", "alerts", "costs as of", "deployment"];

    private static readonly string[] WorstFirst = ["critical", "unknown", "warning"];

    public static string Write(FleetReport report)
    {
        var rows = report.Deployments.SelectMany(Rows).OrderBy(row => Rank(row[1])).Prepend(Heads).ToList();
        var widths = Enumerable.Range(0, Heads.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
        }

        var silent = report.Deployments.Count(deployment => deployment.Failure is not null);
        text.Append(CultureInfo.InvariantCulture, $"{When.Count(report.Deployments.Length, "deployment")}, {When.Count(rows.Count - 1 - silent, "organization")}, {silent} without a status; asked {When.Short(report.AsOf)}");
        return text.ToString();
    }

    private static IEnumerable<string[]> Rows(DeploymentReport deployment) =>
        deployment.Failure is not null ? [["unknown", "unknown", "unknown", "unknown", "unknown", "unknown", "unknown", deployment.Url]]
        : deployment.Organizations.Select(organization => new[]
        {
            Shown(organization.Name == organization.Id ? organization.Id : $"{organization.Name} ({organization.Id})"),
            Shown(organization.Status) + (organization.Blind is null ? "" : ", blind"),
            PageText.Money(organization.Balance),
            organization.Runway?.P50 is { } days ? string.Create(CultureInfo.InvariantCulture, $"{days:0.#} days") : "unknown",
            organization.NextExpiry is { } expiry ? $"{When.Short(expiry.At)}, {PageText.Money(expiry.Remaining)}" : "none known",
            organization.OpenAlerts.Length.ToString(CultureInfo.InvariantCulture),
            PageText.Instant(organization.AsOf),
            deployment.Url,
        });

    private static int Rank(string status) => Array.FindIndex(WorstFirst, word => status.StartsWith(word, StringComparison.Ordinal)) is >= 0 and var rank ? rank : WorstFirst.Length;

    /// <summary>Outside text in one cell: short, in one line, without what steers a terminal.</summary>
    private static string Shown(string text) => SafeText.Clip(text, 40);
}
