using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using CreditMonitor.Core.Forecasting;

namespace CreditMonitor.Cli.Commands.Reading.Forecasts;

/// <summary>How forecasts on an organization's own past would have fared, for people and as JSON.</summary>
/// <param name="Known">Complete days on which it rests.</param>
/// <param name="Bridged">Of them, days that nobody published and that were bridged.</param>
internal sealed record BacktestTable(string Organization, int Known, int Bridged, DateOnly From, DateOnly To, ImmutableArray<BacktestRow> Horizons)
{
    public static BacktestTable Of(string organization, DailySpend history, SpendBacktest backtest) =>
        new(organization, history.Days, history.Bridged, backtest.From, backtest.To, backtest.Rows);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Organization}: {Known} days, {From:yyyy-MM-dd} to {To:yyyy-MM-dd}{(Bridged > 0 ? $", {Bridged} of them not published and bridged" : "")}; a forecast each week from the fifth on.");
        text.AppendLine();
        text.AppendLine(" days  forecasts  in range  below  above  error  of 28-day mean  width of range");
        foreach (var row in Horizons)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{row.Days,5}  {row.Origins,9}  {Percent(row.Coverage),8}  {Percent(row.Below),5}  {Percent(row.Above),5}  {Percent(row.Error),5}  {Percent(row.ErrorOfMean),14}  {Percent(row.Width),14}");
        }

        text.AppendLine();
        text.Append("An honest range (10 % to 90 %) holds in about 80 %. Errors and widths are shares of what was spent.");
        return text.ToString();
    }

    private static string Percent(decimal? share) => share is { } known ? (known * 100).ToString("0", CultureInfo.InvariantCulture) + " %" : "-";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(BacktestTable))]
internal sealed partial class BacktestJson : JsonSerializerContext;
