using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using CreditMonitor.Settings;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Http.Api;

/// <summary>Whoever sends too much sees the answer, by whatever way it is refused.</summary>
public sealed class RefusedBodies : IAsyncLifetime
{
    private const int Much = 6 * 1024 * 1024;
    private const string Secret = "a-secret-part-of-the-hooks-address";

    private const string FilePart = "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\n";

    private AServedWorld _served = null!;

    public async ValueTask InitializeAsync() =>
        _served = await AServedWorld.StartAsync(new AWorld().Spending(4m, 60), organization => organization with { Inbound = new InboundSettings(Secret, ["openai.com"]) });

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    public static TheoryData<string, string, string?, int> Ways => new()
    {
        { "/api/organizations/acme/grants", "application/json", AServedWorld.Key, 413 },
        { "/api/organizations/acme/statements", "text/csv", AServedWorld.Key, 413 },
        { "/api/organizations/acme/statements", "multipart/form-data; boundary=x", AServedWorld.Key, 413 },
        { "/api/organizations/acme/receipts", "message/rfc822", AServedWorld.Key, 413 },
        { "/api/organizations/acme/alerts/x/acknowledge", "application/json", AServedWorld.Key, 413 },
        { "/api/subscriptions", "application/json", AServedWorld.Key, 413 },
        { "/api/organizations/acme/grants", "application/json", AServedWorld.ReadKey, 403 },
        { "/api/organizations/acme/grants", "application/json", null, 401 },
        { "/api/organizations/acme/grants", "image/png", AServedWorld.Key, 415 },
        { "/api/status", "application/json", AServedWorld.Key, 405 },
        { "/organizations/acme/import", "multipart/form-data; boundary=x", AServedWorld.Key, 413 },
        { "/organizations/acme/import", "multipart/form-data; boundary=x", null, 401 },
        { "/organizations/acme/alerts/acknowledge", "application/x-www-form-urlencoded", AServedWorld.Key, 413 },
        { "/session/sign-in", "application/x-www-form-urlencoded", null, 413 },
        { "/subscriptions", "application/x-www-form-urlencoded", null, 413 },
        { "/no/such/page", "text/plain", null, 404 },
        { "/hooks/sendgrid/events", "application/json", null, 404 },
        { $"/hooks/sendgrid/inbound/{Secret}", "multipart/form-data; boundary=x", null, 413 },
        { "/hooks/sendgrid/inbound/another", "multipart/form-data; boundary=x", null, 404 },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Whoever_sends_too_much_sees_the_answer_and_no_broken_pipe(string path, string type, string? key, int status)
    {
        foreach (var isChunked in new[] { false, true })
        {
            using var client = new HttpClient { BaseAddress = _served.Client.BaseAddress };
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Body(type.StartsWith("multipart", StringComparison.Ordinal) ? FilePart : "")) };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            request.Headers.TransferEncodingChunked = isChunked;
            if (key is not null)
            {
                request.Headers.Add("x-functions-key", key);
            }

            using var answer = await client.SendAsync(request);

            Assert.Equal((HttpStatusCode)status, answer.StatusCode);
            Assert.Equal("ok", await client.GetStringAsync("/api/health"));
        }
    }

    [Fact]
    public async Task A_caller_that_reads_nothing_before_all_is_sent_is_answered_too_and_the_connection_serves_on()
    {
        using var caller = new TcpClient();
        await caller.ConnectAsync(_served.Client.BaseAddress!.Host, _served.Client.BaseAddress.Port);
        await using var stream = caller.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/organizations/acme/grants HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Much}\r\n\r\n"));
        var body = Body();
        for (var sent = 0; sent < Much; sent += Much / 6)
        {
            await stream.WriteAsync(body.AsMemory(sent, Much / 6));
            await Task.Delay(50);
        }

        await stream.WriteAsync("GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray());
        var said = await new StreamReader(stream).ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 401 ", said, StringComparison.Ordinal);
        Assert.EndsWith("ok", said.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_waits_to_be_asked_for_a_body_is_refused_without_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/organizations/acme/grants") { Content = new ByteArrayContent(Body()), Headers = { ExpectContinue = true } };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        using var answer = await _served.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static byte[] Body(string begin = "") => Encoding.ASCII.GetBytes(begin.PadRight(Much));
}
