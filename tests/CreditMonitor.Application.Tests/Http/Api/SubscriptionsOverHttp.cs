using System.Net;
using CreditMonitor.Application.Tests.Subscriptions;
using CreditMonitor.Core;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Delivery.Mail;

namespace CreditMonitor.Application.Tests.Http.Api;

public sealed class SubscriptionsOverHttp
{
    private const string New = """{"address":"new@example.com","organization":"acme","kinds":["credit_expiring","low_balance"],"windows_days":[7,30],"least_dollars":25,"time_zone":"Europe/Berlin"}""";

    [Fact]
    public async Task Nobody_is_told_before_confirming_and_a_scanner_of_links_confirms_nothing()
    {
        await using var site = await ASite.StartAsync();

        Assert.Equal(HttpStatusCode.Accepted, (await site.SubscribeAsync(New)).Code);
        var confirmation = Assert.Single(site.Mails.Sent);
        Assert.Equal("new@example.com", confirmation.To);
        using var looked = await site.Client.GetAsync(new Uri(ASite.Link(confirmation, "confirm"), UriKind.Relative));
        var page = await looked.Content.ReadAsStringAsync();
        Assert.Contains("<form method=\"post\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", Assert.Single(looked.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal(SubscriptionStatus.Pending, (await site.SubscriptionAsync()).Status);

        Assert.Equal(HttpStatusCode.OK, (await site.PostAsync(ASite.Link(confirmation, "confirm"), new StringContent(""))).Code);
        var kept = await site.SubscriptionAsync();
        Assert.Equal((SubscriptionStatus.Confirmed, new Usd(25m), "Europe/Berlin"), (kept.Status, kept.Wishes.LeastDollars, kept.Wishes.TimeZone));
        Assert.Equal([30, 7], kept.Wishes.WindowsDays!.Value);
        Assert.Equal(["ops", "the address's owner"], (await site.Store.ReadAuditAsync("acme", 10, CancellationToken.None)).Select(entry => entry.By).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_token_serves_one_purpose_for_its_time_and_no_changed_one_serves_any()
    {
        await using var site = await ASite.StartAsync();
        await site.SubscribeAsync(New);
        var token = ASite.Link(site.Mails.Sent[0], "confirm").Split('=')[1];

        Assert.Equal(HttpStatusCode.NotFound, (await site.PostAsync($"/subscriptions/unsubscribe?token={token}", new StringContent(""))).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await site.PostAsync($"/subscriptions/confirm?token={token}x", new StringContent(""))).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await site.PostAsync($"/subscriptions/confirm?token={token.Replace("acme", "acmf", StringComparison.Ordinal)}", new StringContent(""))).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await site.PostAsync("/subscriptions/confirm", new StringContent(""))).Code);

        site.World.Clock.Now += TimeSpan.FromHours(49);
        site.Mails.Sent.Clear();
        Assert.Contains("mailbox", (await site.PostAsync($"/subscriptions/confirm?token={token}", new StringContent(""))).Body, StringComparison.Ordinal);
        Assert.Equal(SubscriptionStatus.Pending, (await site.SubscriptionAsync()).Status);
        await site.PollAsync();
        Assert.Single(site.Mails.Sent, mail => mail.To == "new@example.com");    // asked for again by the expired link
    }

    [Fact]
    public async Task Confirmations_are_bounded_and_the_answer_reveals_nothing()
    {
        await using var site = await ASite.StartAsync();
        await site.ConfirmedAsync(New.Replace("new@", "known@", StringComparison.Ordinal));
        var answers = new List<string>();
        foreach (var address in new[] { "known@example.com", "unknown@example.com", "someone@elsewhere.org", "team@example.com" })
        {
            answers.Add((await site.FormAsync("/subscriptions", ("address", address), ("organization", "acme"))).Body);
        }

        Assert.Single(answers.Distinct());
        for (var n = 0; n < 20; n++)
        {
            site.World.Clock.Now += TimeSpan.FromMinutes(6);
            await site.FormAsync("/subscriptions", ("address", "unknown@example.com"), ("organization", "acme"));
        }

        await site.PollAsync();
        Assert.Equal(3, site.Mails.Sent.Count(mail => mail.To == "unknown@example.com"));
        Assert.DoesNotContain(site.Mails.Sent, mail => mail.To.EndsWith("elsewhere.org", StringComparison.Ordinal));
        Assert.Equal(SubscriptionStatus.Confirmed, (await site.SubscriptionAsync("known@example.com")).Status);
    }

    [Fact]
    public async Task Asking_for_a_configured_address_leaves_it_confirmed_whoever_asks()
    {
        await using var site = await ASite.StartAsync();

        await site.FormAsync("/subscriptions", ("address", "team@example.com"), ("organization", "acme"));
        await site.SubscribeAsync("""{"address":"team@example.com","organization":"acme"}""");
        Assert.Empty(await site.Store.ReadSubscriptionsAsync("acme", CancellationToken.None));

        await site.SubscribeAsync("""{"address":"team@example.com","organization":"acme","least_severity":"critical"}""");
        Assert.Equal(SubscriptionStatus.Confirmed, (await site.SubscriptionAsync("team@example.com")).Status);
    }

    [Fact]
    public async Task One_click_stops_a_subscription_a_look_does_not_and_what_waited_is_not_sent()
    {
        await using var site = await ASite.StartAsync();
        await site.ConfirmedAsync("""{"address":"new@example.com","organization":"acme"}""");
        site.World.Clock.Now += TimeSpan.FromDays(3);
        await site.PollAsync();
        var mail = site.Mails.Sent.First(mail => mail.To == "new@example.com");
        var header = mail.Headers.Single(header => header.Key == "List-Unsubscribe").Value;
        Assert.Contains("List-Unsubscribe=One-Click", mail.Headers.Single(header => header.Key == "List-Unsubscribe-Post").Value, StringComparison.Ordinal);
        var link = ASite.Link(mail, "unsubscribe");
        Assert.Contains(link, header, StringComparison.Ordinal);

        Assert.Contains("Stop these mails", await site.Client.GetStringAsync(new Uri(link, UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(SubscriptionStatus.Confirmed, (await site.SubscriptionAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await site.FormAsync(link, ("List-Unsubscribe", "One-Click"))).Code);
        Assert.Equal(HttpStatusCode.OK, (await site.FormAsync(link, ("List-Unsubscribe", "One-Click"))).Code);
        Assert.Equal(SubscriptionStatus.Stopped, (await site.SubscriptionAsync()).Status);

        site.Mails.Sent.Clear();
        site.World.Clock.Now += TimeSpan.FromDays(1.5);
        await site.PollAsync();
        Assert.DoesNotContain(site.Mails.Sent, mail => mail.To == "new@example.com");
    }

    [Fact]
    public async Task Stop_everything_ends_the_configured_address_too_and_nobody_left_to_tell_is_an_alert()
    {
        await using var site = await ASite.StartAsync();
        site.World.Clock.Now += TimeSpan.FromDays(3);
        await site.PollAsync();
        var manage = ASite.Link(site.Mails.Sent.First(mail => mail.To == "team@example.com"), "manage");

        Assert.Contains("Calendar of lapses", await site.Client.GetStringAsync(new Uri(manage, UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await site.FormAsync(manage, ("scope", "everything"))).Code);

        Assert.Equal(SubscriptionStatus.Stopped, (await site.SubscriptionAsync("team@example.com")).Status);
        var status = Assert.Single(await site.Store.ReadFleetAsync(CancellationToken.None));
        Assert.Equal(0, status.Told);
        Assert.Contains(status.OpenAlerts, alert => alert.Subject.StartsWith("Nobody will be told", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wishes_are_changed_by_the_manage_link_alone()
    {
        await using var site = await ASite.StartAsync();
        await site.ConfirmedAsync("""{"address":"new@example.com","organization":"acme"}""");
        site.World.Clock.Now += TimeSpan.FromDays(3);
        await site.PollAsync();
        var manage = ASite.Link(site.Mails.Sent.First(mail => mail.To == "new@example.com"), "manage");

        Assert.Equal(HttpStatusCode.BadRequest, (await site.FormAsync(manage, ("cadence", "hourly"), ("windows_days", "x"))).Code);
        Assert.Equal(HttpStatusCode.OK, (await site.FormAsync(manage, ("cadence", "weekly"), ("least_severity", "critical"))).Code);

        Assert.Equal(Cadence.Weekly, (await site.SubscriptionAsync()).Wishes.Cadence);
    }

    [Fact]
    public async Task Every_fault_of_an_ask_is_told_at_once_and_only_a_writing_key_may_ask()
    {
        await using var site = await ASite.StartAsync();

        var (code, body) = await site.SubscribeAsync("""{"address":"no address","cadence":"hourly","windows_days":["x"],"time_zone":"Mars/Base","kinds":["nonsense"]}""");

        Assert.Equal(HttpStatusCode.BadRequest, code);
        Assert.All(new[] { "address", "cadence", "windows_days", "time_zone", "kinds" }, field => Assert.Contains(field, body, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.PostAsync("/api/subscriptions", new StringContent(New))).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await site.SubscribeAsync("[")).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await site.SubscribeAsync(New.Replace("acme", "other", StringComparison.Ordinal))).Code);
    }

    [Fact]
    public void The_first_secret_signs_and_all_verify()
    {
        var now = new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
        var before = new TokenSigner(() => ["the old secret, thirty-two characters"]).Sign(TokenPurpose.Manage, new TokenSubject("acme", "ab12"), now.AddDays(1));

        Assert.Equal(new TokenReading(new TokenSubject("acme", "ab12"), false), new TokenSigner(() => ["a newer secret", "the old secret, thirty-two characters"]).Read(TokenPurpose.Manage, before, now));
        Assert.True(new TokenSigner(() => ["the old secret, thirty-two characters"]).Read(TokenPurpose.Manage, before, now.AddDays(1))!.Expired);
        Assert.Null(new TokenSigner(() => ["a newer secret"]).Read(TokenPurpose.Manage, before, now));
    }
}
