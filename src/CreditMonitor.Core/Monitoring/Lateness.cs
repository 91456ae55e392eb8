using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Alerts.Rules;

namespace CreditMonitor.Core.Monitoring;

/// <summary>Tells when something comes later than it was due because the monitor did not run or could not see.</summary>
public static class Lateness
{
    /// <summary>So many polls apart is ordinary.</summary>
    private const int Polls = 2;

    /// <param name="sees">Costs were read just now.</param>
    public static LateNotice? Of(AlertEvent e, OrganizationState previous, WatchedOrganization organization, bool sees, DateTimeOffset now)
    {
        var ordinary = organization.PollInterval * Polls;
        if (e.Kind == AlertEventKind.Resolved || e.Alert.Kind == AlertKind.MonitorBlind || e.Reason == NotifyReason.RepeatIntervalElapsed)
        {
            return null;
        }

        if (DueAt(e, organization.Alerts.ExpiryWindowsDays) is { } due)
        {
            // A date is known without asking anybody: only a monitor that did not run misses it.
            return previous.Believed is { } last && last.At < due && now - due > ordinary ? new LateNotice(due, last.At, now, "the monitor did not run") : null;
        }

        if (e.Alert.Kind is AlertKind.CreditExpiring or AlertKind.CreditExpired)
        {
            return previous.Believed is { } seen && now - seen.At > ordinary ? new LateNotice(null, seen.At, now, "the monitor did not run") : null;
        }

        if (!sees || previous.Costs is not { LastOkAt: { } ok } costs || now - ok <= ordinary)
        {
            return null;
        }

        var gap = new LateNotice(null, ok, now, costs.Failures > 0 ? "costs could not be read from OpenAI" : "the monitor did not run");
        return DueByBurnRate(e, organization.Alerts.LowBalanceDays) is { } reckoned && ok < reckoned && now - reckoned > ordinary ? gap with { DueAt = reckoned, ByBurnRate = true } : gap;
    }

    /// <summary>When the threshold of days that is told was reached, by the run-out known now; null for what no run-out makes true.</summary>
    private static DateTimeOffset? DueByBurnRate(AlertEvent e, ImmutableArray<int> days) =>
        e.Alert is { Kind: AlertKind.LowBalance, About: LowBalance.Runway, Text.Deadline: { } runsOut, SaidStep: > 0 } alert && alert.SaidStep <= days.Length
            ? runsOut - TimeSpan.FromDays(days[alert.SaidStep - 1])
            : null;

    /// <summary>When the tightest window that is due opened, or the credit lapsed; null for what no date makes true.</summary>
    private static DateTimeOffset? DueAt(AlertEvent e, ImmutableArray<int> windows) => (e.Alert.Kind, e.Alert.Text.Deadline) switch
    {
        (AlertKind.CreditExpiring, { } deadline) => windows.Where(days => deadline - e.At <= TimeSpan.FromDays(days)) is var open && open.Any() ? deadline - TimeSpan.FromDays(open.Min()) : null,
        _ => null,
    };
}
