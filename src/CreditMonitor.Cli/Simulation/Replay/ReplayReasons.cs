using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Cli.Simulation.Replay;

/// <summary>Why an alert came when it came: its inputs, and what was believed at the decision before, when it was not yet told.</summary>
internal static class ReplayReasons
{
    public static string Of(AlertEvent e, Snapshot? before) => string.Join('\n', [
        $"      why: {SnakeCase.Of(e.Reason).Replace('_', ' ')}",
        $"      {e.Alert.Text.Lead}",
        .. e.Alert.Text.Facts.Select(fact => $"      {fact.Label}: {fact.Value}"),
        $"      no earlier: {Before(e, before)}",
        "",
    ]);

    private static string Before(AlertEvent e, Snapshot? before) =>
        before is null ? "it was the first decision"
        : $"at the decision before, {When.Short(before.At)}, it {(before.OpenAlerts.Contains(e.Alert.Key) ? e.Kind == AlertEventKind.Resolved ? "was still true" : "was told and nothing new was due" : "was not true")}: "
          + $"balance {before.Balance?.ToString() ?? "unknown"}, overage {before.Overage?.ToString() ?? "unknown"}, {(before.BurnPerDay is { } burn ? $"{burn} a day" : "pace unknown")}, "
          + $"{(before.RunwayDays is { } days ? $"credit for {days:0.##} days" : "no run-out within two years, or unknown")}, costs as of {(before.CostsAsOf is { } asOf ? When.Short(asOf) : "never")}";
}
