using System.Collections.Immutable;

namespace CreditMonitor.Core.Ledger;

/// <summary>The usable grants that have something left, always in burn order. A place in the order is a number, so nothing is compared twice.</summary>
/// <param name="lots">All grants in burn order: the lot at index n has place n.</param>
internal sealed class UsableGrants(Lot[] lots)
{
    private readonly SortedSet<int> spendable = [];

    public void Start(Lot lot)
    {
        lot.Start();
        spendable.Add(lot.Place);
        DropIfEmpty(lot);
    }

    public void Stop(Lot lot)
    {
        lot.Stop();
        DropIfEmpty(lot);
    }

    /// <returns>What was given back: at most what is left, and nothing outside the grant's life.</returns>
    public Usd GiveBack(Lot lot, Usd wanted)
    {
        var given = lot.GiveBack(wanted);
        DropIfEmpty(lot);
        return given;
    }

    /// <returns>What no usable grant covers.</returns>
    public Usd Take(DateTimeOffset at, Usd wanted, ImmutableArray<Draw>.Builder draws)
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

    public Usd Balance()
    {
        var balance = Usd.Zero;
        foreach (var place in spendable)
        {
            balance += lots[place].Left;
        }

        return balance;
    }

    public ImmutableArray<GrantRemaining> Remaining()
    {
        var remaining = ImmutableArray.CreateBuilder<GrantRemaining>(spendable.Count);
        foreach (var place in spendable)
        {
            remaining.Add(new GrantRemaining(lots[place].Grant.Id, lots[place].Left));
        }

        return remaining.MoveToImmutable();
    }

    private void DropIfEmpty(Lot lot)
    {
        if (!lot.Left.IsPositive)
        {
            spendable.Remove(lot.Place);
        }
    }
}
