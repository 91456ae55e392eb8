using System.Globalization;
using System.Text;
using System.Text.Json;
using CreditMonitor.Core.Forecasting;

namespace CreditMonitor.Cli.Commands.Reading.Forecasts;

/// <summary>The requests of <c>forecast</c> and <c>anomalies</c>, and their answers: one JSON object a line. Estimates are numbers; nothing is booked from them.</summary>
internal static class ForecastAnswers
{
    /// <summary>Days ahead that may be asked for.</summary>
    public const int Furthest = 400;

    public static void Forecast(JsonElement json, TextWriter output)
    {
        var request = new RequestObject(json);
        var (series, origin, history) = (request.Text("series"), request.Day("origin"), request.Spend());
        var (horizons, balances) = (request.Horizons(Furthest), request.Balances());
        if (history.Days > 0 && origin < history.Last)
        {
            throw new RequestFault($"origin is before {Day(history.Last)}, the day of the last of amounts; what came after it was not known then.");
        }

        if (history.Days > 0 && origin > history.Last.AddDays(31))
        {
            throw new RequestFault($"origin is more than a month after {Day(history.Last)}, the day of the last of amounts; give the days between.");
        }

        var forecast = SpendForecaster.Forecast(history, origin);
        foreach (var days in horizons)
        {
            Line(output, series, origin, forecast, writer => WriteHorizon(writer, days, forecast));
        }

        foreach (var (name, amount) in balances)
        {
            Line(output, series, origin, forecast, writer => WriteRunway(writer, name, forecast?.Runway(amount)));
        }
    }

    public static void Anomalies(JsonElement json, TextWriter output)
    {
        var request = new RequestObject(json);
        var (id, history) = (request.Text("id"), request.Spend());
        output.WriteLine(Json(writer =>
        {
            writer.WriteString("id", id);
            writer.WriteStartArray("alarms");
            foreach (var day in SpendAnomaly.AbnormalDays(history))
            {
                writer.WriteStringValue(Day(day));
            }

            writer.WriteEndArray();
        }));
    }

    private static void Line(TextWriter output, string series, DateOnly origin, SpendForecast? forecast, Action<Utf8JsonWriter> write) => output.WriteLine(Json(writer =>
    {
        writer.WriteString("series", series);
        writer.WriteString("origin", Day(origin));
        write(writer);
        if (forecast is null)
        {
            writer.WriteString("note", $"fewer than {SpendForecaster.FewestDays} complete days foretell nothing");
        }
        else if (forecast.IsLittleHistory)
        {
            writer.WriteString("note", $"little history: {forecast.HistoryDays} complete days");
        }
    }));

    private static void WriteHorizon(Utf8JsonWriter writer, int days, SpendForecast? forecast)
    {
        writer.WriteNumber("horizon", days);
        foreach (var (name, quantile) in new[] { ("p10", 0.1m), ("p50", 0.5m), ("p90", 0.9m) })
        {
            if (forecast is null)
            {
                writer.WriteNull(name);
            }
            else
            {
                writer.WriteNumber(name, forecast.Cumulative(days, quantile).Amount);
            }
        }
    }

    private static void WriteRunway(Utf8JsonWriter writer, string balance, RunwayForecast? runway)
    {
        writer.WriteString("balance", balance);
        foreach (var (name, day) in new[] { ("runway_p10", runway?.P10), ("runway_p50", runway?.P50), ("runway_p90", runway?.P90) })
        {
            if (day is { } known)
            {
                writer.WriteString(name, Day(known));
            }
            else
            {
                writer.WriteNull(name);
            }
        }
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
