using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Status;

/// <summary>A status answer and whether the monitor itself is well.</summary>
/// <param name="Well">False when any organization's figures are stale or cannot be read: then nobody should rely on silence.</param>
public sealed record StatusAnswer(StatusBody Body, bool Well);

/// <summary>Makes status answers of the fleet's rows: one storage read, and the age of everything asked anew.</summary>
public sealed class StatusView(MonitorSettings settings, IMonitorStore store, TimeProvider clock)
{
    /// <summary>Usage is read every few minutes; older than this it no longer tells what goes on.</summary>
    private static readonly TimeSpan UsageFreshFor = TimeSpan.FromHours(1);

    /// <summary>Banks make a statement a month, and somebody has to import it.</summary>
    private static readonly TimeSpan StatementsFreshFor = TimeSpan.FromDays(45);

    /// <param name="organizationId">Null: every configured organization.</param>
    /// <returns>Null when that organization is not configured.</returns>
    public async Task<StatusAnswer?> ReadAsync(string? organizationId, CancellationToken cancellationToken)
    {
        var asked = settings.Organizations.Where(organization => organizationId is null || organization.Id == organizationId).ToList();
        if (organizationId is not null && asked.Count == 0)
        {
            return null;
        }

        var rows = (await store.ReadFleetAsync(cancellationToken)).ToDictionary(row => row.Id, StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        var bodies = asked.Select(organization => BodyOf(organization, rows.GetValueOrDefault(organization.Id), now)).ToImmutableArray();
        var known = asked.Select(organization => rows.GetValueOrDefault(organization.Id)).OfType<OrganizationStatus>().Where(row => row.WasPolled).ToList();
        var well = known.Count == asked.Count && known.TrueForAll(row => row.FreshAt(now) && row.Blind is null && row.Fault is null);
        return new StatusAnswer(new StatusBody(Worst(bodies), known.Count == 0 ? null : known.Max(row => row.At), bodies), well);
    }

    /// <summary>Critical anywhere is critical; after that not knowing is worse than a warning.</summary>
    private static StatusWord Worst(ImmutableArray<OrganizationBody> bodies) =>
        new[] { StatusWord.Critical, StatusWord.Unknown, StatusWord.Warning }.FirstOrDefault(word => bodies.Any(body => body.Status == word), StatusWord.Ok);

    private static OrganizationBody BodyOf(OrganizationSettings organization, OrganizationStatus? row, DateTimeOffset now) =>
        row is null ? NeverPolled(organization, null) : row.WasPolled ? BodyOf(row, now) : NeverPolled(organization, row.Fault);

    private static OrganizationBody BodyOf(OrganizationStatus row, DateTimeOffset now)
    {
        var latest = row.Latest;
        return new OrganizationBody(
            row.Id, row.Name, row.WordAt(now), row.CostsAsOf,
            latest.Balance?.Amount, latest.Overage?.Amount, latest.DueOnInvoice?.Amount, Rounded(latest.BurnPerDay?.Amount),
            latest.Balance is { IsPositive: false } ? RunwayBody.None : RunwayBody.Of(row.Runway, row.WhyNoRunway ?? WhyUnknown(row), now),
            NextExpiry(latest, now),
            [.. latest.Grants.Select(GrantOf)],
            [.. row.OpenAlerts.Select(alert => new AlertBody(alert.Key, alert.Kind, alert.Severity, alert.Subject, alert.RaisedAt))],
            BlindOf(row, now),
            row.UnknownDays,
            [.. row.Corrections.Select(correction => new CorrectionBody(correction.At, correction.AsOf, correction.From.Amount, correction.To.Amount, correction.Causes))],
            row.Remarks,
            row.Told,
            new DataBody(new SourceBody(row.CostsAsOf, row.FreshAt(now), row.CostsThrough), new SourceBody(row.UsageAsOf, Freshness.Holds(row.UsageAsOf, UsageFreshFor, now), null), Statements(row, now)))
        {
            DueByMonth = row.DueByMonth.IsDefaultOrEmpty ? null : [.. row.DueByMonth.Select(due => new MonthDueBody(due.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture), due.Amount.Amount))],
            Silences = row.Silences.IsDefaultOrEmpty ? [] : [.. row.Silences.Select(silence => new SilenceBody(silence.Of, silence.Why))],
            MissingDays = row.WantingDays.IsDefaultOrEmpty ? [] : [.. row.WantingDays.Select(day => new MissingDayBody(day.Day, day.Kind))],
            QuietDays = row.QuietDays.IsDefaultOrEmpty ? [] : [.. row.QuietDays.Select(span => new QuietDaysBody(span.From, span.To))],
            Mail = BodyOf(row.Mail ?? MailStanding.AllDelivered, now),
        };
    }

