using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;
using CreditMonitor.Delivery.Mail;

namespace CreditMonitor.Delivery.Webhooks;

/// <summary>What is posted to a channel: our own JSON for a webhook, or a message in the shape that Slack's or Teams's incoming webhooks take.</summary>
internal static class ChannelPost
{
    private const int MaxText = 3_000;

    public static byte[] Of(string organizationId, string organizationName, ImmutableArray<OutboxMessage> messages, string? pageUrl)
    {
        var told = AlertDocument.Ordered(messages.Select(message => message.Content).OfType<AlertTold>());
        return messages[0].Channel switch
        {
            SubscriptionChannel.Webhook => Write(json => Webhook(json, organizationId, organizationName, messages, told)),
            SubscriptionChannel.Slack => Write(json => json.WriteString("text", Cut(Lines(organizationName, messages, told, pageUrl, Slack)))),
            SubscriptionChannel.Teams => Write(json => Card(json, Cut(Lines(organizationName, messages, told, pageUrl, Plain)))),
            _ => throw new InvalidOperationException("Mail is not posted."),
        };
    }

    private static void Webhook(Utf8JsonWriter json, string organizationId, string organizationName, ImmutableArray<OutboxMessage> messages, ImmutableArray<AlertTold> told)
    {
        json.WriteString("type", told.IsEmpty ? "notice" : "alerts");
        json.WriteString("timestamp", InstantText.Format(messages[0].CreatedAt));
        json.WriteStartObject("data");
        json.WriteString("organization", organizationId);
        json.WriteString("name", organizationName);
        if (told.IsEmpty)
        {
            json.WriteString("text", messages[0].Content.Subject);
        }

        json.WriteStartArray("events");
        foreach (var one in told)
        {
            Event(json, one.Event);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Event(Utf8JsonWriter json, AlertEvent e)
    {
        json.WriteStartObject();
        json.WriteString("event", SnakeCase.Of(e.Kind));
        json.WriteString("at", InstantText.Format(e.At));
        json.WriteString("key", e.Alert.Key);
        json.WriteString("kind", SnakeCase.Of(e.Alert.Kind));
        json.WriteString("severity", SnakeCase.Of(e.Alert.Severity));
        json.WriteString("about", e.Alert.About);
        json.WriteString("subject", e.Alert.Text.Subject);
        json.WriteString("lead", e.Alert.Text.Lead);
        json.WriteString("consequence", e.Alert.Text.Consequence);
        json.WriteString("action", e.Alert.Text.Action);
        json.WriteString("at_stake", e.Alert.Text.AtStake?.ToExactString());
        json.WriteString("deadline", e.Alert.Text.Deadline is { } deadline ? InstantText.Format(deadline) : null);
        json.WriteString("ending", e.Alert.Ending);
        json.WriteStartObject("facts");
        foreach (var fact in e.Alert.Text.Facts)
        {
            json.WriteString(fact.Name, fact.Value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Teams shows an Adaptive Card; text blocks know a little Markdown, which what came from outside must not speak.</summary>
    private static void Card(Utf8JsonWriter json, string text)
    {
        json.WriteString("type", "message");
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("contentType", "application/vnd.microsoft.card.adaptive");
        json.WriteStartObject("content");
        json.WriteString("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        json.WriteString("type", "AdaptiveCard");
        json.WriteString("version", "1.4");
        json.WriteStartArray("body");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            json.WriteStartObject();
            json.WriteString("type", "TextBlock");
            json.WriteString("text", line);
            json.WriteBoolean("wrap", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string Lines(string organizationName, ImmutableArray<OutboxMessage> messages, ImmutableArray<AlertTold> told, string? pageUrl, Func<string, string> escape)
    {
        var text = new StringBuilder();
        text.Append(escape(told.IsEmpty ? $"{messages[0].Content.Subject} - {organizationName}" : AlertDocument.SubjectOf(organizationName, told))).Append('\n');
        foreach (var one in told)
        {
            var (alert, resolved) = (one.Event.Alert, one.Event.Kind == AlertEventKind.Resolved);
            text.Append(escape(resolved ? $"[Resolved] {alert.Text.Lead} It ended: {alert.Ending}." : $"[{alert.Severity}] {alert.Text.Lead}")).Append('\n');
            if (!resolved)
            {
                text.Append(escape(alert.Text.Consequence ?? "")).Append(alert.Text.Consequence is null ? "" : "\n").Append(escape($"To do: {alert.Text.Action}")).Append('\n');
            }
        }

        return text.Append(pageUrl).ToString();
    }

    /// <summary>Slack reads these three as its markup: links, mentions and entities.</summary>
    private static string Slack(string text) => Plain(text).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Plain(string text) => SafeText.Line(text).Replace('[', '(').Replace(']', ')');

    private static string Cut(string text) => text.Length <= MaxText ? text : $"{SafeText.Cut(text, MaxText)}…";

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(2_048);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
