using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditMonitor.Application.Tests.Subscriptions;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Alerts.Rules;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Delivery;
using CreditMonitor.Delivery.Webhooks;
using CreditMonitor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace CreditMonitor.Application.Tests.Delivery.Webhooks;

/// <summary>Webhooks, Slack and Teams over a real loopback port.</summary>
public sealed class ChannelPosts : IAsyncLifetime
{
    private readonly ConcurrentQueue<(string Path, Dictionary<string, string> Headers, string Body)> _got = new();
    private WebApplication _receiver = null!;
    private int _answer = 200;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _receiver = builder.Build();
        _receiver.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            _got.Enqueue((context.Request.Path, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), await reader.ReadToEndAsync()));
            context.Response.StatusCode = _answer;
            context.Response.Headers.RetryAfter = "60";
        });
        await _receiver.StartAsync();
    }

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task A_webhook_is_signed_so_that_its_receiver_can_verify_it_with_the_secret_it_was_told()
    {
        await using var site = await ASite.StartAsync();
        var (code, body) = await site.SubscribeAsync($$"""{"channel":"webhook","address":"{{Url}}/hook","organization":"acme"}""");
        Assert.Equal(HttpStatusCode.Accepted, code);
        var secret = Convert.FromBase64String(JsonDocument.Parse(body).RootElement.GetProperty("webhook_secret").GetString()!["whsec_".Length..]);

        site.World.Clock.Now += TimeSpan.FromDays(3);
        await site.PollAsync();

        var (_, headers, posted) = Assert.Single(_got);
        var signed = Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{posted}");
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed)), headers["webhook-signature"]);
        var data = JsonDocument.Parse(posted).RootElement.GetProperty("data");
        Assert.Equal("acme", data.GetProperty("organization").GetString());
        Assert.Equal("credit_expiring", data.GetProperty("events")[0].GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData(404, "parked")]
    [InlineData(503, "waiting")]
    [InlineData(429, "waiting")]
    [InlineData(302, "parked")]
    public async Task What_a_receiver_answers_decides_and_holds_up_no_mail(int answer, string standing)
    {
        _answer = answer;
        await using var site = await ASite.StartAsync();
        await site.SubscribeAsync($$"""{"channel":"slack","address":"{{Url}}/services/T/B/secret","organization":"acme"}""");
        site.World.Clock.Now += TimeSpan.FromDays(3);
        await site.PollAsync();

        var left = await site.Store.ReadPendingAsync("acme", CancellationToken.None);
        Assert.Equal(standing, Assert.Single(left.Select(message => message.Standing.ToString().ToLowerInvariant()).Distinct()));
        Assert.DoesNotContain("secret", left[0].LastFailure, StringComparison.Ordinal);
        Assert.Contains(site.Mails.Sent, mail => mail.To == "team@example.com");
    }

    [Fact]
    public async Task A_receiver_that_is_gone_for_good_ends_its_subscription_and_the_team_is_told()
    {
        _answer = 410;
        await using var site = await ASite.StartAsync();
        await site.SubscribeAsync($$"""{"channel":"slack","address":"{{Url}}/services/T/B/secret","organization":"acme"}""");
        site.World.Clock.Now += TimeSpan.FromDays(3);
        await site.PollAsync();
        site.World.Clock.Now += TimeSpan.FromHours(1);
        await site.PollAsync();

        var ended = Assert.Single(await site.Store.ReadSubscriptionsAsync("acme", CancellationToken.None), one => one.Channel == SubscriptionChannel.Slack);
        Assert.Equal(SubscriptionStatus.Bounced, ended.Status);
        Assert.Contains("410", ended.Why, StringComparison.Ordinal);
        Assert.DoesNotContain(await site.Store.ReadPendingAsync("acme", CancellationToken.None), message => message.SubscriptionId == ended.Id);
        var lost = Assert.Single(site.Mails.Sent, mail => mail.Subject.Contains("no longer gets alerts", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", lost.Text, StringComparison.Ordinal);
        Assert.Single(_got);
    }

    [Fact]
    public void Slack_and_Teams_get_what_they_understand_and_no_markup_from_outside()
    {
        var events = new[] { AMailEvent("<!channel> & [x](http://evil)") };
        var slack = JsonDocument.Parse(ChannelPost.Of("acme", "Acme", Messages(events, "slack:https://hooks.example.com/x"), "https://credit.example.com/organizations/acme")).RootElement.GetProperty("text").GetString()!;
        var teams = JsonDocument.Parse(ChannelPost.Of("acme", "Acme", Messages(events, "teams:https://hooks.example.com/x"), null)).RootElement;

        Assert.Contains("&lt;!channel&gt; &amp; (x)(http://evil)", slack, StringComparison.Ordinal);
        var content = teams.GetProperty("attachments")[0];
        Assert.Equal("application/vnd.microsoft.card.adaptive", content.GetProperty("contentType").GetString());
        Assert.All(content.GetProperty("content").GetProperty("body").EnumerateArray(), block => Assert.DoesNotContain("](", block.GetProperty("text").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task That_mail_is_down_is_told_by_the_second_channel_and_not_by_mail()
    {
        await using var site = await ASite.StartAsync();
        await site.SubscribeAsync($$"""{"channel":"slack","address":"{{Url}}/slack","organization":"acme"}""");
        site.Mails.Outcome = new SendOutcome.Refused("SendGrid refuses the mail.");
        site.World.Clock.Now += TimeSpan.FromDays(3);
        await site.PollAsync();
        site.World.Clock.Now += TimeSpan.FromHours(1);
        await site.PollAsync();

        Assert.Contains(_got, got => got.Body.Contains("Mail is down since", StringComparison.Ordinal));
        Assert.DoesNotContain(await site.Store.ReadPendingAsync("acme", CancellationToken.None), message => message.Content is AlertTold { Event.Alert.About: MailDown.About });
        Assert.Contains(Assert.Single(await site.Store.ReadFleetAsync(CancellationToken.None)).OpenAlerts, alert => alert.Subject.StartsWith("Mail is down", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("::ffff:168.63.129.16", false)]
    [InlineData("192.0.2.7", false)]
    [InlineData("198.51.100.7", false)]
    [InlineData("203.0.113.7", false)]
    [InlineData("192.88.99.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2001:0:a00:1::", false)]
    [InlineData("3fff::1", false)]
    [InlineData("3fff:fff:ffff::1", false)]
    [InlineData("::", false)]
    [InlineData("ff02::1", false)]
    [InlineData("168.63.129.17", true)]
    [InlineData("192.0.3.1", true)]
    [InlineData("3fff:1000::1", true)]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2606:4700:4700::1111", true)]
    public void Addresses_that_only_this_network_knows_are_told_apart(string address, bool isPublic) => Assert.Equal(isPublic, ChannelHttp.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task No_private_address_is_connected_to_unless_that_is_allowed()
    {
        using var world = new AWorld();
        var sender = new ChannelSender(ChannelHttp.CreateClient(allowPrivate: false), AWorld.Signer, AWorld.Links, allowPrivate: false, world.Clock);
        var address = Url.Replace("http://", "https://", StringComparison.Ordinal);

        var outcome = await sender.SendAsync(world.Organization, Messages([AMailEvent("x")], $"webhook:{address}"), CancellationToken.None);
        var plain = await sender.SendAsync(world.Organization, Messages([AMailEvent("x")], $"webhook:{Url}"), CancellationToken.None);

        Assert.Contains("private network", Assert.IsType<SendOutcome.Later>(outcome).Detail, StringComparison.Ordinal);
        Assert.IsType<SendOutcome.Refused>(plain);
        Assert.Empty(_got);
    }

    private string Url => _receiver.Urls.Single();

    private static System.Collections.Immutable.ImmutableArray<OutboxMessage> Messages(IEnumerable<AlertEvent> events, string recipient) => Mail.AMail.Messages(events, recipient);

    private static AlertEvent AMailEvent(string lead) => Mail.AMail.Event() is var e ? e with { Alert = e.Alert with { Text = e.Alert.Text with { Lead = lead } } } : throw new InvalidOperationException();
}
