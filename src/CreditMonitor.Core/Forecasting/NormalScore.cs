namespace CreditMonitor.Core.Forecasting;

/// <summary>How many standard deviations a share of a normal distribution lies from its middle.</summary>
internal static class NormalScore
{
    /// <summary>The score of 90 %.</summary>
    public static readonly double Ninety = Of(0.9);

    /// <summary>Inverse of the normal distribution for 0 &lt; share &lt; 1, by Hastings' rational approximation (Abramowitz and Stegun 26.2.23) and two
    /// Newton steps against the distribution; odd about one half.</summary>
    public static double Of(double share)
    {
        if (share > 0.5)
        {
            return -Of(1 - share);
        }

        var t = Math.Sqrt(-2 * Math.Log(share));
        var z = -(t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308))))))));
        for (var step = 0; step < 2; step++)
        {
            z -= (Below(z) - share) / (Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI));
        }

        return z;
    }

    /// <summary>The share below z, for z not above 0: its Taylor series near the middle, a continued fraction in the tail.</summary>
    private static double Below(double z)
    {
        var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z > -3)
        {
            var (term, sum) = (-z, -z);
            for (var k = 3; k < 80; k += 2)
            {
                term *= z * z / k;
                sum += term;
            }

            return 0.5 - (density * sum);
        }

        var fraction = 0.0;
        for (var k = 60; k >= 1; k--)
        {
            fraction = k / (-z + fraction);
        }

        return density / (-z + fraction);
    }
}
