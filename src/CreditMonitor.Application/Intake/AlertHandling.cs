using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Intake;

/// <summary>An alert with what people said of it.</summary>
public sealed record KnownAlert(AlertState Alert, AlertAction? Word)
{
    /// <summary>Null: nothing that holds now.</summary>
    public AlertAction? WordAt(DateTimeOffset now) => Word is not null && (Word.SilencesAt(now) || Word.Word == AlertActionKind.Accepted || Word.AcknowledgesSince(Alert.RaisedAt)) ? Word : null;
}

/// <summary>Shows alerts, and keeps what people on call say of them.</summary>
internal sealed class AlertHandling(IMonitorStore store, RecordIntake intake, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Open ones first, the most severe first; then those that ended, the latest first.</summary>
    public async Task<ImmutableArray<KnownAlert>> ReadAsync(OrganizationSettings organization, CancellationToken cancellationToken)
    {
        var state = (await store.ReadAsync(organization.Id, cancellationToken)).State;
        return
        [
            .. state.Alerts.OrderByDescending(alert => alert.IsOpen).ThenByDescending(alert => alert.IsOpen ? (int)alert.Severity : 0).ThenByDescending(alert => alert.ResolvedAt ?? alert.RaisedAt).ThenBy(alert => alert.Key, StringComparer.Ordinal)
                .Select(alert => new KnownAlert(alert, state.Told.AlertActions.GetValueOrDefault(alert.Key))),
        ];
    }

    /// <param name="until">For a silence.</param>
    /// <returns>Null when it was kept; else one sentence that says what is wrong.</returns>
    public async Task<string?> SayAsync(OrganizationSettings organization, string key, AlertActionKind word, DateTimeOffset? until, string? reason, string by, CancellationToken cancellationToken)
    {
        var now = Now;
        var alert = (await store.ReadAsync(organization.Id, cancellationToken)).State.Alerts.FirstOrDefault(alert => alert.Key == key);
        var fault = alert is null ? $"{organization.Id} has no alert {SettingsReader.Shown(key)}; the list of alerts has those that it knows."
            : word != AlertActionKind.Withdrawn && (string.IsNullOrWhiteSpace(reason) || reason.Length > AlertAction.MaxReasonLength || reason.Any(char.IsControl)) ? $"reason is expected to say why, in one line of at most {AlertAction.MaxReasonLength} characters."
            : word == AlertActionKind.Silenced && alert.Kind == AlertKind.MonitorBlind ? "monitor_blind cannot be silenced: while the monitor is blind nothing else is told either."
            : word == AlertActionKind.Accepted && alert.Kind != AlertKind.SpendAnomaly ? $"only the level of a spend_anomaly can be accepted; {SettingsReader.Shown(key)} can be acknowledged or silenced."
            : word == AlertActionKind.Silenced && (until is not { } end || end <= now || end > now + AlertAction.LongestSilence) ? $"until is expected to be an instant within {AlertAction.LongestSilence.Days} days from now, such as {InstantText.Format(now.AddDays(7))}."
            : null;
        if (fault is null)
        {
            await intake.TellAsync(organization, [new AlertAction(key, now, by, word, word == AlertActionKind.Silenced ? until : null, word == AlertActionKind.Withdrawn ? null : reason)], by, settles: true, cancellationToken);
        }

        return fault;
    }
}
