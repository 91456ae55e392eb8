using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Core.Tests.Ledger;

/// <summary>The contract's rules once more, written to be read against the text and not to be fast: every instant is visited, and at each one every
/// grant is asked anew. Shares no code with the engine but the facts' records; it reckons expiry and order for itself.</summary>
internal sealed class AuditorModel
{
    private sealed class UsableGrants(CreditGrant grant)
    {
        public CreditGrant Grant => grant;
        public decimal Left, Consumed, Expired, Voided, Refunded;
        public bool Opened;
        public DateTimeOffset Expiry => grant.ExpiresAt
            ?? (grant.NeverExpires || grant.Kind == GrantKind.Promotional ? DateTimeOffset.MaxValue : grant.EffectiveAt.UtcDateTime.AddYears(1));
        public DateTimeOffset Void => grant.VoidedAt ?? DateTimeOffset.MaxValue;
        public DateTimeOffset End => Expiry < Void ? Expiry : Void;
        public bool Never => End <= grant.EffectiveAt;
        public bool UsableAt(DateTimeOffset at) => grant.EffectiveAt <= at && at < End;
    }

    private readonly List<UsableGrants> purses;
    private readonly LedgerFacts facts;

    public decimal Overage, Due, Used, Unmet;

    public AuditorModel(LedgerFacts facts, DateTimeOffset asOf)
    {
        this.facts = facts;
        purses = facts.Grants.Select(grant => new UsableGrants(grant)).ToList();
        var instants = purses.SelectMany(purse => new[] { purse.Grant.EffectiveAt, purse.End })
            .Concat(facts.Usage.Select(used => used.At))
            .Concat(facts.Refunds.Select(refund => refund.At));
        foreach (var at in instants.Select(at => at.UtcTicks).Distinct().Order().Where(at => at < asOf.UtcTicks))
        {
            Visit(new DateTimeOffset(at, TimeSpan.Zero));
        }
    }

    public decimal Balance => purses.Sum(purse => purse.Left);

    /// <summary>Consumed, expired, voided, refunded, never effective, pending, remaining.</summary>
    public decimal[] Of(string id)
    {
        var purse = purses.Single(purse => purse.Grant.Id == id);
        var whole = purse.Grant.Amount.Amount;
        return [purse.Consumed, purse.Expired, purse.Voided, purse.Refunded, purse.Never ? whole : 0m, purse.Never || purse.Opened ? 0m : whole, purse.Left];
    }

    private void Visit(DateTimeOffset at)
    {
        foreach (var purse in purses.Where(purse => purse.End == at))
        {
            if (purse.Expiry <= purse.Void)
            {
                purse.Expired += purse.Left;
            }
            else
            {
                purse.Voided += purse.Left;
            }

            purse.Left = 0m;
        }

        foreach (var refund in facts.Refunds.Where(refund => refund.At == at).OrderBy(refund => refund.Id, StringComparer.Ordinal))
        {
            var purse = purses.SingleOrDefault(purse => purse.Grant.Id == refund.GrantId && purse.Opened);
            var given = Math.Min(refund.Amount.Amount, purse?.Left ?? 0m);
            Unmet += refund.Amount.Amount - given;
            if (purse is not null)
            {
                purse.Left -= given;
                purse.Refunded += given;
            }
        }

        foreach (var purse in purses.Where(purse => purse.Grant.EffectiveAt == at && !purse.Never))
        {
            purse.Opened = true;
            purse.Left = purse.Grant.Amount.Amount;
        }

        Overage = Pay(at, Overage);
        foreach (var used in facts.Usage.Where(used => used.At == at))
        {
            Used += used.Amount.Amount;
            var uncovered = Pay(at, used.Amount.Amount);
            if (facts.BillingModes.Where(span => span.From <= at).OrderBy(span => span.From).LastOrDefault()?.Mode == BillingMode.Monthly)
            {
                Due += uncovered;
            }
            else
            {
                Overage += uncovered;
            }
        }
    }

    private decimal Pay(DateTimeOffset at, decimal wanted)
    {
        foreach (var purse in InBurnOrder(purses.Where(purse => purse.UsableAt(at))))
        {
            var taken = Math.Min(wanted, purse.Left);
            purse.Left -= taken;
            purse.Consumed += taken;
            wanted -= taken;
        }

        return wanted;
    }

    private List<UsableGrants> InBurnOrder(IEnumerable<UsableGrants> some) => facts.BurnOrder == BurnOrder.PromotionalFirst
        ? [.. some.OrderByDescending(purse => purse.Grant.Kind == GrantKind.Promotional).ThenBy(purse => purse.Expiry).ThenBy(purse => purse.Grant.EffectiveAt).ThenBy(purse => purse.Grant.Id, StringComparer.Ordinal)]
        : [.. some.OrderBy(purse => purse.Expiry).ThenByDescending(purse => purse.Grant.Kind == GrantKind.Promotional).ThenBy(purse => purse.Grant.EffectiveAt).ThenBy(purse => purse.Grant.Id, StringComparer.Ordinal)];
}
