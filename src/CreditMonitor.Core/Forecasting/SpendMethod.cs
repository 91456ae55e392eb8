using System.Collections.Immutable;

namespace CreditMonitor.Core.Forecasting;

/// <summary>The choices in which the forecaster differs from its reference; everything else is shared, so that the one checks the other.</summary>
/// <param name="Windows">Trailing windows, in days, whose means are blended into the level.</param>
/// <param name="DropsToNothing">Whether the low end is taken from the error scale itself, on which spend can stop altogether; else it is log-normal and never gets there.</param>
/// <param name="PriorFromDispersion">Whether an account whose days scatter widely is expected to forecast badly until its own errors say otherwise.</param>
public sealed record SpendMethod(ImmutableArray<int> Windows, bool DropsToNothing, bool PriorFromDispersion)
{
    /// <summary>The reference as published beside the project (<c>samples/forecast/creditcast.py</c>); the port test holds it to that.</summary>
    public static SpendMethod CreditCast { get; } = new([7, 28, 84], DropsToNothing: false, PriorFromDispersion: false);

    /// <summary>What the monitor uses. README.md in this folder says why, with figures.</summary>
    public static SpendMethod Standard { get; } = new([7, 28, 112], DropsToNothing: true, PriorFromDispersion: true);
}
