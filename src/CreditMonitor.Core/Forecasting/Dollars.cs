using System.Collections.Immutable;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Forecasting;

/// <summary>The one place where exact money becomes binary and comes back. What comes back is an estimate, and is rounded like one.</summary>
internal static class Dollars
{
    /// <summary>Beyond this an estimate is no longer told apart.</summary>
    private const double Largest = 1e24;

    /// <summary>The newest days that the forecaster looks at; a day below nothing counts as nothing.</summary>
    public static double[] Of(ImmutableArray<Usd> amounts, int newest = SpendModel.LongestHistory)
    {
        var from = Math.Max(0, amounts.Length - newest);
        var x = new double[amounts.Length - from];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = Of(amounts[from + i]);
        }

        return x;
    }

    public static double Of(Usd amount) => Math.Max(0, (double)amount.Amount);

    /// <summary>To 15 significant digits and at most <see cref="AmountText.Decimals"/> decimals.</summary>
    public static Usd ToUsd(double value) => new(Math.Round((decimal)Math.Min(Largest, value), AmountText.Decimals));
}
