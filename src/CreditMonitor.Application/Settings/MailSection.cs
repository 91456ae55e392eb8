using System.Net.Mail;
using System.Security.Cryptography;

namespace CreditMonitor.Settings;

/// <summary>Reads <c>Mail</c>: who sends, and through which channel.</summary>
internal static class MailSection
{
    public static MailSettings Read(SettingsReader reader)
    {
        var given = reader.Text("From");
        var from = reader.TextOrDefault("From");
        if (!MailAddress.TryCreate(from, out _) || from.Any(char.IsControl))
        {
            reader.Fault("From", $"is '{SettingsReader.Shown(from)}', which is not {reader.Setting("From").Expected}.");
        }

        var pickup = reader.Text("Pickup");
        var sendGrid = SendGrid(reader.Section("SendGrid"));
        reader.RefuseUnknown();
        if (pickup is not null && sendGrid is not null)
        {
            reader.Faults.Add($"{reader.Path} has both Pickup and SendGrid; set only the one to use.");
        }

        if (sendGrid is not null && given is null)
        {
            reader.Fault("From", "is missing; expected an address of a domain that is authenticated at SendGrid, such as 'Credit Monitor <credit@example.com>'.");
        }

        return new MailSettings(from, sendGrid is null ? reader.TextOrDefault("Pickup") : null, sendGrid);
    }

    private static SendGridSettings? SendGrid(SettingsReader reader)
    {
        if (!reader.Exists)
        {
            return null;
        }

        var key = reader.Required("ApiKey");
        if (key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            reader.Fault("ApiKey", "holds a space, a line break or another character that no key has; set it again.");
        }

        var settings = new SendGridSettings(key, Address(reader), PublicKey(reader));
        reader.RefuseUnknown();
        return settings;
    }

    /// <summary>Without the version, which the client adds; the key must not travel in the clear.</summary>
    private static Uri Address(SettingsReader reader)
    {
        var address = reader.AddressOrDefault("BaseUrl");
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            reader.Fault("BaseUrl", $"is not https, so the API key would travel in the clear; expected {reader.Setting("BaseUrl").Expected}.");
        }

        return address.AbsolutePath.EndsWith("/v3", StringComparison.Ordinal) ? new Uri(address.GetLeftPart(UriPartial.Path)[..^"/v3".Length]) : address;
    }

    private static string? PublicKey(SettingsReader reader)
    {
        if (reader.Text("EventWebhookPublicKey") is not { } key)
        {
            return null;
        }

        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(Convert.FromBase64String(key), out _);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            reader.Fault("EventWebhookPublicKey", $"is not {reader.Setting("EventWebhookPublicKey").Expected}; copy it again from the settings of the event webhook.");
        }

        return key;
    }
}
