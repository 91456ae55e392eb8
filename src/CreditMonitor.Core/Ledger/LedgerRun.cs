using System.Collections.Immutable;

namespace CreditMonitor.Core.Ledger;

/// <summary>One walk through the facts, forward only. It may stop anywhere and go on: stops change cost, never meaning.</summary>
internal sealed class LedgerRun
{
    private readonly Lot[] lots;
    private readonly UsableGrants usable;
    private readonly Boundary[] boundaries;
    private readonly Usage[] usage;
    private readonly BillingModeSpan[] modes;
    private readonly ImmutableArray<Draw>.Builder draws;
    private readonly ImmutableArray<LedgerAnomaly>.Builder anomalies = ImmutableArray.CreateBuilder<LedgerAnomaly>();
    private readonly LedgerRecorder? recorder;
    private int nextBoundary;
    private int nextUsage;
    private int nextMode;
    private BillingMode mode = BillingMode.Prepaid;
    private Usd overage;
    private Usd dueOnInvoice;
    private readonly SortedDictionary<DateOnly, Usd> dueByMonth = [];
    private Usd totalUsage;

    /// <param name="recorder">Is told of everything that moves; null when only the state is wanted.</param>
    public LedgerRun(LedgerFacts facts, LedgerRecorder? recorder = null)
    {
        this.recorder = recorder;
        lots = [.. facts.Grants.Order(new GrantBurnOrder(facts.BurnOrder)).Select((grant, place) => new Lot(grant, place))];
        usable = new UsableGrants(lots);
        boundaries = Boundary.Of(lots, lots.ToDictionary(lot => lot.Grant.Id, StringComparer.Ordinal), facts.Refunds);
        usage = FactOrder.Sorted(facts.Usage);
        modes = [.. facts.BillingModes.OrderBy(span => span.From)];
        draws = ImmutableArray.CreateBuilder<Draw>(usage.Length + lots.Length);
    }

    /// <summary>Takes in every fact before <paramref name="instant"/>; those at it wait.</summary>
    public void AdvanceTo(DateTimeOffset instant)
    {
        for (; nextBoundary < boundaries.Length && boundaries[nextBoundary].At < instant; nextBoundary++)
        {
            SpendUntil(boundaries[nextBoundary].At);
            Apply(boundaries[nextBoundary]);
        }

        SpendUntil(instant);
    }

    public DayClose Close(DateOnly day) => new(day, usable.Remaining(), usable.Balance(), overage, dueOnInvoice);

    public LedgerState State(DateTimeOffset asOf) => new(
        asOf.ToUniversalTime(),
        usable.Balance(),
        overage,
        dueOnInvoice,
        totalUsage,
        [.. lots.Select(lot => lot.Balance())],
        draws.ToImmutable(),
        anomalies.ToImmutable())
    {
        DueByMonth = [.. dueByMonth.Select(due => new MonthDue(due.Key, due.Value))],
    };

    private void SpendUntil(DateTimeOffset instant)
    {
        for (; nextUsage < usage.Length && usage[nextUsage].At < instant; nextUsage++)
        {
            Spend(usage[nextUsage]);
        }
    }

    private void Spend(Usage used)
    {
        totalUsage += used.Amount;
        var drawnBefore = draws.Count;
        var uncovered = usable.Take(used.At, used.Amount, draws);
        var (owed, due) = uncovered.IsPositive && ModeAt(used.At) == BillingMode.Monthly ? (Usd.Zero, uncovered) : (uncovered, Usd.Zero);
        overage += owed;
        if (due.IsPositive)
        {
            var month = new DateOnly(used.At.UtcDateTime.Year, used.At.UtcDateTime.Month, 1);
            dueByMonth[month] = dueByMonth.GetValueOrDefault(month) + due;
            dueOnInvoice += due;
        }

        recorder?.Used(used, draws, drawnBefore, owed, due);
    }

    private void Apply(Boundary boundary)
    {
        switch (boundary)
        {
            case { Kind: BoundaryKind.GrantEnds, Lot: { } lot }:
                recorder?.Ended(boundary.At, lot);
                usable.Stop(lot);
                break;
            case { Kind: BoundaryKind.Refund, Refund: { } refund }:
                GiveBack(refund, boundary.Lot);
                break;
            case { Kind: BoundaryKind.GrantStarts, Lot: { } lot }:
                usable.Start(lot);
                recorder?.Started(boundary.At, lot);
                break;
            case { Kind: BoundaryKind.OverageSettled }:
                var drawnBefore = draws.Count;
                overage = usable.Take(boundary.At, overage, draws);
                recorder?.OwedTaken(boundary.At, draws, drawnBefore);
                break;
        }
    }

    private void GiveBack(Refund refund, Lot? lot)
    {
        var given = lot is null ? Usd.Zero : usable.GiveBack(lot, refund.Amount);
        recorder?.GivenBack(refund, given);
        var unmet = refund.Amount - given;
        if (unmet.IsPositive)
        {
            anomalies.Add(new LedgerAnomaly("refund_unmet", refund.Id ?? refund.GrantId, unmet));
        }
    }

    /// <summary>Asked with instants that never go back.</summary>
    private BillingMode ModeAt(DateTimeOffset instant)
    {
        for (; nextMode < modes.Length && modes[nextMode].From <= instant; nextMode++)
        {
            mode = modes[nextMode].Mode;
        }

        return mode;
    }
}
