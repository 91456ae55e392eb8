using CreditMonitor.Core.Forecasting;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>How long the credit lasts: at the mean of four weeks, at the new daily floor where one was found that leaves less, or at the pace of a running day that is far dearer than usual.</summary>
/// <param name="At">When it is gone.</param>
/// <param name="Days">Until then, from now.</param>
/// <param name="PerDay">The pace it is reckoned with.</param>
/// <param name="Floor">Null: at the mean.</param>
internal sealed record RunwayPace(DateTimeOffset At, decimal Days, Usd PerDay, DailyFloor? Floor)
{
    /// <summary>Not null: the running day is what shortens it.</summary>
    public TodaysPace? Today { get; private init; }

    /// <summary>It ends sooner than credit that only lapses: something else than the calendar is the reason.</summary>
    public bool BySpend => Floor is not null || Today is not null;

    public Severity SeverityAt(DateTimeOffset now) => Today?.SeverityAt(now) ?? (Days > 7 ? Severity.Info : Days > 1 ? Severity.Warning : Severity.Critical);

    /// <summary>Null: unknown, or beyond two years.</summary>
    public static RunwayPace? Of(Situation situation)
    {
        var usual = situation.Outlook is { RunsOutAt: { } at, Burn: { } burn } ? new RunwayPace(at, situation.RunwayDays!.Value, burn.PerDay, null) : null;
        var lasting = AtFloor(situation) is { } floored && (usual is null || floored.At < usual.At) ? floored : usual;
        return situation.Today is { GoneAt: { } gone } today && (lasting is null || gone < lasting.At) ? new RunwayPace(gone, DaysTo(situation, gone), lasting?.PerDay ?? Usd.Zero, null) { Today = today } : lasting;
    }

    private static decimal DaysTo(Situation situation, DateTimeOffset end) => Math.Round((decimal)(end - situation.Now).Ticks / TimeSpan.TicksPerDay, 2);

    /// <summary>Four weeks' mean takes four weeks to notice a level that is already known to hold.</summary>
    private static RunwayPace? AtFloor(Situation situation)
    {
        var floor = AbnormalSpend.NewFloor(situation.History, situation.Told);
        return FlooredRunway.GoneAt(floor, situation.Ledger.Balance, situation.History.KnownUntil, situation.Now) is { } end
            ? new RunwayPace(end, DaysTo(situation, end), floor!.PerDay, floor)
            : null;
    }
}
