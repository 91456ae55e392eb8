using System.Net;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Http.Api;

/// <summary>HEAD, as monitors of uptime and link checkers send it, and what every answer says to browsers.</summary>
public sealed class HeadsAndHeaders : IAsyncLifetime
{
    private AServedWorld _served = null!;

    public async ValueTask InitializeAsync() => _served = await AServedWorld.StartAsync(new AWorld().Spending(4m, 60));

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/organizations/acme", 200)]
    [InlineData("/organizations/nobody", 404)]
    [InlineData("/app.css", 200)]
    [InlineData("/subscriptions", 200)]
    [InlineData("/api/health", 200)]
    [InlineData("/api/status", 200)]
    [InlineData("/api/status/acme", 200)]
    [InlineData("/api/openapi.json", 200)]
    [InlineData("/api/metrics", 200)]
    [InlineData("/api/organizations/acme/grants", 200)]
    [InlineData("/api/subscriptions", 405)]
    [InlineData("/session/sign-out", 405)]
    public async Task HEAD_is_answered_as_GET_is_without_a_body(string path, int status)
    {
        using var get = await _served.Client.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await _served.Client.SendAsync(request);

        Assert.Equal((status, get.StatusCode), ((int)head.StatusCode, head.StatusCode));
        Assert.Equal(get.Content.Headers.ContentType?.ToString(), head.Content.Headers.ContentType?.ToString());
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal("ok", await _served.Client.GetStringAsync("/api/health"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/app.css")]
    [InlineData("/api/health")]
    [InlineData("/api/status")]
    [InlineData("/api/metrics")]
    [InlineData("/api/openapi.json")]
    [InlineData("/api/organizations/acme/alerts")]
    [InlineData("/api/no/such/thing")]
    [InlineData("/calendar/acme.ics")]
    [InlineData("/badge/acme.svg")]
    [InlineData("/hooks/sendgrid/events")]
    public async Task No_answer_is_taken_for_another_kind_than_it_says(string path)
    {
        using var answer = await _served.Client.GetAsync(path);

        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
    }
}
