using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Core.Monitoring;

/// <summary>What the ledger replays for an organization. Between two publications and two grants every poll asks for the same: that is walked once.</summary>
/// <param name="From">The instant for which the facts were gathered.</param>
/// <param name="Until">From then on a running day is drawn elsewhere (exclusive).</param>
public sealed record OrganizationLedger(LedgerFacts Facts, ImmutableArray<CreditGrant> Grants, DateTimeOffset From, DateTimeOffset Until)
{
    private readonly Derived _derived = new();

    /// <summary>Past days are drawn at their last instant; the running day's partial figure at the instant it was read, so that it counts now.
    /// Days before the first declared grant were paid for by something nobody declared, and are no debt of this credit's.</summary>
    /// <param name="organization">With the grants that were recorded merged in.</param>
    public static OrganizationLedger Of(WatchedOrganization organization, CostHistory history, DateTimeOffset now) => history.Derived.Once(
        known => known.Holds(organization, now),
        () => new OrganizationLedger(Gather(organization, history, now), organization.Grants, now, UnchangedUntil(history, now)));

    /// <summary>The state at an instant, what happens at that very instant included: a grant that ends now is over now.</summary>
    public LedgerState At(DateTimeOffset instant)
    {
        var asOf = instant.AddTicks(1);
        var known = _derived.Once<KnownState>(
            known => known.State.AsOf <= asOf && asOf <= known.Next, () => new KnownState(CreditLedger.Replay(Facts, asOf), FactSpan.FirstFrom(Facts, asOf)));
        return known.State with { AsOf = asOf.ToUniversalTime() };
    }

    private static LedgerFacts Gather(WatchedOrganization organization, CostHistory history, DateTimeOffset now)
    {
        var first = organization.Grants.IsEmpty ? DateOnly.MinValue : DateOnly.FromDateTime(organization.Grants.Min(grant => grant.EffectiveAt).UtcDateTime);
        var usage = NetOfCorrections([.. history.Ascending.Where(day => day.Day >= first)]).Select(day => CostHistory.DayEnd(day.Day) <= now
            ? Usage.OfDay(day.Day, day.Amount)
            : new Usage(null, (day.AsOf < now ? day.AsOf : now) - TimeSpan.FromTicks(1), day.Amount));    // an answer comes a moment after the poll that asked began
        return new LedgerFacts([.. organization.Grants.Select(grant => grant.WithLedgerEnd())], [.. usage], [])
        {
            BurnOrder = organization.BurnOrder,
            BillingModes = organization.BillingModes,
        };
    }

    /// <summary>What a day gives back is taken off the days before it, the newest first, as if they had cost that much less: credit returns to the grants it was drawn from. What more is given back than was ever spent is taken off the days after it.</summary>
    public static ImmutableArray<DayCost> NetOfCorrections(ImmutableArray<DayCost> days)
    {
        if (!days.Any(day => day.Amount < Usd.Zero))
        {
            return days;
        }

        var net = days.ToBuilder();
        var ahead = Usd.Zero;
        for (var i = 0; i < net.Count; i++)
        {
            var back = net[i].Amount < Usd.Zero ? Usd.Zero - net[i].Amount : Usd.Zero;
            if (back.IsPositive)
            {
                net[i] = net[i] with { Amount = Usd.Zero };
                ahead += TakenOff(net, i, back);
            }
            else if (ahead.IsPositive)
            {
                var taken = net[i].Amount < ahead ? net[i].Amount : ahead;
                net[i] = net[i] with { Amount = net[i].Amount - taken };
                ahead -= taken;
            }
        }

        return net.ToImmutable();
    }

    /// <returns>What no earlier day could give.</returns>
    private static Usd TakenOff(ImmutableArray<DayCost>.Builder net, int before, Usd back)
    {
        for (var i = before - 1; i >= 0 && back.IsPositive; i--)
        {
            var taken = net[i].Amount < back ? net[i].Amount : back;
            net[i] = net[i] with { Amount = net[i].Amount - taken };
            back -= taken;
        }

        return back;
    }

    /// <summary>A day that runs is drawn elsewhere once it has ended; one that is read only after <paramref name="now"/> is drawn elsewhere at once.</summary>
    private static DateTimeOffset UnchangedUntil(CostHistory history, DateTimeOffset now)
    {
        var until = DateTimeOffset.MaxValue;
        for (var i = history.Ascending.Length - 1; i >= 0 && CostHistory.DayEnd(history.Ascending[i].Day) is var end && end > now; i--)
        {
            until = history.Ascending[i].AsOf > now ? now : end < until ? end : until;
        }

        return until;
    }

    private bool Holds(WatchedOrganization organization, DateTimeOffset now) =>
        From <= now && now < Until && Facts.BurnOrder == organization.BurnOrder
        && Grants.AsSpan().SequenceEqual(organization.Grants.AsSpan()) && Facts.BillingModes.AsSpan().SequenceEqual(organization.BillingModes.AsSpan());

    /// <param name="Next">The first fact that the state does not count: up to it nothing changes.</param>
    private sealed record KnownState(LedgerState State, DateTimeOffset Next);
}
