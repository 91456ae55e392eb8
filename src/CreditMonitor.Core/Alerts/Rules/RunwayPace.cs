using CreditMonitor.Core.Forecasting;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>How long the credit lasts: at the mean of four weeks, or at the new daily floor where one was found that leaves less.</summary>
/// <param name="At">When it is gone.</param>
/// <param name="Days">Until then, from now.</param>
/// <param name="PerDay">The pace it is reckoned with.</param>
/// <param name="Floor">Null: at the mean.</param>
internal sealed record RunwayPace(DateTimeOffset At, decimal Days, Usd PerDay, DailyFloor? Floor)
{
    public bool ByFloor => Floor is not null;

    /// <summary>Null: unknown, or beyond two years.</summary>
    public static RunwayPace? Of(Situation situation)
    {
        var usual = situation.Outlook is { RunsOutAt: { } at, Burn: { } burn } ? new RunwayPace(at, situation.RunwayDays!.Value, burn.PerDay, null) : null;
        return AtFloor(situation) is { } floored && (usual is null || floored.At < usual.At) ? floored : usual;
    }

    /// <summary>Four weeks' mean takes four weeks to notice a level that is already known to hold.</summary>
    private static RunwayPace? AtFloor(Situation situation)
    {
        var floor = AbnormalSpend.NewFloor(situation.History, situation.Told);
        return FlooredRunway.GoneAt(floor, situation.Ledger.Balance, situation.History.KnownUntil, situation.Now) is { } end
            ? new RunwayPace(end, Math.Round((decimal)(end - situation.Now).Ticks / TimeSpan.TicksPerDay, 2), floor!.PerDay, floor)
            : null;
    }
}
