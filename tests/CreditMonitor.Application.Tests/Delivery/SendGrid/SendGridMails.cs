using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using CreditMonitor.Application.Tests.Delivery.Mail;
using CreditMonitor.Application.Tests.OpenAI;
using CreditMonitor.Delivery;
using CreditMonitor.Delivery.SendGrid;
using CreditMonitor.Testing;
using SendGrid;

namespace CreditMonitor.Application.Tests.Delivery.SendGrid;

public sealed class SendGridMails
{
    private static readonly FixedClock Clock = new(AWorld.Start);

    [Fact]
    public async Task A_mail_goes_to_one_recipient_text_first_untracked_in_its_thread_and_names_nobody_in_what_sendgrid_keeps()
    {
        var mail = await AMail.OfAsync(AMail.Event());
        using var sent = JsonDocument.Parse(SendGridMail.Of(mail).Serialize());
        var root = sent.RootElement;
        var envelope = Assert.Single(root.GetProperty("personalizations").EnumerateArray());
        var headers = envelope.GetProperty("headers");

        Assert.Equal("team@example.com", Assert.Single(envelope.GetProperty("to").EnumerateArray()).GetProperty("email").GetString());
        Assert.Equal(["text/plain", "text/html"], root.GetProperty("content").EnumerateArray().Select(part => part.GetProperty("type").GetString()));
        Assert.Equal($"<{mail.MailId}@example.com>", headers.GetProperty("Message-ID").GetString());
        Assert.Equal(headers.GetProperty("References").GetString(), headers.GetProperty("In-Reply-To").GetString());
        Assert.Equal("auto-generated", headers.GetProperty("Auto-Submitted").GetString());
        Assert.True(headers.TryGetProperty("List-Unsubscribe", out _));
        Assert.Equal("credit@example.com", root.GetProperty("reply_to").GetProperty("email").GetString());
        Assert.Equal($$"""{"mail_id":"{{mail.MailId}}"}""", envelope.GetProperty("custom_args").GetRawText());
        Assert.Equal(
            """{"click_tracking":{"enable":false,"enable_text":false},"open_tracking":{"enable":false},"subscription_tracking":{"enable":false}}""",
            root.GetProperty("tracking_settings").GetRawText());
        Assert.False(root.TryGetProperty("mail_settings", out _));
    }

    [Fact]
    public async Task A_mail_that_is_too_large_is_sent_once_more_as_text_alone()
    {
        await using var sendGrid = (await ScriptedSendGrid.StartAsync()).For("team@example.com", Does.FindTooLarge);

        var outcome = await Sender(sendGrid.BaseUrl).SendAsync(await AMail.OfAsync(AMail.Event()), CancellationToken.None);

        Assert.Equal(new SendOutcome.Accepted("abc"), outcome);
        Assert.Equal(["text/plain"], sendGrid.Posted.Last().Parts);
        Assert.Single(sendGrid.Posted.Select(posted => posted.MessageId).Distinct());
    }

