using CreditMonitor.Core.Observations;

namespace CreditMonitor.Core.Forecasting;

/// <summary>How fast tokens go now beside how they usually go, and what that costs by a price learned from the organization's own bill; never from a price list
/// (design decision 9).</summary>
/// <param name="Tokens">In the last quarter of an hour.</param>
/// <param name="BusiestHour">The most tokens in any whole hour of the last four weeks.</param>
/// <param name="UsualHour">Their mean.</param>
/// <param name="PerToken">Dollars for a token: published costs over tokens, of the days that have both; null: not learned yet.</param>
public sealed record UsagePace(DateTimeOffset At, long Tokens, long BusiestHour, decimal UsualHour, decimal? PerToken)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>Fewer known hours than three days tell no usual.</summary>
    public const int FewestHours = UsageHistory.FewestHours;

    /// <summary>Usage older than this says nothing of now.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(45);

    public Usd? PerHour => PerToken is { } price ? new Usd(Math.Round(Tokens * 4m * price, 12)) : null;

    /// <param name="spikeSince">Since when a burst is under way: its own hours must not become the usual that it is held against. Null: none is.</param>
    /// <returns>Null while usage is stale, or too little of it is known.</returns>
    public static UsagePace? Of(UsageHistory usage, CostHistory costs, DateTimeOffset? spikeSince, DateTimeOffset now)
    {
        if (usage.Through is not { } through || now - through > Stale || usage.Hours.Count < FewestHours)
        {
            return null;
        }

        // The slot that is running counts with what it has: a burst shows within minutes.
        var from = UsageSlot.StartOf(through) - (Window - UsageSlot.Length);
        var tokens = usage.Recent.Where(slot => slot.Start >= from).Sum(slot => slot.Tokens);
        var usualUntil = (spikeSince is { } since && since < from ? since : from) - TimeSpan.FromHours(1);
        var quiet = usage.Hours.Where(hour => hour.Key < usualUntil).Select(hour => hour.Value).ToList();
        return quiet.Count < FewestHours - 2 ? null : new UsagePace(through, tokens, quiet.Max(), (decimal)quiet.Sum() / quiet.Count, Price(usage, costs));
    }

    private static decimal? Price(UsageHistory usage, CostHistory costs)
    {
        var (dollars, tokens) = (0m, 0L);
        foreach (var day in usage.Hours.GroupBy(hour => DateOnly.FromDateTime(hour.Key.UtcDateTime)).Where(day => day.Count() == 24))
        {
            if (costs.Days.GetValueOrDefault(day.Key) is { Quality: DayQuality.Complete } cost)
            {
                dollars += cost.Amount.Amount;
                tokens += day.Sum(hour => hour.Value);
            }
        }

        return tokens > 0 && dollars > 0m ? dollars / tokens : null;
    }
}
