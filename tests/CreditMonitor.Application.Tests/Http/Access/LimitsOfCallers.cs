using System.Net;
using CreditMonitor.Http.Access;
using CreditMonitor.Limits;
using CreditMonitor.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CreditMonitor.Application.Tests.Http.Access;

/// <summary>How often callers may ask, over a real port.</summary>
public sealed class LimitsOfCallers : IAsyncLifetime
{
    private readonly AWorld _world = new AWorld().Spending(4m, 60);
    private AServedWorld? _served;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _served?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/organizations/acme")]
    [InlineData("GET", "/no/such/page")]
    [InlineData("GET", "/session/sign-in")]
    [InlineData("POST", "/subscriptions")]
    [InlineData("POST", "/subscriptions/unsubscribe")]
    [InlineData("POST", "/hooks/sendgrid/events")]
    [InlineData("GET", "/calendar/acme.ics")]
    [InlineData("GET", "/api/status")]
    public async Task Anonymous_callers_are_limited_at_every_address_alike_and_no_line_is_logged_of_it(string method, string path)
    {
        using var anonymous = await StartAsync(perMinute: 50);
        var lines = new LogLines();
        _served!.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);

        var answers = await AskAsync(anonymous, method, path, 30);

        Assert.InRange(answers.Count(answer => answer.StatusCode != HttpStatusCode.TooManyRequests), 10, 20);
        var refused = answers[^1];
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Empty(lines.Kept);
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync("/api/health")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _served!.Client.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task A_team_its_prometheus_and_its_status_page_behind_one_address_meet_no_limit_however_many_others_ask_from_there()
    {
        using var anonymous = await StartAsync();
        var cookie = await SessionAsync(anonymous);
        Assert.All(await AskAsync(anonymous, "GET", "/session/sign-in", 40), answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode));
        await AskAsync(anonymous, "GET", "/", 150);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await anonymous.GetAsync("/")).StatusCode);

        using var team = new HttpClient { BaseAddress = anonymous.BaseAddress, DefaultRequestHeaders = { { "Cookie", cookie } } };
        for (var minute = 0; minute < 3; minute++)
        {
            var pages = await AskAsync(team, "GET", "/organizations/acme", 40);
            var styles = await AskAsync(team, "GET", "/app.css", 40);
            var metrics = await AskAsync(_served!.Client, "GET", "/api/metrics", 4);
            var status = await AskAsync(_served.Client, "GET", "/api/status", 20);
            Assert.All([.. pages, .. styles, .. metrics, .. status], answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        }
    }

    [Fact]
    public async Task Without_keys_this_machine_has_no_limit()
    {
        using var machine = await StartAsync(perMinute: 10, keys: false);

        Assert.All(await AskAsync(machine, "GET", "/", 30), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.All(await AskAsync(machine, "GET", "/api/status", 30), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public void What_limits_remember_of_callers_is_bounded_and_a_bucket_fills_again()
    {
        var clock = new SteadyClock();
        var (buckets, tries) = (new RequestBuckets(60, clock), new RecentTries(10, TimeSpan.FromMinutes(5), clock));
        for (var network = 0; network < 50_000; network++)
        {
            Assert.Null(buckets.Take($"network {network}"));
            Assert.NotNull(tries.Begin($"network {network}").Begun);
        }

        Assert.Equal((RequestBuckets.MostCallers, RecentTries.MostNames), (buckets.Callers, tries.Names));
        Assert.Equal(60, Enumerable.Range(0, 100).Count(_ => buckets.Take("one") is null));
        Assert.Equal(TimeSpan.FromSeconds(1), buckets.Take("one"));
        clock.Passed += TimeSpan.FromSeconds(30);
        Assert.Equal(30, Enumerable.Range(0, 100).Count(_ => buckets.Take("one") is null));
    }

    private async Task<HttpClient> StartAsync(int perMinute = 600, bool keys = true)
    {
        _served = await AServedWorld.StartAsync(_world, access: all => all with { RequestsPerMinute = perMinute, Keys = keys ? all.Keys : [] });
        return new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _served.Client.BaseAddress };
    }

    private static async Task<List<HttpResponseMessage>> AskAsync(HttpClient client, string method, string path, int times)
    {
        var answers = new List<HttpResponseMessage>();
        for (var turn = 0; turn < times; turn++)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? new FormUrlEncodedContent([KeyValuePair.Create("address", "no address")]) : null };
            answers.Add(await client.SendAsync(request));
        }

        return answers;
    }

    private static async Task<string> SessionAsync(HttpClient client)
    {
        using var answer = await client.PostAsync("/session/sign-in", new FormUrlEncodedContent([KeyValuePair.Create("key", AServedWorld.ReadKey)]));
        return Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    private sealed class SteadyClock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;

        public override DateTimeOffset GetUtcNow() => AWorld.Start + Passed;
    }
}
