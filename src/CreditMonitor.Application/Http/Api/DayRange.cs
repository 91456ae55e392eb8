using System.Collections.Immutable;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Http.Api;

/// <summary>UTC days, both ends included; null: without that end.</summary>
internal sealed record DayRange(DateOnly? From, DateOnly? To)
{
    public static readonly ImmutableArray<ApiParameter> Parameters =
    [
        new("from", "No day before this one, UTC.", """{"type":"string","format":"date"}""", "\"2026-03-01\""),
        new("to", "No day after this one, UTC; it is included.", """{"type":"string","format":"date"}""", "\"2026-03-31\""),
    ];

    public bool Holds(DateOnly day) => !(day < From) && !(day > To);

    public static Asked<DayRange> Read(IQueryCollection query)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        var range = new DayRange(Day(query, "from", faults), Day(query, "to", faults));
        if (range.From > range.To)
        {
            faults.Add("from is expected to be no later than to.");
        }

        return faults.Count == 0 ? Asked<DayRange>.For(range) : Asked<DayRange>.Wrong(faults.ToImmutable());
    }

    private static DateOnly? Day(IQueryCollection query, string name, ImmutableArray<string>.Builder faults)
    {
        if (!query.TryGetValue(name, out var given))
        {
            return null;
        }

        if (given is [{ } text] && InstantText.TryReadDay(text, out var day))
        {
            return day;
        }

        faults.Add($"{name} is expected to be one day such as 2026-03-01.");
        return null;
    }
}
