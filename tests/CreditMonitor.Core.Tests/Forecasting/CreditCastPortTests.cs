using System.Globalization;
using System.Text.Json.Nodes;
using CreditMonitor.Core.Forecasting;

namespace CreditMonitor.Core.Tests.Forecasting;

/// <summary>The reference's own answers on made-up series, printed by its script. What the monitor uses shares all but three choices with it.</summary>
public class CreditCastPortTests
{
    public static TheoryData<string> Series => [.. Lines().Select(line => line["series"]!.GetValue<string>())];

    [Theory]
    [MemberData(nameof(Series))]
    public void The_reference_answers_as_its_script_does(string series)
    {
        var line = Lines().Single(line => line["series"]!.GetValue<string>() == series);
        var spend = new DailySpend(
            DateOnly.ParseExact(line["first"]!.GetValue<string>(), "yyyy-MM-dd", CultureInfo.InvariantCulture),
            [.. line["amounts"]!.AsArray().Select(amount => new Usd(amount!.GetValue<decimal>()))]);
        var forecast = SpendForecaster.Forecast(spend, spend.Last, SpendMethod.CreditCast)!;

        foreach (var expected in line["expected"]!.AsArray())
        {
            var days = expected!["horizon"]!.GetValue<int>();
            foreach (var (name, quantile) in new[] { ("p10", 0.1m), ("p50", 0.5m), ("p90", 0.9m) })
            {
                var reference = expected[name]!.GetValue<double>();
                Assert.Equal(reference, (double)forecast.Cumulative(days, quantile).Amount, tolerance: 1e-6 * Math.Max(1, reference));
            }
        }
    }

    private static IEnumerable<JsonNode> Lines() => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Forecasting", "creditcast.jsonl")).Select(line => JsonNode.Parse(line)!);
}