    [Theory]
    [InlineData(HttpStatusCode.Accepted, typeof(SendOutcome.Accepted))]
    [InlineData(HttpStatusCode.OK, typeof(SendOutcome.Down))]
    [InlineData(HttpStatusCode.Redirect, typeof(SendOutcome.Down))]
    [InlineData(HttpStatusCode.BadRequest, typeof(SendOutcome.Refused))]
    [InlineData(HttpStatusCode.Unauthorized, typeof(SendOutcome.Down))]
    [InlineData(HttpStatusCode.Forbidden, typeof(SendOutcome.Down))]
    [InlineData(HttpStatusCode.NotFound, typeof(SendOutcome.Refused))]
    [InlineData(HttpStatusCode.MethodNotAllowed, typeof(SendOutcome.Refused))]
    [InlineData(HttpStatusCode.RequestTimeout, typeof(SendOutcome.Later))]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, typeof(SendOutcome.Refused))]
    [InlineData(HttpStatusCode.UnsupportedMediaType, typeof(SendOutcome.Refused))]
    [InlineData(HttpStatusCode.TooManyRequests, typeof(SendOutcome.Later))]
    [InlineData(HttpStatusCode.InternalServerError, typeof(SendOutcome.Later))]
    [InlineData(HttpStatusCode.BadGateway, typeof(SendOutcome.Later))]
    [InlineData(HttpStatusCode.ServiceUnavailable, typeof(SendOutcome.Later))]
    [InlineData(HttpStatusCode.GatewayTimeout, typeof(SendOutcome.Later))]
    public async Task Every_status_has_its_meaning_whatever_the_body_is(HttpStatusCode status, Type outcome)
    {
        foreach (var body in new[] { "", "<html>", "[]", "{\"errors\":7}", "{\"errors\":[1,{},{\"message\":null}]}" })
        {
            Assert.IsType(outcome, await AnsweredAsync(status, body));
        }
    }

    [Fact]
    public async Task A_refusal_says_field_and_message_in_one_bounded_line_without_addresses_and_keys()
    {
        var refused = Assert.IsType<SendOutcome.Refused>(await AnsweredAsync(
            HttpStatusCode.BadRequest,
            """{"errors":[{"message":"No such\r\nuser <team@example.com>, key SG.abc-def.ghi","field":"personalizations.0.to"},{"message":"LONG"}]}""".Replace("LONG", new string('x', 5_000), StringComparison.Ordinal)));

        Assert.StartsWith("SendGrid refuses the mail: 400 (personalizations.0.to: No such  user <[address]>, key [redacted]; xxx", refused.Detail, StringComparison.Ordinal);
        Assert.InRange(refused.Detail.Length, 200, 450);
    }

    [Fact]
    public async Task A_401_is_told_apart_by_its_words()
    {
        var key = Assert.IsType<SendOutcome.Down>(await AnsweredAsync(HttpStatusCode.Unauthorized, """{"errors":[{"message":"The provided authorization grant is invalid"}]}"""));
        var quota = Assert.IsType<SendOutcome.Down>(await AnsweredAsync(HttpStatusCode.Unauthorized, """{"errors":[{"message":"Maximum credits exceeded"}]}"""));

        Assert.Contains("does not accept the API key", key.Detail, StringComparison.Ordinal);
        Assert.Contains("quota", quota.Detail, StringComparison.Ordinal);
        Assert.InRange(key.RetryAfter, TimeSpan.FromHours(1), TimeSpan.FromMinutes(61));
    }

    [Theory]
    [InlineData(600d, null, 600)]
    [InlineData(600d, 1_200, 1_200)]
    [InlineData(null, 90, 90)]
    [InlineData(-5d, null, 1)]
    [InlineData(9e9, null, 21_600)]
    [InlineData(null, null, 60)]
    public async Task Patience_is_as_long_as_the_headers_say_within_bounds(double? reset, int? retryAfter, int expected)
    {
        var mail = await AMail.OfAsync(AMail.Event());
        SendOutcome outcome = await AnsweredAsync(HttpStatusCode.TooManyRequests, "", Alter);

        var later = Assert.IsType<SendOutcome.Later>(outcome);
        Assert.InRange(later.RetryAfter!.Value, TimeSpan.FromSeconds(expected), TimeSpan.FromSeconds(expected + 30));
        Assert.Equal(later, await AnsweredAsync(HttpStatusCode.TooManyRequests, "", Alter));    // the same mail has the same jitter

        void Alter(HttpResponseMessage answer)
        {
            if (reset is not null)
            {
                answer.Headers.Add("X-RateLimit-Reset", $"{Clock.Now.ToUnixTimeSeconds() + reset:0}");
            }

            answer.Headers.RetryAfter = retryAfter is { } seconds ? new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds)) : null;
        }
    }

    [Fact]
    public async Task Where_no_connection_is_made_nothing_was_handed_over()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var mail = await AMail.OfAsync(AMail.Event());

        var refused = await Sender(new Uri($"http://127.0.0.1:{port}")).SendAsync(mail, CancellationToken.None);
        var unresolved = await Sender(new Uri("http://no-such-host.invalid")).SendAsync(mail, CancellationToken.None);

        Assert.Contains("no connection", Assert.IsType<SendOutcome.Later>(refused).Detail, StringComparison.Ordinal);
        Assert.Contains("could not be resolved", Assert.IsType<SendOutcome.Later>(unresolved).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_not_made_in_time_handed_nothing_over_either()
    {
        using var handler = SendGridHttp.CreateHandler();
        handler.ConnectTimeout = TimeSpan.FromMilliseconds(1);
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        };

        Assert.IsType<SendOutcome.Later>(await Sender(new Uri("http://127.0.0.1:9"), handler).SendAsync(await AMail.OfAsync(AMail.Event()), CancellationToken.None));
    }

    [Fact]
    public async Task An_order_to_stop_is_no_outcome()
    {
        await using var sendGrid = (await ScriptedSendGrid.StartAsync()).For("team@example.com", Does.Hang);
        using var stop = new CancellationTokenSource();
        sendGrid.OnHang = stop.Cancel;
        var mail = await AMail.OfAsync(AMail.Event());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sender(sendGrid.BaseUrl).SendAsync(mail, stop.Token));
    }

    private static SendGridSender Sender(Uri baseUrl, HttpMessageHandler? handler = null) => new(
        new SendGridClient(SendGridHttp.CreateClient(handler ?? SendGridHttp.CreateHandler()), new SendGridClientOptions { ApiKey = "SG.test", Host = baseUrl.ToString() }), baseUrl.Host, Clock);

    private static async Task<SendOutcome> AnsweredAsync(HttpStatusCode status, string body, Action<HttpResponseMessage>? alter = null)
    {
        var handler = new ScriptedHandler().Then(status, body, alter).Then(status, body, alter);
        return await Sender(new Uri("https://api.sendgrid.com"), handler).SendAsync(await AMail.OfAsync(AMail.Event()), CancellationToken.None);
    }
}
