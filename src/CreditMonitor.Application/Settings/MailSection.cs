using System.Net.Mail;
using System.Security.Cryptography;

namespace CreditMonitor.Settings;

/// <summary>Reads <c>Mail</c>: who sends, and through which channel.</summary>
internal static class MailSection
{
    private const string SendGridAddress = "https://api.sendgrid.com";

    public static MailSettings Read(SettingsReader reader)
    {
        var given = reader.Text("From");
        var from = given ?? SettingsLoader.DefaultFrom;
        if (!MailAddress.TryCreate(from, out _) || from.Any(char.IsControl))
        {
            reader.Fault("From", $"is '{SettingsReader.Shown(from)}', which is not a mail address such as 'Credit Monitor <credit@example.com>'.");
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

        return new MailSettings(from, sendGrid is null ? pickup ?? SettingsLoader.DefaultPickup : null, sendGrid);
    }

    private static SendGridSettings? SendGrid(SettingsReader reader)
    {
        if (!reader.Exists)
        {
            return null;
        }

        var key = reader.Required("ApiKey", "a SendGrid API key with the Mail Send permission");
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
        var address = reader.Address("BaseUrl", SendGridAddress) ?? new Uri(SendGridAddress);
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            reader.Fault("BaseUrl", "is not https, so the API key would travel in the clear; expected https://api.sendgrid.com or https://api.eu.sendgrid.com.");
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
            reader.Fault("EventWebhookPublicKey", "is not a public key as SendGrid shows it (base64, it begins with MFkw); copy it again from the settings of the event webhook.");
        }

        return key;
    }
}
