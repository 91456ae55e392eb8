using System.Text;
using CreditMonitor.Delivery.SendGrid;

namespace CreditMonitor.Application.Tests.Delivery.SendGrid;

/// <summary>The signed event that SendGrid publishes with its own clients (the tests of github.com/sendgrid/sendgrid-csharp), so that our reading of the scheme is checked by theirs and not by itself.</summary>
public sealed class PublishedSignature
{
    private const string PublicKey = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==";
    private const string Signature = "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=";
    private const string Timestamp = "1600112502";
    private const string Body = """[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]""" + "\r\n";

    private static readonly DateTimeOffset Signed = DateTimeOffset.FromUnixTimeSeconds(1600112502);

    [Fact]
    public void It_is_genuine_when_it_was_made() => Assert.True(IsGenuine(Body, Timestamp, Signed));

    [Fact]
    public void A_trimmed_body_another_time_and_an_old_age_are_not()
    {
        Assert.False(IsGenuine(Body.TrimEnd(), Timestamp, Signed));
        Assert.False(IsGenuine(Body, "1600112503", Signed));
        Assert.False(IsGenuine(Body, Timestamp, Signed.AddHours(1)));
    }

    [Fact]
    public void An_event_of_no_mail_of_ours_is_passed_over() => Assert.Empty(Assert.NotNull(SendGridEvents.Read(Encoding.UTF8.GetBytes(Body))));

    private static bool IsGenuine(string body, string timestamp, DateTimeOffset now) => SendGridEvents.IsGenuine(PublicKey, Signature, timestamp, Encoding.UTF8.GetBytes(body), now);
}
