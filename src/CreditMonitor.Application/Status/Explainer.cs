using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Explanations;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Core.Text;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Status;

/// <summary>Answers where the money went, for a month, a day, or one charge; and why nothing is heard.</summary>
internal sealed class Explainer(IMonitorStore store, TimeProvider clock)
{
    /// <param name="about"><c>2026-03</c>, <c>2026-03-02</c>, or null for the running UTC month.</param>
    /// <returns>Null when <paramref name="about"/> is neither, or lies at the end of all dates.</returns>
    public async Task<Explanation?> ExplainAsync(OrganizationSettings organization, string? about, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (Span(about, now) is not var (from, until, title))
        {
            return null;
        }

        var (watched, state, reconciliation) = await ReadAsync(organization, cancellationToken);
        var history = state.Costs.LastOkAt is null ? null : CreditLedger.ReplayHistory(OrganizationLedger.Of(watched, state.History, now).Facts, now);
        return Explanation.Of(watched, history, state.History, state.Costs.LastOkAt, reconciliation, from, until, title, now);
    }

    /// <returns>Null when no such charge is known.</returns>
    public async Task<string?> ExplainChargeAsync(OrganizationSettings organization, string chargeId, CancellationToken cancellationToken)
    {
        var (watched, _, reconciliation) = await ReadAsync(organization, cancellationToken);
        return reconciliation.Charges.FirstOrDefault(charge => charge.Charge.Id == chargeId) is { } charge ? ChargeNarrative.Of(charge, reconciliation, watched) : null;
    }

    /// <summary>Why nothing is heard, as lines.</summary>
    public async Task<ImmutableArray<string>> ExplainSilenceAsync(OrganizationSettings organization, CancellationToken cancellationToken)
    {
        var status = (await store.ReadFleetAsync(cancellationToken)).FirstOrDefault(row => row.Id == organization.Id && row.WasPolled);
        var (watched, state, _) = await ReadAsync(organization, cancellationToken);
        var subscriptions = Subscription.Merge(organization.Id, organization.Subscribers, state.Subscriptions);
        return SilenceNarrative.Of(
            status is null || status.Silences.IsDefault ? [] : status.Silences, status?.At, [.. state.Alerts.Where(alert => alert.IsOpen).OrderByDescending(alert => alert.Severity).ThenBy(alert => alert.RaisedAt)],
            state.Told.AlertActions, subscriptions, watched.Alerts.ExpiryWindowsDays, watched.Alerts.WithWindowsOf(subscriptions).ExpiryWindowsDays, clock.GetUtcNow());
    }

    private async Task<(WatchedOrganization Watched, OrganizationState State, RecordReconciliation Reconciliation)> ReadAsync(OrganizationSettings organization, CancellationToken cancellationToken)
    {
        var state = (await store.ReadAsync(organization.Id, cancellationToken)).State;
        var watched = organization.Watched(TimeSpan.FromHours(1)) with { Grants = state.Told.Merge(organization.Grants) };
        return (watched, state, RecordReconciliation.Of(state.Told, watched.Grants));
    }

    private static (DateTimeOffset From, DateTimeOffset Until, string Title)? Span(string? about, DateTimeOffset now)
    {
        if (about?.StartsWith("9999", StringComparison.Ordinal) == true)
        {
            return null;    // its end would be no date
        }

        if (InstantText.TryReadDay(about ?? "", out var day))
        {
            var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            return (start, start.AddDays(1), When.Day(day));
        }

        var month = new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        return about is null || DateTimeOffset.TryParseExact(about, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out month)
            ? (month, month.AddMonths(1), month.ToString("MMMM yyyy", CultureInfo.InvariantCulture))
            : null;
    }
}
