using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>Rows that belong to other rows: fees and taxes to their charge, pending rows to their posted version.</summary>
internal static partial class RowLinks
{
    private const int Abstain = 100;
    private const int LatestFee = 10;
    private const int LatestPosting = 8;

    /// <summary>Of a year's Brazilian statements; others are read from the text or from what most rows show.</summary>
    private const decimal UsualTax = 3.5m;

    /// <returns>For each row of <paramref name="fees"/> the charge it was put on, where one fits.</returns>
    public static Dictionary<int, CardMovement> Fees(ImmutableArray<CardMovement> fees, ImmutableArray<CardMovement> charges, decimal? percent)
    {
        var shown = percent ?? MostShown(fees, charges) ?? UsualTax;
        var pairings = fees.SelectMany((fee, left) => charges.Select((charge, right) => (right, Cost: FeePrice(fee, charge, PercentIn(fee) ?? shown))).Where(one => one.Cost is not null).Select(one => new Pairing(left, one.right, one.Cost!.Value)));
        var partners = Assignment.Solve(fees.Length, charges.Length, pairings, Abstain);
        return fees.Select((fee, left) => (fee.Row, partners[left])).Where(one => one.Item2 >= 0).ToDictionary(one => one.Row, one => charges[one.Item2]);
    }

    /// <returns>For each pending row the posted one that took its place. One posted row may have been pending in several exports.</returns>
    public static Dictionary<int, CardMovement> Pending(ImmutableArray<CardMovement> pending, ImmutableArray<CardMovement> posted)
    {
        var links = new Dictionary<int, CardMovement>();
        foreach (var export in pending.GroupBy(movement => movement.Export))
        {
            var rows = export.ToList();
            var pairings = rows.SelectMany((row, left) => posted.Select((later, right) => (right, Cost: PostingPrice(row, later))).Where(one => one.Cost is not null).Select(one => new Pairing(left, one.right, one.Cost!.Value)));
            var partners = Assignment.Solve(rows.Count, posted.Length, pairings, Abstain);
            for (var left = 0; left < rows.Count; left++)
            {
                if (partners[left] >= 0)
                {
                    links[rows[left].Row] = posted[partners[left]];
                }
            }
        }

        return links;
    }

    private static int? FeePrice(CardMovement fee, CardMovement charge, decimal percent)
    {
        var days = DaysAfter(fee, charge);
        var off = Math.Abs(fee.Amount.Amount - (charge.Amount.Amount * percent / 100m));
        return days is >= -1 and <= LatestFee && fee.Currency == charge.Currency && off <= 0.02m ? (Math.Abs(days) * 4) + (off <= 0.0101m ? 0 : 10) : null;
    }

    /// <summary>By the days of posting where both have one: the fee's own day is that of the bank's book.</summary>
    private static int DaysAfter(CardMovement fee, CardMovement charge)
    {
        var made = fee.Day.DayNumber - charge.Day.DayNumber;
        var booked = (fee.Posted ?? fee.Day).DayNumber - (charge.Posted ?? charge.Day).DayNumber;
        return made >= 0 && Math.Abs(made) <= Math.Abs(booked) ? made : booked;
    }

    private static int? PostingPrice(CardMovement pending, CardMovement posted)
    {
        var days = posted.Day.DayNumber - pending.Day.DayNumber;
        var rerated = posted.Amount == pending.Amount ? 0 : Math.Abs(posted.Amount.Amount - pending.Amount.Amount) <= pending.Amount.Size.Amount * 0.02m && pending.Original is not null && pending.Original == posted.Original ? 20 : Abstain;
        return days is >= -1 and <= LatestPosting && posted.Currency == pending.Currency && posted.Merchant == pending.Merchant && Alike(pending.Description, posted.Description) && rerated < Abstain
            ? rerated + (Math.Abs(days) * 5)
            : null;
    }

    private static bool Alike(string left, string right)
    {
        var (first, second) = (Letters(left), Letters(right));
        var length = Math.Min(5, Math.Min(first.Length, second.Length));
        return string.CompareOrdinal(first, 0, second, 0, length) == 0;
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>The percentage that most fee rows make of some charge near them; null when they show none.</summary>
    private static decimal? MostShown(ImmutableArray<CardMovement> fees, ImmutableArray<CardMovement> charges) =>
        fees.SelectMany(fee => charges.Where(charge => charge.Amount.IsPositive && DaysAfter(fee, charge) is >= -1 and <= LatestFee).Select(charge => Math.Round(fee.Amount.Amount * 1000m / charge.Amount.Amount) / 10m).Where(ratio => ratio is >= 0.3m and <= 8m).Distinct())
            .GroupBy(ratio => ratio).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).FirstOrDefault()?.Key;

    private static decimal? PercentIn(CardMovement fee) =>
        Percent().Match(fee.Description) is { Success: true } match && decimal.TryParse(match.Groups[1].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) ? percent : null;

    [GeneratedRegex(@"(\d{1,2}(?:[.,]\d{1,3})?)\s?%", RegexOptions.CultureInvariant)]
    private static partial Regex Percent();
}
