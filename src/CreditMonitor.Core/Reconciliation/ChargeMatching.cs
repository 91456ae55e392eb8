using System.Collections.Immutable;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>The records that explain a charge, and how well.</summary>
/// <param name="Rivals">Other records that would fit, the best first.</param>
internal sealed record ChargeMatchResult(ImmutableArray<BillingRecord> Records, Fit Fit, ImmutableArray<(BillingRecord Record, Fit Fit)> Rivals, bool IsPart = false, bool IsConfirmed = false);

/// <summary>Finds for every posted charge of OpenAI the record that explains it: what people decided first, then the cheapest assignment of all, then charges that together make one record.</summary>
internal sealed class ChargeMatching
{
    private readonly ChargePricing _pricing;
    private readonly ImmutableArray<CardMovement> _charges;
    private readonly ImmutableArray<BillingRecord> _records;
    private readonly Dictionary<int, List<(int Right, Fit Fit)>> _fits = [];
    private readonly Dictionary<int, ChargeMatchResult> _matches = [];
    private readonly HashSet<BillingRecord> _taken = [];

    private ChargeMatching(ChargePricing pricing, ImmutableArray<CardMovement> charges, ImmutableArray<BillingRecord> records) => (_pricing, _charges, _records) = (pricing, charges, records);

    /// <returns>By row; a row that is missing is explained by nothing.</returns>
    public static Dictionary<int, ChargeMatchResult> Run(ChargePricing pricing, ImmutableArray<CardMovement> charges, ImmutableArray<BillingRecord> records, ImmutableArray<MatchDecision> decisions)
    {
        var matching = new ChargeMatching(pricing, charges, records);
        matching.Confirm(decisions.Where(decision => decision.Confirmed));
        matching.Assign(decisions.Where(decision => !decision.Confirmed && decision.RecordId is not null).Select(decision => (decision.ChargeId, decision.RecordId!)).ToHashSet());
        matching.Combine();
        return matching._matches;
    }

    private void Confirm(IEnumerable<MatchDecision> decisions)
    {
        foreach (var decision in decisions)
        {
            if (_charges.FirstOrDefault(charge => charge.ChargeId == decision.ChargeId) is { } charge)
            {
                var record = _records.FirstOrDefault(record => record.Id == decision.RecordId);
                _matches[charge.Row] = new ChargeMatchResult(record is null ? [] : [record], record is null ? default : _pricing.Price(charge, record) ?? default, [], IsConfirmed: true);
                if (record is not null)
                {
                    _taken.Add(record);
                }
            }
        }
    }

    /// <summary>Twice: what the first round leaves over may show a pattern (a subscription that is not on record), and by it the second knows better which of several equal charges is the odd one.</summary>
    private void Assign(HashSet<(string ChargeId, string RecordId)> rejected)
    {
        var open = _charges.Where(charge => !_matches.ContainsKey(charge.Row)).ToImmutableArray();
        var pairings = Pairings(open, rejected);
        var first = Assignment.Solve(_records.Length, pairings, OddCharges.Prices(open, []));
        var series = OddCharges.Series([.. open.Where((_, left) => first[left] < 0)]);
        var partners = series.IsEmpty ? first : Assignment.Solve(_records.Length, pairings, OddCharges.Prices(open, series));
        for (var left = 0; left < open.Length; left++)
        {
            if (partners[left] >= 0)
            {
                Take(open[left].Row, partners[left]);
            }
        }
    }

    private List<Pairing> Pairings(ImmutableArray<CardMovement> open, HashSet<(string ChargeId, string RecordId)> rejected)
    {
        var pairings = new List<Pairing>();
        for (var left = 0; left < open.Length; left++)
        {
            var fits = _fits[open[left].Row] = [];
            for (var right = 0; right < _records.Length; right++)
            {
                if (!_taken.Contains(_records[right]) && !rejected.Contains((open[left].ChargeId ?? "", _records[right].Id)) && _pricing.Price(open[left], _records[right]) is { } fit)
                {
                    fits.Add((right, fit));
                    pairings.Add(new Pairing(left, right, fit.Cost));
                }
            }
        }

        return pairings;
    }

    private void Take(int row, int right)
    {
        var rivals = _fits[row].Where(fit => fit.Right != right).OrderBy(fit => fit.Fit.Cost).Select(fit => (_records[fit.Right], fit.Fit)).ToImmutableArray();
        _matches[row] = new ChargeMatchResult([_records[right]], _fits[row].First(fit => fit.Right == right).Fit, rivals);
        _taken.Add(_records[right]);
    }

    /// <summary>Some payments are split by the card's issuer: two rows of one day that together make what one record says.</summary>
    private void Combine()
    {
        var left = _charges.Where(charge => !_matches.ContainsKey(charge.Row)).ToList();
        foreach (var first in left)
        {
            foreach (var second in left.Where(other => other.Row > first.Row && other.Day == first.Day && other.Currency == first.Currency && other.Merchant == first.Merchant))
            {
                if (!_matches.ContainsKey(first.Row) && !_matches.ContainsKey(second.Row) && Together(first, second) is var (record, fit))
                {
                    _taken.Add(record);
                    _matches[first.Row] = _matches[second.Row] = new ChargeMatchResult([record], fit, [], IsPart: true);
                }
            }
        }
    }

    private (BillingRecord Record, Fit Fit)? Together(CardMovement first, CardMovement second)
    {
        Money? original = first.Original is { } one && second.Original is { } other && one.Currency == other.Currency ? one + other : null;
        var whole = first with { Charge = first.Charge with { Amount = first.Amount + second.Amount }, Original = original };
        var best = _records.Where(record => !_taken.Contains(record)).Select(record => (Record: record, Fit: _pricing.Price(whole, record))).Where(one => one.Fit is not null).OrderBy(one => one.Fit!.Value.Cost).FirstOrDefault();
        return best.Fit is { } fit ? (best.Record, fit) : null;
    }
}
