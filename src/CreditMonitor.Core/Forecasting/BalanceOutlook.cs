using System.Collections.Immutable;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Core.Forecasting;

/// <summary>One grant now and, at the present burn rate, at the earliest instant at which it may lapse.</summary>
/// <param name="Expiry">When it may lapse; null when it never does.</param>
/// <param name="ExpectedUnused">What would be left then and be lost; null without a burn rate or an end.</param>
public sealed record GrantOutlook(GrantBalance Balance, ExpiryRange? Expiry, Usd? ExpectedUnused)
{
    public CreditGrant Grant => Balance.Grant;

    /// <summary>The same as a distribution; null where none is foreseen.</summary>
    public GrantForesight? Foreseen { get; init; }
}

/// <summary>Where the balance goes: if every day costs what the last 28 did, by which alerts count their windows, and as a range.</summary>
/// <param name="RunsOutAt">When the credit is used up or lapsed; null when that is beyond <see cref="Horizon"/> or cannot be told.</param>
public sealed record BalanceOutlook(ImmutableArray<GrantOutlook> Grants, BurnRate? Burn, DateTimeOffset? RunsOutAt)
{
    /// <summary>The range; null before it was added with <see cref="With"/>.</summary>
    public CreditForesight? Foresight { get; private init; }

    /// <summary>Null where no range is foreseen.</summary>
    public RunwayRange? Runway => Foresight?.Runway;

    public BalanceOutlook With(CreditForesight foresight) => this with
    {
        Foresight = foresight,
        Grants = [.. Grants.Select(grant => grant with { Foreseen = foresight.Grants.GetValueOrDefault(grant.Grant.Id) })],
    };

    /// <summary>Marks what is expected once a month among the usage ahead.</summary>
    private const string Monthly = "monthly";

    public static readonly TimeSpan Horizon = TimeSpan.FromDays(730);

    /// <summary>Costs are published late; beyond this the monitor is blind and no longer guesses.</summary>
    public static readonly TimeSpan Nowcast = TimeSpan.FromDays(4);

    /// <summary>Projects from <paramref name="now"/> on. A grant is taken to end at the earliest instant at which it may lapse, if that is still to come.</summary>
    /// <param name="knownUntil">Until when costs are known: what was spent since is taken to have gone on at the burn rate, for <see cref="Nowcast"/> at most.</param>
    /// <param name="monthly">What comes once a month, beside the burn rate.</param>
    /// <param name="declared">The grants as declared: the ledger's own carry the latest end as if it had been given.</param>
    public static BalanceOutlook Of(ImmutableArray<CreditGrant> declared, BurnOrder order, LedgerState ledger, BurnRate? burn, DateTimeOffset? knownUntil, DateTimeOffset now, ImmutableArray<MonthlySum> monthly = default)
    {
        var ranges = declared.ToDictionary(grant => grant.Id, grant => ExpiryRange.Of(grant), StringComparer.Ordinal);
        if (burn is null)
        {
            return new BalanceOutlook([.. ledger.Grants.Select(balance => new GrantOutlook(balance, ranges[balance.Grant.Id], null))], null, null);
        }

        var ahead = ledger.Grants
            .Where(balance => balance.Remaining.IsPositive || balance.Pending.IsPositive)
            .Select(balance => Ahead(balance, ranges[balance.Grant.Id], now))
            .ToImmutableArray();
        var future = new LedgerFacts(ahead, BurnAhead(ahead, burn.PerDay, Unpublished(knownUntil, now), Expected(monthly.IsDefault ? [] : monthly, now), now), []) { BurnOrder = order };
        var end = CreditLedger.Replay(future, now + Horizon + TimeSpan.FromTicks(1));
        var unused = end.Grants.ToDictionary(balance => balance.Grant.Id, balance => balance.Expired, StringComparer.Ordinal);
        return new BalanceOutlook(
            [.. ledger.Grants.Select(balance => new GrantOutlook(balance, ranges[balance.Grant.Id], Unused(balance, ranges[balance.Grant.Id], unused)))],
            burn,
            RunsOut(future, end, burn.PerDay, now));
    }

