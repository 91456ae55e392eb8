namespace CreditMonitor.Core.Reconciliation;

/// <summary>Whether what was paid beyond the credit is a tax that some country puts on it: a notice of a recharge names none.</summary>
internal static class UsualTax
{
    /// <summary>Sales taxes of states and cities come in eighths of a percent up to here.</summary>
    private const decimal HighestSalesTax = 12m;

    private const decimal Eighth = 0.125m;

    /// <summary>Of the United States and Canada beyond eighths, and the value added taxes above <see cref="HighestSalesTax"/>.</summary>
    private static readonly decimal[] Rates = [4.166m, 4.712m, 7.45m, 9.975m, 13m, 14m, 14.975m, 15m, 16m, 17m, 18m, 19m, 20m, 21m, 22m, 23m, 24m, 25m, 25.5m, 27m];

    public static bool Explains(Money paid, Money credit)
    {
        if (paid.Currency != credit.Currency || !credit.IsPositive || paid < credit)
        {
            return false;
        }

        bool Makes(decimal percent) => Math.Abs(Math.Round(credit.Amount * (1m + (percent / 100m)), 2, MidpointRounding.AwayFromZero) - paid.Amount) <= 0.01m;
        var rate = ((paid.Amount / credit.Amount) - 1m) * 100m;
        return Array.Exists(Rates, Makes) || (rate <= HighestSalesTax + Eighth && Makes(Math.Round(rate / Eighth) * Eighth));
    }
}
