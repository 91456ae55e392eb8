using System.Collections.Immutable;
using System.Text.Json;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Ledger.Documents;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Commands.Reading.Export;

/// <summary>What is held on one organization, read whole, and the ledger replayed from it.</summary>
/// <param name="History">Null while costs were never read: then no figure of the ledger is known.</param>
internal sealed record OrganizationExport(
    OrganizationSettings Organization, DateTimeOffset At, OrganizationState State, ImmutableArray<CreditGrant> Grants, LedgerHistory? History,
    ImmutableArray<CostDay> Breakdowns, ImmutableArray<Snapshot> Snapshots, ImmutableArray<AuditEntry> Audit)
{
    private const int SnapshotsAtOnce = 1_000;

    /// <summary>No organization has more audit entries than its people typed.</summary>
    private const int MostAuditEntries = 100_000;

    public string Title => $"Credit Monitor: {Organization.Name} ({Organization.Id})";

    public static async Task<OrganizationExport> ReadAsync(IMonitorStore store, OrganizationSettings organization, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var state = (await store.ReadAsync(organization.Id, cancellationToken)).State;
        var watched = organization.Watched(TimeSpan.FromHours(1));
        var grants = state.Told.Merge(organization.Grants);
        return new OrganizationExport(
            organization, at, state, grants,
            state.Costs.LastOkAt is null ? null : CreditLedger.ReplayHistory(OrganizationLedger.Of(watched with { Grants = grants }, state.History, at).Facts, at),
            state.History.Days.IsEmpty ? [] : await store.ReadBreakdownsAsync(organization.Id, state.History, state.History.Days.Keys.First(), state.History.Days.Keys.Last(), cancellationToken),
            await SnapshotsAsync(store, organization.Id, cancellationToken),
            await store.ReadAuditAsync(organization.Id, MostAuditEntries, cancellationToken));
    }

    public ExportDocument Document() => new(
        new ExportOrganization(Organization.Id, Organization.Name, Organization.TimeZone.Id, Organization.BurnOrder, Organization.BillingModes),
        At,
        State.Costs.LastOkAt,
        [.. Grants.Select(grant => new ExportGrant(grant, SourceOf(grant.Id)))],
        Costs(),
        [.. State.Told.BalanceReadings.Select(reading => new ExportReading(reading.Id, reading.At, reading.Amount, reading.ToldBy, reading.ToldAt))],
        State.Told.With(Organization.Account, At).All,
        History is null ? null : JsonElement.Parse(LedgerDocument.Write(History.State)),
        History is null ? [] : [.. History.Entries.Select(entry => new ExportEntry(entry.At, entry.Kind, entry.FactId, entry.Parts, entry.Owed, entry.Due))],
        State.Alerts,
        Snapshots,
        Audit);

    public ImmutableArray<ExportDay> Costs()
    {
        var rows = Breakdowns.ToDictionary(day => day.Day, day => day.Rows);
        return [.. State.History.Days.Values.Select(day => new ExportDay(day.Day, day.Amount, day.Quality, day.AsOf, rows.GetValueOrDefault(day.Day, [])))];
    }

    public string SourceOf(string grantId) =>
        State.Told.Grants.FirstOrDefault(told => told.Grant.Id == grantId) is { } told ? $"told by {told.ToldBy} at {InstantText.Format(told.ToldAt)}" : "configuration";

    private static async Task<ImmutableArray<Snapshot>> SnapshotsAsync(IMonitorStore store, string organizationId, CancellationToken cancellationToken)
    {
        var snapshots = ImmutableArray.CreateBuilder<Snapshot>();
        string? after = null;
        do
        {
            var page = await store.ReadSnapshotsAsync(organizationId, SnapshotsAtOnce, after, cancellationToken);
            snapshots.AddRange(page.Snapshots);
            after = page.Next;
        }
        while (after is not null);

        snapshots.Reverse();
        return snapshots.ToImmutable();
    }
}
