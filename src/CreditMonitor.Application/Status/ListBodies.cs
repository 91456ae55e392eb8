using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Status;

/// <summary>What was believed at each poll, newest first. Money is a number in US dollars, instants are UTC; null is unknown.</summary>
/// <param name="Next">Pass as after for the next page; null at the end.</param>
internal sealed record SnapshotsBody(ImmutableArray<SnapshotBody> Snapshots, string? Next);

/// <param name="CostsAsOf">When the costs behind it were read from the provider; null: never.</param>
/// <param name="RunwayDays">Days from then until the credit is gone at the burn rate; null: unknown or beyond two years.</param>
/// <param name="BurnPerDay">Mean of the last 28 complete days.</param>
/// <param name="OpenAlerts">Their keys.</param>
internal sealed record SnapshotBody(
    string PollId, DateTimeOffset At, DateTimeOffset? CostsAsOf, decimal? Balance, decimal? Overage, decimal? DueOnInvoice, decimal? BurnPerDay, decimal? RunwayDays,
    ImmutableArray<SnapshotGrantBody> Grants, ImmutableArray<RestatementBody> Restatements, CorrectionBody? Correction, ImmutableArray<string> OpenAlerts)
{
    public static SnapshotBody Of(Snapshot snapshot) => new(
        snapshot.PollId, snapshot.At, snapshot.CostsAsOf, snapshot.Balance?.Amount, snapshot.Overage?.Amount, snapshot.DueOnInvoice?.Amount, snapshot.BurnPerDay?.Amount, snapshot.RunwayDays,
        [.. snapshot.Grants.Select(grant => new SnapshotGrantBody(grant.Id, grant.Remaining?.Amount, grant.State))],
        [.. snapshot.Restatements.Select(restated => new RestatementBody(restated.Day, restated.Before.Amount, restated.After.Amount))],
        snapshot.Correction is { } correction ? new CorrectionBody(correction.At, correction.AsOf, correction.From.Amount, correction.To.Amount, correction.Causes) : null,
        snapshot.OpenAlerts);
}

internal sealed record SnapshotGrantBody(string Id, decimal? Remaining, string State);

/// <summary>A day's figure that the provider replaced.</summary>
internal sealed record RestatementBody(DateOnly Day, decimal Before, decimal After);

/// <summary>Every grant that is known, the one that is effective last first.</summary>
/// <param name="AsOf">When remaining and state were reckoned; null: no poll has been made yet.</param>
/// <param name="CostsAsOf">When the costs behind them were read from the provider; null: never.</param>
/// <param name="Next">Pass as after for the next page; null at the end.</param>
internal sealed record GrantsBody(DateTimeOffset? AsOf, DateTimeOffset? CostsAsOf, ImmutableArray<HeldGrantBody> Grants, string? Next);

/// <param name="Kind">paid or promotional.</param>
/// <param name="ExpiresAt">As given (exclusive); null: no date was given.</param>
/// <param name="LapsesFrom">Earliest instant at which it may lapse; null: never.</param>
/// <param name="LapsesBy">Latest such instant; the same where the date was given.</param>
/// <param name="Remaining">Null: unknown, because costs were never read or the grant was told since.</param>
/// <param name="State">The ledger's word, such as active, consumed or expired; null with remaining.</param>
/// <param name="ExpectedUnused">What will lapse of it, the mean; null: it never lapses, or it cannot be told.</param>
internal sealed record HeldGrantBody(
    string Id, string Kind, decimal Amount, DateTimeOffset EffectiveAt, DateTimeOffset? PurchasedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LapsesFrom, DateTimeOffset? LapsesBy, DateTimeOffset? VoidedAt,
    decimal? Remaining, string? State, decimal? ExpectedUnused, GrantSourceBody Source)
{
    public static HeldGrantBody Of(CreditGrant grant, GrantSnapshot? reckoned, GrantSourceBody source)
    {
        var range = ExpiryRange.Of(grant);
        return new HeldGrantBody(
            grant.Id, SnakeCase.Of(grant.Kind), grant.Amount.Amount, grant.EffectiveAt, grant.PurchasedAt, grant.ExpiresAt, range?.Earliest, range?.Latest, grant.VoidedAt,
            reckoned?.Remaining?.Amount, reckoned?.State, (reckoned?.Foreseen?.ExpectedUnused ?? reckoned?.ExpectedUnused)?.Amount, source);
    }
}

/// <summary>Where a grant is known from.</summary>
/// <param name="From">configuration or told.</param>
/// <param name="By">Who told it; null for configuration.</param>
internal sealed record GrantSourceBody(string From, string? By, DateTimeOffset? At);

/// <summary>Costs by UTC day, newest first, as the provider published them. A day that is absent is unknown, which is not zero.</summary>
/// <param name="CostsAsOf">When costs were last read from the provider; null: never.</param>
/// <param name="Next">Pass as after for the next page; null at the end.</param>
internal sealed record CostsBody(DateTimeOffset? CostsAsOf, ImmutableArray<CostDayBody> Costs, string? Next);

/// <param name="Quality">complete; partial: read before the figure could have settled; incomplete: a lower bound, for some of the provider's rows could not be read.</param>
/// <param name="AsOf">When this figure, in this quality, was first read.</param>
/// <param name="Rows">By project and line item; null where only the sum is known.</param>
internal sealed record CostDayBody(DateOnly Day, decimal Amount, string Quality, DateTimeOffset AsOf, ImmutableArray<CostRowBody>? Rows);

/// <param name="ProjectId">Null: the provider names no project.</param>
/// <param name="LineItem">The provider's own words.</param>
internal sealed record CostRowBody(string? ProjectId, string? LineItem, decimal Amount);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(InstantJson)])]
[JsonSerializable(typeof(SnapshotsBody))]
[JsonSerializable(typeof(GrantsBody))]
[JsonSerializable(typeof(CostsBody))]
internal sealed partial class ListJson : JsonSerializerContext;
