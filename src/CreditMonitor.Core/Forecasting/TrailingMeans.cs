using System.Collections.Immutable;

namespace CreditMonitor.Core.Forecasting;

/// <summary>Means of a series over trailing windows and over the days ahead of any past origin, each in constant time.</summary>
internal sealed class TrailingMeans
{
    private readonly double[] _until;
    private readonly ImmutableArray<int> _windows;

    public TrailingMeans(ReadOnlySpan<double> x, ImmutableArray<int> windows)
    {
        _windows = windows;
        _until = new double[x.Length + 1];
        for (var i = 0; i < x.Length; i++)
        {
            _until[i + 1] = _until[i] + x[i];
        }
    }

    public int Days => _until.Length - 1;

    public int Windows => _windows.Length;

    /// <summary>Mean of the window of the days before <paramref name="origin"/>, or of all of them when there are fewer.</summary>
    public double At(int origin, int window) => (_until[origin] - _until[Math.Max(0, origin - _windows[window])]) / Math.Min(origin, _windows[window]);

    /// <summary>Mean of the days from <paramref name="origin"/> on.</summary>
    public double Ahead(int origin, int days) => (_until[origin + days] - _until[origin]) / days;

    public double Blend(int origin, double[] weights)
    {
        var blend = 0.0;
        for (var w = 0; w < weights.Length; w++)
        {
            blend += weights[w] * At(origin, w);
        }

        return blend;
    }
}
