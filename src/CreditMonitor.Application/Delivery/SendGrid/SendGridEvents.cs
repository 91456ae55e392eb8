using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditMonitor.Storage;

namespace CreditMonitor.Delivery.SendGrid;

/// <summary>One event of SendGrid's event webhook that is about a mail of ours.</summary>
internal sealed record SendGridEvent(string MailId, MailEvent Event);

/// <summary>Reads what SendGrid's event webhook posts. Signed: ECDSA over the timestamp and the raw body.</summary>
internal static class SendGridEvents
{
    public const string SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";
    public const string TimestampHeader = "X-Twilio-Email-Event-Webhook-Timestamp";

    /// <summary>SendGrid documents no age; a body that is older was sent by somebody who kept it.</summary>
    private static readonly TimeSpan LongestAge = TimeSpan.FromMinutes(10);

    private const int MailIdCharacters = 32;

    public static bool IsGenuine(string publicKey, string? signature, string? timestamp, byte[] body, DateTimeOffset now)
    {
        if (signature is null || !long.TryParse(timestamp, out var seconds) || seconds is < 0 or > 253_402_300_799 || (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > LongestAge)
        {
            return false;
        }

        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
            return key.VerifyData((byte[])[.. Encoding.UTF8.GetBytes(timestamp), .. body], Convert.FromBase64String(signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Events without our mail id, kinds that say nothing about delivery, and events with a text that is no text are left out;
    /// the others of the batch count. Null: no JSON array.</summary>
    public static ImmutableArray<SendGridEvent>? Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
            return document.RootElement.ValueKind != JsonValueKind.Array ? null : [.. document.RootElement.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object).Select(ReadWhole).OfType<SendGridEvent>()];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SendGridEvent? ReadWhole(JsonElement one)
    {
        try
        {
            return ReadOne(one);
        }
        catch (InvalidOperationException)
        {
            return null;    // half of a surrogate pair, or broken UTF-8: a reason that was cut
        }
    }

    private static SendGridEvent? ReadOne(JsonElement one)
    {
        if (Text(one, SendGridMail.MailIdArgument) is not { Length: MailIdCharacters } mailId || !mailId.All(char.IsAsciiHexDigitLower)
            || StageOf(Text(one, "event"), Text(one, "type"), Text(one, "reason")) is not var (stage, stops))
        {
            return null;
        }

        var at = one.TryGetProperty("timestamp", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds is > 0 and < 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.UnixEpoch;
        return new SendGridEvent(mailId, new MailEvent(stage, at, stops, Text(one, "reason") is { } reason ? SendGridText.Quote(reason) : null));
    }

    private static (DeliveryStage Stage, bool Stops)? StageOf(string? kind, string? type, string? reason) => kind switch
    {
        "deferred" => (DeliveryStage.Deferred, false),
        "delivered" => (DeliveryStage.Delivered, false),
        // A block is the mailbox's mood: full, or doubtful of the sender; it may take the next mail.
        "bounce" when type == "blocked" => (DeliveryStage.Blocked, false),
        "bounce" => (DeliveryStage.Bounced, true),
        "dropped" => (DeliveryStage.Dropped, IsSuppressed(reason)),
        "spamreport" or "spam_report" => (DeliveryStage.Complained, true),
        "unsubscribe" or "group_unsubscribe" => (DeliveryStage.Unsubscribed, true),
        _ => null,
    };

    private static bool IsSuppressed(string? reason) =>
        reason is not null && (reason.Contains("Bounced", StringComparison.OrdinalIgnoreCase) || reason.Contains("Unsubscribed", StringComparison.OrdinalIgnoreCase)
            || reason.Contains("Spam Reporting", StringComparison.OrdinalIgnoreCase) || reason.Contains("Invalid", StringComparison.OrdinalIgnoreCase));

    private static string? Text(JsonElement one, string name) => one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
