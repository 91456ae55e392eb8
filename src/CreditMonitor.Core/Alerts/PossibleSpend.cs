namespace CreditMonitor.Core.Alerts;

/// <summary>How much may have been spent in a stretch of time that costs are only partly published for: the bound that a charge is held against.</summary>
public static class PossibleSpend
{
    /// <summary>Unpublished hours may cost so many times the usual before a charge is odd.</summary>
    private const decimal UsualFactor = 3m;

    /// <summary>And so many times the pace of the newest day that has a figure, which a busy day may outrun.</summary>
    private const decimal NewestFactor = 2m;

    /// <summary>Published costs of the days that the stretch touches, and for what lies after the newest figure the greater of the two paces.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive; not after the situation's now.</param>
    public static Usd Between(Situation situation, DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(to.UtcDateTime));
        var published = Usd.Sum(situation.History.Ascending.Where(day => day.Day >= first && day.Day <= last).Select(day => day.Amount));
        var known = situation.History.KnownUntil ?? from;
        var open = to - (known > from ? known : from);
        return open <= TimeSpan.Zero ? published : published + new Usd(PerHour(situation) * open.Ticks / TimeSpan.TicksPerHour);
    }

    private static decimal PerHour(Situation situation)
    {
        var usual = (situation.Outlook.Burn?.PerDay.Amount ?? 0m) / 24m * UsualFactor;
        if (situation.History.Newest is not { } newest)
        {
            return usual;
        }

        var begin = new DateTimeOffset(newest.Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var hours = Math.Clamp((decimal)(newest.AsOf - begin).Ticks / TimeSpan.TicksPerHour, 1m, 24m);
        return Math.Max(usual, newest.Amount.Amount / hours * NewestFactor);
    }
}