    private static Usd? Unused(GrantBalance balance, ExpiryRange? range, Dictionary<string, Usd> unused) =>
        range is null ? null : unused.GetValueOrDefault(balance.Grant.Id, Usd.Zero);

    private static CreditGrant Ahead(GrantBalance balance, ExpiryRange? range, DateTimeOffset now)
    {
        var start = balance.Grant.EffectiveAt > now ? balance.Grant.EffectiveAt : now;
        var lapse = range is null ? (DateTimeOffset?)null : range.Earliest > now ? range.Earliest : range.Latest;
        return balance.Grant with { Amount = balance.Remaining + balance.Pending, EffectiveAt = start, ExpiresAt = lapse ?? DateTimeOffset.MaxValue };
    }

    /// <summary>The burn as one lump just before each instant at which the set of usable grants changes: exact, and far fewer facts than days.</summary>
    /// <param name="expected">Sums by the instant at which each is taken.</param>
    private static ImmutableArray<Usage> BurnAhead(
        ImmutableArray<CreditGrant> grants, Usd perDay, TimeSpan unpublished, ImmutableSortedDictionary<DateTimeOffset, Usd> expected, DateTimeOffset now)
    {
        var cuts = grants
            .SelectMany(grant => new[] { grant.EffectiveAt, grant.ExpiresAt ?? DateTimeOffset.MaxValue, grant.VoidedAt ?? DateTimeOffset.MaxValue })
            .Append(now + Horizon)
            .Concat(expected.Keys)
            .Where(cut => cut > now && cut <= now + Horizon)
            .Distinct()
            .Order();
        var lumps = ImmutableArray.CreateBuilder<Usage>();
        lumps.Add(new Usage(null, now, Over(perDay, unpublished)));
        var from = now;
        foreach (var cut in cuts)
        {
            lumps.Add(new Usage(null, cut - TimeSpan.FromTicks(1), Over(perDay, cut - from)));
            from = cut;
            if (expected.TryGetValue(cut, out var sum))
            {
                lumps.Add(new Usage(Monthly, cut, sum));
            }
        }

        return lumps.ToImmutable();
    }

    /// <summary>At noon of its day: nothing tells the hour. One that is late is expected at any moment.</summary>
    private static ImmutableSortedDictionary<DateTimeOffset, Usd> Expected(ImmutableArray<MonthlySum> monthly, DateTimeOffset now) => monthly
        .SelectMany(sum => sum.Next().Select(day => (At: new DateTimeOffset(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero), sum.Amount)).TakeWhile(one => one.At <= now + Horizon))
        .Where(one => one.At > now).GroupBy(one => one.At).ToImmutableSortedDictionary(same => same.Key, same => Usd.Sum(same.Select(one => one.Amount)));

    /// <summary>The first lump that credit does not cover in full tells the day: credit lasts into it for as long as what it did cover.</summary>
    private static DateTimeOffset? RunsOut(LedgerFacts future, LedgerState end, Usd perDay, DateTimeOffset now)
    {
        var covered = end.Draws.GroupBy(draw => draw.At).ToDictionary(lump => lump.Key, lump => Usd.Sum(lump.Select(draw => draw.Amount)));
        var from = now;
        foreach (var lump in future.Usage)
        {
            var paid = covered.GetValueOrDefault(lump.At, Usd.Zero);
            if (paid < lump.Amount && lump.Id == Monthly)
            {
                return lump.At;
            }

            if (paid < lump.Amount && perDay.IsPositive)
            {
                return lump.At == now ? now : from + TimeSpan.FromTicks((long)(paid.Amount / perDay.Amount * TimeSpan.TicksPerDay));
            }

            from = lump.At == now || lump.Id == Monthly ? lump.At : lump.At + TimeSpan.FromTicks(1);
        }

        return null;
    }

    private static TimeSpan Unpublished(DateTimeOffset? knownUntil, DateTimeOffset now) =>
        knownUntil is not { } until || until >= now ? TimeSpan.Zero : now - until < Nowcast ? now - until : Nowcast;

    private static Usd Over(Usd perDay, TimeSpan span) => new(perDay.Amount * span.Ticks / TimeSpan.TicksPerDay);
}
