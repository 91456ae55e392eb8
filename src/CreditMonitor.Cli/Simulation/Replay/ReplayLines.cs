using System.Buffers;
using System.Text;
using System.Text.Json;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Cli.Simulation.Replay;

/// <summary>The lines that <c>replay --json</c> prints (contracts, section 7).</summary>
internal static class ReplayLines
{
    public static string Of(string scenario, AlertEvent e) => Line(json =>
    {
        json.WriteString("scenario", scenario);
        json.WriteString("at", InstantText.Format(e.At));
        json.WriteString("event", SnakeCase.Of(e.Kind));
        json.WriteString("kind", SnakeCase.Of(e.Alert.Kind));
        json.WriteString("severity", SnakeCase.Of(e.Alert.Severity));
        json.WriteString("about", e.Alert.About);
        json.WriteString("key", e.Alert.Key);
        json.WriteString("subject", e.Alert.Text.Subject);
        json.WriteString("reason", SnakeCase.Of(e.Reason));
        if (e.Alert.Ending is { } ending)
        {
            json.WriteString("ending", ending);
        }

        json.WriteStartObject("facts");
        foreach (var fact in e.Alert.Text.Facts)
        {
            json.WriteString(fact.Name, fact.Value);
        }

        json.WriteEndObject();
    });

    public static string Of(string scenario, ReplaySummary summary) => Line(json =>
    {
        json.WriteString("scenario", scenario);
        json.WriteStartObject("summary");
        json.WriteNumber("polls", summary.Polls);
        json.WriteNumber("alerts", summary.Alerts);
        json.WriteNumber("mails", summary.Mails);
        json.WriteEndObject();
    });

    private static string Line(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