    /// <summary>Why the figures cannot be relied on, what to do first; null while they can.</summary>
    private static string? BlindOf(OrganizationStatus row, DateTimeOffset now) =>
        row.Fault is { } fault ? fault.Sentence
        : row.Blind is null && row.FreshAt(now) ? null
        : row.Failure is { } failure ? $"{failure} {Known(row)}"
        : row.Blind ?? (row.CostsAsOf is null ? Known(row) : $"See that the timers run, and what the program's log says. {Known(row)}");

    private static string Known(OrganizationStatus row) =>
        row.CostsAsOf is { } asOf ? $"The figures are stale: costs were last read {When.Short(asOf)}." : "No costs have been read yet.";

    private static SourceBody Statements(OrganizationStatus row, DateTimeOffset now) =>
        new(row.StatementsAsOf, row.StatementsAsOf is { } told && now - told <= StatementsFreshFor, row.StatementsThrough);

    private static MailBody BodyOf(MailStanding mail, DateTimeOffset now) =>
        new(mail.Waiting, mail.OutcomeUnknown, mail.Parked, mail.ChannelDown, mail.IsBrokenAt(now), mail.LastFailure, mail.Since)
        {
            OldestWaiting = mail.OldestWaiting,
            OldestOutcomeUnknown = mail.OldestOutcomeUnknown,
            OldestParked = mail.OldestParked,
        };

    private static OrganizationBody NeverPolled(OrganizationSettings organization, OrganizationFault? fault) => new(
        organization.Id, organization.Name, StatusWord.Unknown, null, null, null, null, null, RunwayBody.Of(null, "no poll has been made yet", default), null, [], [],
        fault?.Sentence ?? "No poll has been made yet.", 0, [], [], organization.Subscribers.Length,
        new DataBody(new SourceBody(null, false, null), new SourceBody(null, false, null), new SourceBody(null, false, null)));

    private static string? WhyUnknown(OrganizationStatus row) =>
        row.Latest.Balance is not null ? null
        : row.CostsAsOf is null ? "no costs have been read yet"
        : row.Latest.Grants.IsEmpty ? "the balance is unknown, because no grant is declared"
        : "the balance is unknown, because OpenAI has published no cost figure yet";

    private static GrantBody GrantOf(GrantSnapshot grant) =>
        new(grant.Id, grant.Kind, grant.Amount.Amount, grant.Remaining?.Amount, grant.State, grant.LapsesFrom, grant.LapsesBy, Rounded((grant.Foreseen?.ExpectedUnused ?? grant.ExpectedUnused)?.Amount))
        {
            UnusedP10 = grant.Foreseen?.UnusedP10.Amount,
            UnusedP90 = grant.Foreseen?.UnusedP90.Amount,
            ProbabilityOfLoss = grant.Foreseen?.ProbabilityOfLoss,
            NeededPerDay = grant.Foreseen?.NeededPerDay?.Amount,
        };

    private static NextExpiryBody? NextExpiry(Snapshot latest, DateTimeOffset now) => latest.Grants
        .Where(grant => grant.Remaining is { IsPositive: true } && grant.LapsesFrom is not null && grant.LapsesBy > now)
        .OrderBy(grant => grant.LapsesFrom)
        .Select(grant => new NextExpiryBody(grant.Id, grant.LapsesFrom!.Value, grant.LapsesBy, grant.Remaining!.Value.Amount, Rounded((grant.Foreseen?.ExpectedUnused ?? grant.ExpectedUnused)?.Amount))
        {
            UnusedP10 = grant.Foreseen?.UnusedP10.Amount,
            UnusedP90 = grant.Foreseen?.UnusedP90.Amount,
        })
        .FirstOrDefault();

    /// <summary>Derived figures, not money that was read: six decimals are enough and keep the answer short.</summary>
    private static decimal? Rounded(decimal? amount) => amount is { } value ? Math.Round(value, 6) : null;
}
