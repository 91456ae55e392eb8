using System.Globalization;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Forecasting;

/// <summary>Ranges in words, the range first and its middle after it. All days are UTC days.</summary>
public static class ForesightText
{
    /// <summary>How sure a range is: said once wherever one stands.</summary>
    public const string Sureness = "eight chances in ten";

    /// <summary><c>between 3 and 19 December 2026, most likely on the 9th</c>: goes on from <c>runs out</c>.</summary>
    public static string Days(RunwayRange range) => Days(range.P10, range.P50, range.P90);

    /// <param name="early">With one chance in ten it is by then; null: later than anybody foresees.</param>
    /// <param name="likely">As likely before as after.</param>
    /// <param name="late">With nine chances in ten it is by then.</param>
    public static string Days(DateOnly? early, DateOnly? likely, DateOnly? late) => (early, likely, late) switch
    {
        (null, _, _) => "later than two years from now",
        ({ } from, null, _) => $"not before {Full(from)}, and more likely not within two years",
        ({ } from, { } middle, null) => $"from {Full(from)} on, most likely on {Full(middle)}",
        ({ } from, { } middle, { } to) when from == to => $"on {Full(middle)}",
        ({ } from, { } middle, { } to) => $"between {From(from, to)} and {Full(to)}, most likely on {Within(middle, from, to)}",
    };

    /// <summary><c>about $262.00 of $412.18 will lapse at this pace, between $180.00 and $330.00 (eight chances in ten)</c></summary>
    public static string Lapse(GrantForesight grant, Usd remaining) =>
        $"about {grant.ExpectedUnused} of {remaining} will lapse at this pace{(grant.UnusedP10 == grant.UnusedP90 ? "" : $", between {grant.UnusedP10} and {grant.UnusedP90} ({Sureness})")}";

    /// <summary>A foreseen day alone, written as a range writes its days.</summary>
    public static string Day(DateOnly day) => Full(day);

    /// <summary>What a range of days rests on.</summary>
    public static string Basis(RunwayRange range) =>
        $"{When.Count(range.HistoryDays, "complete day")} of cost up to {When.Day(range.KnownUntil)}{(range.IsLittleHistory ? ", which is little: the range is a guess from how other accounts behave" : "")}";

    public static string Percent(decimal probability) => string.Create(CultureInfo.InvariantCulture, $"{probability * 100m:0} %");

    private static string Full(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string From(DateOnly from, DateOnly to) =>
        from.Year != to.Year ? Full(from) : from.Month != to.Month ? from.ToString("d MMMM", CultureInfo.InvariantCulture) : from.Day.ToString(CultureInfo.InvariantCulture);

    private static string Within(DateOnly day, DateOnly from, DateOnly to) =>
        from.Year != to.Year ? Full(day) : from.Month != to.Month ? day.ToString("d MMMM", CultureInfo.InvariantCulture) : "the " + Ordinal(day.Day);

    private static string Ordinal(int day) => day switch
    {
        1 or 21 or 31 => $"{day}st",
        2 or 22 => $"{day}nd",
        3 or 23 => $"{day}rd",
        _ => $"{day}th",
    };
}
