using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CreditMonitor.Core;

namespace CreditMonitor.Http.Pages;

/// <summary>Where everything of a chart lies in its drawing, in units of the view box.</summary>
internal sealed class FanChartPlot(FanChart chart)
{
    public const int Width = 960;
    public const int Height = 360;
    public const int Start = 76;
    public const int End = Width - 16;
    public const int Ceiling = 34;
    public const int Floor = Height - 34;

    /// <summary>Heights of a chart, in powers of ten, whose quarters are easily read.</summary>
    private static readonly ImmutableArray<decimal> Tops = [1m, 1.2m, 1.6m, 2m, 2.4m, 3.2m, 4m, 6m, 8m, 10m];

    private readonly decimal _top = Nice(chart.Highest);

    /// <summary>Credit that lapses is gone at the beginning of the day, and not little by little.</summary>
    private readonly ImmutableHashSet<DateOnly> _lapses = [.. chart.Cliffs.Select(cliff => cliff.Day)];

    /// <summary>Areas of the known past or of the foreseen middle, a path for each layer.</summary>
    public ImmutableArray<string> Areas(bool past)
    {
        var evenings = past ? chart.Past : Joined();
        return [.. chart.Layers.Select((_, layer) => evenings.Length < 2 ? "" : Area(evenings, evening => evening.Layers.Take(layer).Sum(), evening => evening.Layers.Take(layer + 1).Sum()))];
    }

    public string Band => Area(Joined(), evening => evening.Low, evening => evening.High);

    public string PastLine => Line(chart.Past, evening => evening.Balance);

    public string Middle => Line(Joined(), evening => evening.Balance);

    public string X(DateOnly day) => Text(XOf(day));

    public string Today => X(chart.Ahead[0].Day);

    /// <summary>Amounts at which a line is drawn across, from nothing up.</summary>
    public IEnumerable<(string Y, string Label)> Levels() =>
        Enumerable.Range(0, 5).Select(step => _top * step / 4m).Select(amount => (Text(YOf(amount)), amount == 0m ? "$0" : new Usd(amount).ToString().Replace(".00", "", StringComparison.Ordinal)));

    /// <summary>Firsts of months, as many as have room.</summary>
    public IEnumerable<(string X, string Label)> Months()
    {
        var months = Enumerable.Range(0, 40).Select(n => new DateOnly(chart.First.Year, chart.First.Month, 1).AddMonths(n)).Where(day => day >= chart.First && day <= chart.Last).ToList();
        var every = Math.Max(1, (int)Math.Ceiling(months.Count / 9.0));
        return months.Where((_, at) => at % every == 0).Select(day => (X(day), day.ToString(day.Month == 1 || day == months[0] ? "MMM yyyy" : "MMM", CultureInfo.InvariantCulture)));
    }

    /// <summary>The range begins where the past ends.</summary>
    private ImmutableArray<ChartEvening> Joined() => chart.Past.IsEmpty ? chart.Ahead : chart.Ahead.Insert(0, chart.Past[^1]);

    private string Area(ImmutableArray<ChartEvening> evenings, Func<ChartEvening, decimal> low, Func<ChartEvening, decimal> high) =>
        Line(evenings, high) + Line([.. evenings.Reverse()], low).Replace('M', 'L') + "Z";

    private string Line(ImmutableArray<ChartEvening> evenings, Func<ChartEvening, decimal> amount)
    {
        var path = new StringBuilder();
        var backwards = evenings.Length > 1 && evenings[0].Day > evenings[^1].Day;
        foreach (var evening in evenings)
        {
            ImmutableArray<DateOnly> at = !_lapses.Contains(evening.Day) ? [evening.Day.AddDays(1)] : backwards ? [evening.Day.AddDays(1), evening.Day] : [evening.Day, evening.Day.AddDays(1)];
            foreach (var day in at)
            {
                path.Append(path.Length == 0 ? 'M' : 'L').Append(Text(XOf(day))).Append(' ').Append(Text(YOf(amount(evening))));
            }
        }

        return path.ToString();
    }

    /// <summary>The beginning of a day; its evening is the next one's.</summary>
    private decimal XOf(DateOnly day) =>
        Start + ((decimal)(day.DayNumber - chart.First.DayNumber) / Math.Max(1, chart.Last.DayNumber + 1 - chart.First.DayNumber) * (End - Start));

    private decimal YOf(decimal amount) => Floor - (amount / _top * (Floor - Ceiling));

    private static string Text(decimal at) => at.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>The next amount above that quarters well.</summary>
    private static decimal Nice(decimal highest)
    {
        var unit = 1m;
        while (unit * 10m < highest)
        {
            unit *= 10m;
        }

        return Tops.Select(step => step * unit).FirstOrDefault(top => top >= highest, unit * 10m);
    }
}
