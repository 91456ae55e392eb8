using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;
using CreditMonitor.Status;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Output;

/// <summary>Everything held on one organization, as <c>export --format json</c> writes it. Amounts are exact decimal strings in US dollars, instants and days UTC.</summary>
/// <param name="Told">Every fact that people and programs told: grants, readings, receipts, card charges, verdicts, calls, the account, words on alerts.</param>
/// <param name="Ledger">The replay of the facts above as of <paramref name="ExportedAt"/>, in the form of the <c>ledger</c> verb; null while costs were never read.</param>
/// <param name="Snapshots">Oldest first: what was believed when.</param>
/// <param name="Audit">Newest first: who told what.</param>
internal sealed record ExportDocument(
    ExportOrganization Organization,
    DateTimeOffset ExportedAt,
    DateTimeOffset? CostsAsOf,
    ImmutableArray<ExportGrant> Grants,
    ImmutableArray<ExportDay> Costs,
    ImmutableArray<ExportReading> BalanceReadings,
    ImmutableArray<RecordedFact> Told,
    JsonElement? Ledger,
    ImmutableArray<ExportEntry> Entries,
    ImmutableArray<AlertState> Alerts,
    ImmutableArray<Snapshot> Snapshots,
    ImmutableArray<AuditEntry> Audit);

internal sealed record ExportOrganization(string Id, string Name, string TimeZone, BurnOrder BurnOrder, ImmutableArray<BillingModeSpan> BillingModes);

/// <param name="Source"><c>configuration</c>, or who told it and when.</param>
internal sealed record ExportGrant(CreditGrant Grant, string Source);

internal sealed record ExportDay(DateOnly Day, Usd Amount, DayQuality Quality, DateTimeOffset AsOf, ImmutableArray<CostRow> Rows);

internal sealed record ExportReading(string Id, DateTimeOffset At, Usd Amount, string ToldBy, DateTimeOffset ToldAt);

/// <param name="FactId">Null where the fact has no id of its own: usage comes from costs, which have a day.</param>
internal sealed record ExportEntry(DateTimeOffset At, LedgerEntryKind Kind, string? FactId, ImmutableArray<GrantRemaining> Parts, Usd Owed, Usd Due);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    Converters =
    [
        typeof(UsdJsonConverter), typeof(InstantJson), typeof(SnakeCaseEnum<BurnOrder>), typeof(SnakeCaseEnum<BillingMode>), typeof(SnakeCaseEnum<GrantKind>), typeof(SnakeCaseEnum<DayQuality>),
        typeof(SnakeCaseEnum<LedgerEntryKind>), typeof(SnakeCaseEnum<AlertKind>), typeof(SnakeCaseEnum<Severity>), typeof(SnakeCaseEnum<NotifyReason>), typeof(SnakeCaseEnum<ReceiptKind>), typeof(SnakeCaseEnum<AlertActionKind>),
    ])]
[JsonSerializable(typeof(ExportDocument))]
internal sealed partial class ExportJson : JsonSerializerContext;
