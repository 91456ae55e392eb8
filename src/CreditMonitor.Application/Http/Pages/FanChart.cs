using System.Collections.Immutable;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Text;
using CreditMonitor.Status;

namespace CreditMonitor.Http.Pages;

/// <summary>The balance of one evening: known, or foreseen with its range.</summary>
/// <param name="Layers">What makes it up, in the order of <see cref="FanChart.Layers"/>.</param>
/// <param name="Low">The 10th percentile, as <paramref name="High"/> the 90th; both the balance itself where it is known.</param>
public sealed record ChartEvening(DateOnly Day, ImmutableArray<decimal> Layers, decimal Low, decimal Balance, decimal High);

/// <summary>A day from which a grant's credit may be gone.</summary>
/// <param name="Number">By which the drawing and the list below it name the same.</param>
public sealed record ChartCliff(int Number, DateOnly Day, string Text);

/// <summary>What the chart of one organization's balance shows: the past, the range ahead, and where credit lapses.</summary>
/// <param name="Layers">Names of grants, the one spent last first: it lies at the bottom.</param>
/// <param name="Ahead">Begins with the evening of today.</param>
public sealed record FanChart(ImmutableArray<string> Layers, ImmutableArray<ChartEvening> Past, ImmutableArray<ChartEvening> Ahead, ImmutableArray<ChartCliff> Cliffs)
{
    /// <summary>More cannot be told apart; the smallest share one layer.</summary>
    private const int MostLayers = 5;

    private const string Others = "other grants";

    public DateOnly First => Past.IsEmpty ? Ahead[0].Day : Past[0].Day;

    public DateOnly Last => Ahead[^1].Day;

    public decimal Highest => Past.Concat(Ahead).Max(evening => Math.Max(evening.High, evening.Balance));

    /// <returns>Null where nothing is foreseen or the balance is unknown: then there is nothing to draw.</returns>
    public static FanChart? Of(CreditPicture picture)
    {
        var today = DateOnly.FromDateTime(picture.Now.UtcDateTime);
        var days = DaysAhead(picture, today);
        var evenings = picture.Evenings(days);
        if (evenings.IsEmpty)
        {
            return null;
        }

        var from = today.AddDays(-Math.Clamp(days, 60, 180));
        var until = picture.State.History.Newest?.Day is { } newest && newest < today ? newest : today.AddDays(-1);
        var closes = picture.Ledger.Days.Where(close => close.Day >= from && close.Day <= until).ToList();
        var largest = closes.SelectMany(close => close.Remaining.Select(grant => (grant.GrantId, grant.Remaining.Amount))).Concat(picture.Foresight.Ahead.Select(grant => (GrantId: grant.Id, grant.Amount.Amount)))
            .GroupBy(grant => grant.GrantId, StringComparer.Ordinal).OrderByDescending(grant => grant.Max(one => one.Amount)).Select(grant => grant.Key).ToList();
        var shown = largest.Take(largest.Count > MostLayers + 1 ? MostLayers : largest.Count).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<string> layers =
        [
            .. largest.Count > shown.Count ? [Others] : Array.Empty<string>(),
            .. picture.Ledger.State.Grants.Select(grant => grant.Grant.Id).Where(shown.Contains).Reverse(),
        ];
        return new FanChart(
            layers,
            [.. closes.Select(close => new ChartEvening(close.Day, Stack(layers, close.Remaining.Select(grant => (grant.GrantId, grant.Remaining.Amount))), close.Balance.Amount, close.Balance.Amount, close.Balance.Amount))],
            [.. evenings.Select(evening => Of(evening, layers, picture))],
            CliffsOf(picture, evenings[^1].Day));
    }

    /// <summary>The evenings that a table in place of the drawing lists: evenly spaced, and the last before and the first after each lapse.</summary>
    public IEnumerable<ChartEvening> Listed()
    {
        var step = Math.Max(1, (Ahead.Length - 1) / 6);
        var lapses = Cliffs.Select(cliff => cliff.Day).ToHashSet();
        return Ahead.Where((evening, at) => at % step == 0 || at == Ahead.Length - 1 || lapses.Contains(evening.Day) || lapses.Contains(evening.Day.AddDays(1))).Take(40);
    }

    /// <summary>Far enough for the late run-out and the next lapse, as far as a year shows.</summary>
    private static int DaysAhead(CreditPicture picture, DateOnly today)
    {
        var runsOut = (picture.Runway?.P90 ?? picture.Runway?.P50)?.DayNumber - today.DayNumber ?? 365;
        var lapse = picture.Foresight.Ahead.Where(grant => grant.ExpiresAt is { } at && at > picture.Now).Select(grant => DateOnly.FromDateTime(grant.ExpiresAt!.Value.UtcDateTime).DayNumber - today.DayNumber).DefaultIfEmpty(0).Min();
        return Math.Clamp(Math.Max(runsOut, lapse) + 7, 30, 365);
    }

    private static ChartEvening Of(CreditEvening evening, ImmutableArray<string> layers, CreditPicture picture) => new(
        evening.Day, Stack(layers, picture.Foresight.Ahead.Zip(evening.ByGrant, (grant, left) => (grant.Id, left.Amount))), evening.P10.Amount, evening.P50.Amount, evening.P90.Amount);

    private static ImmutableArray<decimal> Stack(ImmutableArray<string> layers, IEnumerable<(string Id, decimal Amount)> grants)
    {
        var left = grants.GroupBy(grant => layers.Contains(grant.Id) ? grant.Id : Others, StringComparer.Ordinal).ToDictionary(grant => grant.Key, grant => grant.Sum(one => one.Amount), StringComparer.Ordinal);
        return [.. layers.Select(layer => left.GetValueOrDefault(layer))];
    }

    private static ImmutableArray<ChartCliff> CliffsOf(CreditPicture picture, DateOnly last) =>
    [
        .. picture.Foresight.Ahead.Where(grant => grant.ExpiresAt is { } at && at > picture.Now && DateOnly.FromDateTime(at.UtcDateTime) <= last).OrderBy(grant => grant.ExpiresAt).Take(9)
            .Select((grant, at) => new ChartCliff(at + 1, DateOnly.FromDateTime(grant.ExpiresAt!.Value.UtcDateTime), Lapse(grant, IsExact(grant.Id, picture), picture.Foresight.Grants.GetValueOrDefault(grant.Id)))),
    ];

    private static bool IsExact(string id, CreditPicture picture) => picture.Organization.Grants.Any(grant => grant.Id == id && ExpiryRange.Of(grant) is { IsExact: true });

    private static string Lapse(CreditGrant grant, bool exact, GrantForesight? foreseen) =>
        $"{grant.Id} {(exact ? "lapses" : "may lapse from")} {When.Short(grant.ExpiresAt!.Value)}: "
        + (foreseen is null ? $"{grant.Amount} is left now." : foreseen.ProbabilityOfLoss == 0m ? $"of {grant.Amount} nothing is likely to be left then." : $"{ForesightText.Lapse(foreseen, grant.Amount)}.");
}
