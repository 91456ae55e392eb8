using System.Collections.Immutable;

namespace CreditMonitor.Core.Observations;

/// <summary>A day's cost as it stood when it was first read so.</summary>
public sealed record CostFigure(DateTimeOffset At, Usd Amount);

/// <summary>What was published of the running UTC day, figure by figure: how fast money goes now, before any day is complete.</summary>
/// <param name="Figures">Rising, oldest first, the newest <see cref="Most"/>.</param>
public sealed record RunningDay(DateOnly Day, ImmutableArray<CostFigure> Figures)
{
    public const int Most = 64;

    public static RunningDay None { get; } = new(default, []);

    /// <summary>The same instance when nothing new was published.</summary>
    public RunningDay After(CostHistory history, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (history.Days.GetValueOrDefault(today) is not { } cost)
        {
            return Day == today || Figures.IsEmpty ? this : None;
        }

        if (Day == today && !Figures.IsEmpty && Figures[^1].Amount == cost.Amount)
        {
            return this;
        }

        // A figure that was corrected downwards takes back those above it.
        return new RunningDay(today, [.. (Day == today ? Figures : []).Where(figure => figure.Amount < cost.Amount).Append(new CostFigure(cost.AsOf, cost.Amount)).TakeLast(Most)]);
    }
}
