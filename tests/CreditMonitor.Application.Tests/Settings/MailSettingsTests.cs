using System.Security.Cryptography;
using CreditMonitor.Settings;
using Microsoft.Extensions.Configuration;

namespace CreditMonitor.Application.Tests.Settings;

public sealed class MailSettingsTests
{
    [Fact]
    public void A_key_and_a_sender_are_enough_for_SendGrid()
    {
        var mail = Load(("From", "Credit <credit@example.com>"), ("SendGrid:ApiKey", "SG.secret")).Settings!.Mail;

        Assert.Null(mail.Pickup);
        Assert.Equal(("SG.secret", "https://api.sendgrid.com/"), (mail.SendGrid!.ApiKey, mail.SendGrid.BaseUrl.AbsoluteUri));
    }

    [Theory]
    [InlineData("https://api.eu.sendgrid.com", "https://api.eu.sendgrid.com/")]
    [InlineData("https://api.sendgrid.com/v3/", "https://api.sendgrid.com/")]
    [InlineData("http://127.0.0.1:4120", "http://127.0.0.1:4120/")]
    public void The_address_is_taken_with_or_without_the_version(string given, string taken) =>
        Assert.Equal(taken, Load(("From", "credit@example.com"), ("SendGrid:ApiKey", "SG.secret"), ("SendGrid:BaseUrl", given)).Settings!.Mail.SendGrid!.BaseUrl.AbsoluteUri);

    [Fact]
    public void Every_fault_has_its_full_name_and_the_key_is_in_none()
    {
        var outcome = Load(
            ("SendGrid:ApiKey", "SG.secret with a space"), ("SendGrid:BaseUrl", "http://api.sendgrid.com"), ("SendGrid:EventWebhookPublicKey", "bm8ga2V5"),
            ("SendGrid:Key", "x"), ("Pickup", "mail"));

        Assert.Equal(
            ["CreditMonitor:Mail", "CreditMonitor:Mail:From", "CreditMonitor:Mail:SendGrid:ApiKey", "CreditMonitor:Mail:SendGrid:BaseUrl", "CreditMonitor:Mail:SendGrid:EventWebhookPublicKey", "CreditMonitor:Mail:SendGrid:Key"],
            outcome.Faults.Select(fault => fault.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(outcome.Faults, fault => fault.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void The_public_key_of_the_event_webhook_is_taken_as_SendGrid_shows_it()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var shown = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

        Assert.Equal(shown, Load(("From", "credit@example.com"), ("SendGrid:ApiKey", "SG.secret"), ("SendGrid:EventWebhookPublicKey", shown)).Settings!.Mail.SendGrid!.EventWebhookPublicKey);
    }

    private static SettingsOutcome Load(params (string Key, string Value)[] mail) => SettingsLoader.Load(new ConfigurationBuilder().AddInMemoryCollection(
        mail.Select(setting => KeyValuePair.Create($"CreditMonitor:Mail:{setting.Key}", (string?)setting.Value))
            .Append(new("CreditMonitor:Organizations:0:Id", "acme")).Append(new("CreditMonitor:Organizations:0:AdminKey", "sk-admin-x"))).Build());
}
