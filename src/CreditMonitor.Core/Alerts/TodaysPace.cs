using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Core.Alerts;

/// <summary>A running day that already costs more than a whole one like it: the rest of it is taken to go on at the pace of the last hours that are published. From midnight on everything is as usual
/// again; a day that stays so dear is an abnormal one, which other rules carry on.</summary>
/// <param name="PerHour">That pace.</param>
/// <param name="Published">Of today, so far.</param>
/// <param name="RestOfDay">What the rest of today costs at that pace.</param>
/// <param name="Left">What is left at midnight then; zero when it ends before.</param>
/// <param name="GoneAt">When the credit is gone; null: not within <see cref="BalanceOutlook.Horizon"/>.</param>
public sealed record TodaysPace(Usd PerHour, Usd Published, Usd RestOfDay, Usd Left, DateTimeOffset? GoneAt)
{
    /// <summary>A pace is no less than so many hours of figures.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromHours(3);

    /// <summary>A batch of so many usual days within hours is how many organizations work.</summary>
    private const decimal BatchDays = 5m;

    /// <summary>And while more than so many usual days of credit are left, such a batch is nobody's worry.</summary>
    private const decimal AmpleDays = 10m;

    /// <summary>Credit that ends before the next midnight and so many hours is critical.</summary>
    private static readonly TimeSpan Night = TimeSpan.FromHours(6);

    /// <summary>How bad it is by itself.</summary>
    public Severity SeverityAt(DateTimeOffset now) =>
        GoneAt is not { } gone ? Severity.Info
        : gone <= Midnight(now) + Night ? Severity.Critical
        : gone - now > TimeSpan.FromDays(7) ? Severity.Info
        : Severity.Warning;

    /// <param name="spend">What is foreseen from complete days alone.</param>
    /// <returns>Null while the day is an ordinary one, or too little of it is published to tell.</returns>
    public static TodaysPace? Of(RunningDay running, SpendForecast? spend, BurnRate? burn, Usd balance, DateTimeOffset now)
    {
        if (spend is null || burn is null || !balance.IsPositive || running.Figures.IsEmpty || running.Day != DateOnly.FromDateTime(now.UtcDateTime) || running.Day <= spend.KnownUntil)
        {
            return null;
        }

        var newest = running.Figures[^1];
        var usual = spend.WholeDay(running.Day, 0.9m);
        if (newest.Amount <= usual || IsBatch(newest.Amount, usual, burn.PerDay, balance) || Pace(running, balance, now) is not { } pace || !pace.PerHour.IsPositive)
        {
            return null;
        }

        var rest = Over(pace.PerHour, Midnight(now) - pace.From);
        var left = rest < balance ? balance - rest : Usd.Zero;
        return new TodaysPace(pace.PerHour, newest.Amount, rest, left, Gone(pace.PerHour, pace.From, balance, left, burn.PerDay, now));
    }

    /// <summary>The range that is shown, no later in any part than what today leaves; null stays null.</summary>
    public RunwayRange? Shorten(RunwayRange? range, SpendForecast? spend, DateTimeOffset now)
    {
        if (range is null || spend is null)
        {
            return range;
        }

        if (GoneAt is { } gone && gone <= Midnight(now) + Night)
        {
            var (today, day) = (DateOnly.FromDateTime(now.UtcDateTime), DateOnly.FromDateTime(gone.UtcDateTime));
            return range with { P10 = today, P50 = day, P90 = day };
        }

        var rest = spend.Runway(Left);
        return range with { P10 = Sooner(range.P10, rest.P10), P50 = Sooner(range.P50, rest.P50), P90 = Sooner(range.P90, rest.P90) };
    }

    private static bool IsBatch(Usd published, Usd usual, Usd perDay, Usd balance) =>
        published.Amount <= (BatchDays * perDay.Amount) + (2m * Math.Max(usual.Amount, perDay.Amount)) && balance.Amount > AmpleDays * perDay.Amount;

    /// <summary>Between two figures three hours apart or more; a figure that stands for longer than that slows it. Before there are such two, only spend that leaves less than it took counts, at its mean since midnight.</summary>
    private static (Usd PerHour, DateTimeOffset From)? Pace(RunningDay running, Usd balance, DateTimeOffset now)
    {
        var newest = running.Figures[^1];
        var from = now - newest.At > Least ? now : newest.At;
        if (running.Figures.LastOrDefault(figure => figure.At <= newest.At - Least) is { } before)
        {
            var pace = Per(newest.Amount - before.Amount, from - before.At);
            return (LastStep(running, from) is { } step && step < pace ? step : pace, from);
        }

        var since = newest.At - new DateTimeOffset(newest.At.UtcDateTime.Date, TimeSpan.Zero);
        return newest.Amount > balance && since > TimeSpan.Zero ? (Per(newest.Amount, since + (from - newest.At)), from) : null;
    }

    /// <summary>The pace since a figure an hour old: a sum that was booked at once is no pace, and what is over by now is none either.</summary>
    private static Usd? LastStep(RunningDay running, DateTimeOffset from)
    {
        var newest = running.Figures[^1];
        return running.Figures.LastOrDefault(figure => figure.At <= newest.At - TimeSpan.FromHours(1)) is { } before ? Per(newest.Amount - before.Amount, from - before.At) : null;
    }

    private static DateTimeOffset? Gone(Usd perHour, DateTimeOffset from, Usd balance, Usd left, Usd perDay, DateTimeOffset now)
    {
        var midnight = Midnight(now);
        var at = !left.IsPositive ? from + TimeSpan.FromTicks((long)(balance.Amount / perHour.Amount * TimeSpan.TicksPerHour))
            : perDay.IsPositive && left.Amount / perDay.Amount <= (decimal)BalanceOutlook.Horizon.TotalDays ? midnight + TimeSpan.FromTicks((long)(left.Amount / perDay.Amount * TimeSpan.TicksPerDay))
            : (DateTimeOffset?)null;
        return at < now ? now : at;
    }

    private static DateTimeOffset Midnight(DateTimeOffset now) => new(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);

    private static DateOnly? Sooner(DateOnly? one, DateOnly? other) => one is null ? other : other is null || one < other ? one : other;

    private static Usd Per(Usd amount, TimeSpan span) => new(Math.Round(amount.Amount * TimeSpan.TicksPerHour / span.Ticks, 12));

    private static Usd Over(Usd perHour, TimeSpan span) => new(Math.Round(perHour.Amount * span.Ticks / TimeSpan.TicksPerHour, 12));
}
