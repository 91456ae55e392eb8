using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CreditMonitor.Application.Tests.Subscriptions;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Delivery.SendGrid;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Application.Tests.Http.Hooks;

/// <summary>SendGrid's event webhook, signed with a key of the test.</summary>
public sealed class MailEvents : IAsyncLifetime
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private ASite _site = null!;

    public async ValueTask InitializeAsync() => _site = await ASite.StartAsync(settings => settings with
    {
        Mail = new MailSettings(settings.Mail.From, null, new SendGridSettings("SG.test", new Uri("https://api.sendgrid.com"), Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo()))),
    });

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _key.Dispose();
    }

    [Fact]
    public async Task A_bounce_stops_the_address_tells_the_rest_of_the_team_and_says_where_the_mail_stands()
    {
        var mailId = await MailToNewAsync();

        Assert.Equal(HttpStatusCode.NoContent, await TellAsync($$"""[{"event":"processed","mail_id":"{{mailId}}"},{"event":"bounce","type":"bounce","reason":"550 no such user new@example.com","mail_id":"{{mailId}}","sg_event_id":"1","timestamp":{{Now}}}]"""));

        var lost = await _site.SubscriptionAsync();
        Assert.Equal((SubscriptionStatus.Bounced, "bounced (550 no such user [address])"), (lost.Status, lost.Why));
        var notice = Assert.Single(_site.Mails.Sent, mail => mail.Subject.Contains("no longer gets alerts", StringComparison.Ordinal));
        Assert.Equal("team@example.com", notice.To);
        Assert.DoesNotContain("new@example.com", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bounce_of_the_only_reader_is_an_alert_that_status_shows()
    {
        var mail = await MailAsync("team@example.com");

        await TellAsync($$"""[{"event":"spamreport","mail_id":"{{mail}}","timestamp":{{Now}}}]""");

        Assert.Contains(Assert.Single(await _site.Store.ReadFleetAsync(CancellationToken.None)).OpenAlerts, alert => alert.Subject.StartsWith("Nobody will be told", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("deferred", null, null)]
    [InlineData("delivered", null, null)]
    [InlineData("bounce", "blocked", null)]
    [InlineData("dropped", null, "Content")]
    [InlineData("open", null, null)]
    public async Task What_is_no_end_stops_nobody(string kind, string? type, string? reason)
    {
        var mailId = await MailToNewAsync();

        Assert.Equal(HttpStatusCode.NoContent, await TellAsync($$"""[{"event":"{{kind}}","type":"{{type}}","reason":"{{reason}}","mail_id":"{{mailId}}","timestamp":{{Now}}}]"""));

        Assert.Equal(SubscriptionStatus.Confirmed, (await _site.SubscriptionAsync()).Status);
    }

    [Fact]
    public async Task Stages_only_move_on_whatever_order_they_come_in_and_however_often()
    {
        var mailId = await MailToNewAsync();
        foreach (var (kind, stage) in new[] { ("delivered", "Delivered"), ("deferred", "Delivered"), ("delivered", "Delivered"), ("dropped", "Dropped"), ("delivered", "Dropped") })
        {
            await TellAsync($$"""[{"event":"{{kind}}","mail_id":"{{mailId}}","sg_event_id":"{{Guid.NewGuid()}}","timestamp":{{Now}}}]""");
            Assert.Equal(stage, (await _site.Store.MoveDeliveryAsync("acme", mailId, new(DeliveryStage.Accepted, _site.World.Clock.Now, false, null), CancellationToken.None))!.Stage.ToString());
        }
    }

    [Fact]
    public async Task What_is_not_signed_over_these_very_bytes_now_is_not_believed()
    {
        var body = $$"""[{"event":"bounce","mail_id":"{{await MailToNewAsync()}}"}]""";

        Assert.Equal(HttpStatusCode.Forbidden, await TellAsync(body, sent: body + "\r\n"));
        Assert.Equal(HttpStatusCode.Forbidden, await TellAsync(body, age: TimeSpan.FromMinutes(11)));
        Assert.Equal(HttpStatusCode.Forbidden, await TellAsync(body, age: TimeSpan.FromMinutes(-11)));
        Assert.Equal(HttpStatusCode.Forbidden, await TellAsync(body, signature: "MEUCIQ=="));
        Assert.Equal(HttpStatusCode.Forbidden, await TellAsync(body, signature: ""));
        Assert.Equal(HttpStatusCode.BadRequest, await TellAsync("{}"));
        Assert.Equal(HttpStatusCode.NoContent, await TellAsync("""[1,{"event":7},{"mail_id":"../../etc"},{"event":"bounce","mail_id":"00000000000000000000000000000000"}]"""));
        Assert.Equal(SubscriptionStatus.Confirmed, (await _site.SubscriptionAsync()).Status);
    }


    [Fact]
    public void A_key_that_is_none_believes_nothing() =>
        Assert.False(SendGridEvents.IsGenuine("MFkw", "MEUCIQ==", Now.ToString(CultureInfo.InvariantCulture), [], _site.World.Clock.Now));

    private long Now => _site.World.Clock.Now.ToUnixTimeSeconds();

    private async Task<string> MailToNewAsync()
    {
        await _site.ConfirmedAsync("""{"address":"new@example.com","organization":"acme"}""");
        return await MailAsync("new@example.com");
    }

    private async Task<string> MailAsync(string to)
    {
        _site.World.Clock.Now += TimeSpan.FromDays(3);
        await _site.PollAsync();
        var mailId = _site.Mails.Sent.First(mail => mail.To == to).MailId;
        _site.Mails.Sent.Clear();
        return mailId;
    }

    private async Task<HttpStatusCode> TellAsync(string body, string? sent = null, TimeSpan age = default, string? signature = null)
    {
        var timestamp = (Now - (long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var signed = _key.SignData(Encoding.UTF8.GetBytes(timestamp + body), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        using var content = new StringContent(sent ?? body, Encoding.UTF8, "application/json");
        content.Headers.Add(SendGridEvents.SignatureHeader, signature ?? Convert.ToBase64String(signed));
        content.Headers.Add(SendGridEvents.TimestampHeader, timestamp);
        return (await _site.PostAsync("/hooks/sendgrid/events", content)).Code;
    }
}
