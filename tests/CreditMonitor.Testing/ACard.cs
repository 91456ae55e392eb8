using System.Collections.Immutable;
using CreditMonitor.Core;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Core.Statements;

namespace CreditMonitor.Testing;

/// <summary>A card's statement and the billing records beside it, built row by row.</summary>
internal sealed class ACard(string currency = "USD", TimeSpan? offset = null)
{
    private readonly List<CardMovement> _movements = [];
    private readonly List<BillingRecord> _records = [];
    private readonly List<GrantRecord> _grants = [];
    private readonly List<RefundRecord> _refunds = [];
    private readonly List<ReferenceRate> _rates = [];
    private readonly List<MatchDecision> _decisions = [];
    private ForeignFee? _fee;

    public ImmutableArray<CardMovement> Movements => [.. _movements];

    public ACard Row(string day, decimal amount, string text = "OPENAI", string? posted = null, string export = "one", string type = "", bool pending = false, string id = "", decimal? original = null)
    {
        var row = _movements.Count + 1;
        _movements.Add(new CardMovement(row, export, new CardRow(DateOnly.Parse(day), posted is null ? null : DateOnly.Parse(posted), Money.Of(amount, currency), text)
        {
            Id = $"c{row}",
            SourceId = id,
            Type = type,
            Pending = pending,
            Original = original is { } given ? Money.Of(given, "USD") : null,
        }));
        return this;
    }

    public ACard Paid(string id, string at, decimal total, BillingRecordKind kind = BillingRecordKind.Purchase, decimal? credits = null, bool failed = false)
    {
        _records.Add(new BillingRecord(id, kind, Moments.Utc(at), Money.Of(total, "USD")) { Failed = failed, Credits = kind is BillingRecordKind.Purchase or BillingRecordKind.AutoRecharge ? Money.Of(credits ?? total, "USD") : null });
        return this;
    }

    public ACard Granted(string id, string at, decimal amount, string? seen = null, string? of = null)
    {
        _grants.Add(new GrantRecord(id, Money.Of(amount, "USD"), Moments.Utc(at), Moments.Utc(seen ?? at), of, IsPaid: true));
        return this;
    }

    public ACard Refunded(string id, string at, decimal amount, string? of = null)
    {
        _refunds.Add(new RefundRecord(id, Moments.Utc(at), Money.Of(amount, "USD"), of));
        return this;
    }

    public ACard Rate(string day, decimal rate)
    {
        _rates.Add(new ReferenceRate(DateOnly.Parse(day), Currency.Usd, Currency.Of(currency), rate));
        return this;
    }

    public ACard Fee(decimal percent, bool included)
    {
        _fee = new ForeignFee(percent, included);
        return this;
    }

    public ACard Decided(int row, string? record, bool confirmed = true)
    {
        _decisions.Add(new MatchDecision($"c{row}", record, confirmed));
        return this;
    }

    public Reconciled Reconcile(Func<ImmutableArray<CardMovement>, ImmutableArray<CardMovement>>? shown = null) => CardReconciliation.Run(
        shown is null ? Movements : shown(Movements),
        new BillingRecords(Moments.Utc("2026-12-31T00:00:00Z"), offset ?? TimeSpan.Zero, _fee, [], [.. _records], [.. _grants], [.. _refunds], [.. _rates]), [.. _decisions]);
}
