using System.Collections.Immutable;
using CreditMonitor.Core.Records;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>Charges that were given back in full, each by a row of its own.</summary>
internal static class Reversals
{
    /// <summary>A hold goes back within a week, a reversal within a month or two.</summary>
    private const int LatestDays = 60;

    /// <returns>By the charge's id. A row that gives back what a record explains is that record's refund, and no reversal.</returns>
    public static ImmutableDictionary<string, CardCharge> Of(ImmutableArray<ReconciledCharge> charges)
    {
        var backs = charges.Where(told => told.Row.Label == RowLabel.Refund && told.Row.Explains.IsEmpty && told.Charge.Amount.IsNegative).OrderBy(told => told.Charge.Day).ThenBy(told => told.Charge.Id, StringComparer.Ordinal);
        var open = charges.Where(told => told.Row.IsAlert).ToList();
        var given = ImmutableDictionary.CreateBuilder<string, CardCharge>(StringComparer.Ordinal);
        foreach (var back in backs.Select(told => told.Charge))
        {
            var charge = open.Where(told => told.Charge.Amount == -back.Amount && back.Day.DayNumber - told.Charge.Day.DayNumber is >= -1 and <= LatestDays).MaxBy(told => (told.Charge.Day, told.Charge.Id));
            if (charge is not null && !IsOfAnExplainedOne(back, charge.Charge, charges))
            {
                open.Remove(charge);
                given[charge.Charge.Id] = back;
            }
        }

        return given.ToImmutable();
    }

    /// <summary>A purchase of the same amount that a receipt explains, later than the odd charge, is the likelier one to have been refunded.</summary>
    private static bool IsOfAnExplainedOne(CardCharge back, CardCharge odd, ImmutableArray<ReconciledCharge> charges) =>
        charges.Any(told => !told.Row.IsAlert && told.Charge.Amount == odd.Amount && told.Charge.Day > odd.Day && told.Charge.Day <= back.Day);
}
