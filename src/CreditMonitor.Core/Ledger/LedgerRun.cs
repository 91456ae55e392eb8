using System.Collections.Immutable;

namespace CreditMonitor.Core.Ledger;

/// <summary>One walk through the facts, forward only. It may stop anywhere and go on: stops change cost, never meaning.</summary>
internal sealed class LedgerRun
{
    private readonly Lot[] lots;
    private readonly Cut[] cuts;
    private readonly Usage[] usage;
    private readonly BillingModeSpan[] modes;
    private readonly SortedSet<int> spendable = [];
    private readonly ImmutableArray<Draw>.Builder draws;
    private readonly ImmutableArray<LedgerAnomaly>.Builder anomalies = ImmutableArray.CreateBuilder<LedgerAnomaly>();
    private int nextCut;
    private int nextUsage;
    private int nextMode;
    private BillingMode mode = BillingMode.Prepaid;
    private Usd overage;
    private Usd dueOnInvoice;
    private Usd totalUsage;

    public LedgerRun(LedgerFacts facts)
    {
        lots = [.. facts.Grants.Order(new GrantBurnOrder(facts.BurnOrder)).Select((grant, place) => new Lot(grant, place))];
        cuts = Cut.Of(lots, lots.ToDictionary(lot => lot.Grant.Id, StringComparer.Ordinal), facts.Refunds);
        usage = FactOrder.Sorted(facts.Usage);
        modes = [.. facts.BillingModes.OrderBy(span => span.From)];
        draws = ImmutableArray.CreateBuilder<Draw>(usage.Length + lots.Length);
    }

    /// <summary>Takes in every fact before <paramref name="instant"/>; those at it wait.</summary>
    public void AdvanceTo(DateTimeOffset instant)
    {
        for (; nextCut < cuts.Length && cuts[nextCut].At < instant; nextCut++)
        {
            SpendUntil(cuts[nextCut].At);
            Apply(cuts[nextCut]);
        }

        SpendUntil(instant);
    }

    public DayClose Close(DateOnly day)
    {
        var remaining = ImmutableArray.CreateBuilder<GrantRemaining>(spendable.Count);
        foreach (var place in spendable)
        {
            remaining.Add(new GrantRemaining(lots[place].Grant.Id, lots[place].Left));
        }

        return new DayClose(day, remaining.MoveToImmutable(), Balance(), overage, dueOnInvoice);
    }

    public LedgerState State(DateTimeOffset asOf) => new(
        asOf.ToUniversalTime(),
        Balance(),
        overage,
        dueOnInvoice,
        totalUsage,
        [.. lots.Select(lot => lot.Balance())],
        draws.ToImmutable(),
        anomalies.ToImmutable());

    private Usd Balance()
    {
        var balance = Usd.Zero;
        foreach (var place in spendable)
        {
            balance += lots[place].Left;
        }

        return balance;
    }

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
        var uncovered = Take(used.At, used.Amount);
        if (!uncovered.IsPositive)
        {
            return;
        }

        if (ModeAt(used.At) == BillingMode.Monthly)
        {
            dueOnInvoice += uncovered;
        }
        else
        {
            overage += uncovered;
        }
    }

    private void Apply(Cut cut)
    {
        switch (cut)
        {
            case { Kind: CutKind.GrantEnds, Lot: { } lot }:
                lot.Stop();
                spendable.Remove(lot.Place);
                break;
            case { Kind: CutKind.Refund, Refund: { } refund }:
                GiveBack(refund, cut.Lot);
                break;
            case { Kind: CutKind.GrantStarts, Lot: { } lot }:
                lot.Start();
                spendable.Add(lot.Place);
                DropIfEmpty(lot);
                break;
            case { Kind: CutKind.OwedIsTaken }:
                overage = Take(cut.At, overage);
                break;
        }
    }

    /// <returns>What no usable grant covers.</returns>
    private Usd Take(DateTimeOffset at, Usd wanted)
    {
        while (wanted.IsPositive && spendable.Count > 0)
        {
            var lot = lots[spendable.Min];
            var taken = lot.Consume(wanted);
            draws.Add(new Draw(at.ToUniversalTime(), lot.Grant.Id, taken));
            wanted -= taken;
            DropIfEmpty(lot);
        }

        return wanted;
    }

    private void GiveBack(Refund refund, Lot? lot)
    {
        var unmet = refund.Amount;
        if (lot is not null)
        {
            unmet -= lot.GiveBack(refund.Amount);
            DropIfEmpty(lot);
        }

        if (unmet.IsPositive)
        {
            anomalies.Add(new LedgerAnomaly("refund_unmet", refund.Id ?? refund.GrantId, unmet));
        }
    }

    private void DropIfEmpty(Lot lot)
    {
        if (!lot.Left.IsPositive)
        {
            spendable.Remove(lot.Place);
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
