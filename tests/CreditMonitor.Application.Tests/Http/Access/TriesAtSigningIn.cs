using System.Net;
using CreditMonitor.Http.Access;
using CreditMonitor.Testing;
using Microsoft.Extensions.Logging;

namespace CreditMonitor.Application.Tests.Http.Access;

/// <summary>Wrong keys at the page, by hand over HTTP and by the count.</summary>
public sealed class TriesAtSigningIn : IAsyncLifetime
{
    private AServedWorld _served = null!;
    private HttpClient _stranger = null!;

    public async ValueTask InitializeAsync()
    {
        _served = await AServedWorld.StartAsync(new AWorld().Spending(4m, 60), access: all => all with { RequestsPerMinute = 250 });
        _stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _served.Client.BaseAddress };
    }

    public ValueTask DisposeAsync()
    {
        _stranger.Dispose();
        return _served.DisposeAsync();
    }

    [Fact]
    public async Task After_ten_wrong_keys_not_even_the_right_one_is_looked_at_until_five_minutes_have_passed()
    {
        foreach (var turn in Enumerable.Range(0, SignInLimits.PerNetwork))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync($"wrong-{turn}")).Code);
        }

        _served.World.Clock.Now += TimeSpan.FromMinutes(1);
        var (code, html, wait) = await SignInAsync(AServedWorld.Key);
        Assert.Equal((HttpStatusCode.TooManyRequests, "240"), (code, wait));
        Assert.Contains("Too many keys were tried; try again in 240 seconds.", html, StringComparison.Ordinal);
        Assert.Contains("name=\"key\"", html, StringComparison.Ordinal);

        _served.World.Clock.Now += TimeSpan.FromMinutes(4);
        Assert.Equal(HttpStatusCode.SeeOther, (await SignInAsync(AServedWorld.Key)).Code);
    }

    [Fact]
    public async Task Whoever_has_a_key_signs_in_as_often_as_they_like()
    {
        for (var turn = 0; turn < SignInLimits.PerNetwork * 3; turn++)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await SignInAsync(AServedWorld.ReadKey)).Code);
        }
    }

    [Fact]
    public async Task Keys_that_are_tried_at_a_page_by_header_are_bounded_as_at_the_api()
    {
        for (var turn = 0; turn < 50; turn++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await PageAsync($"wrong-{turn}"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await PageAsync("wrong-at-last"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await PageAsync(null));
        Assert.Equal(HttpStatusCode.OK, await PageAsync(AServedWorld.Key));
    }

    [Fact]
    public void Wrong_keys_from_many_networks_refuse_nobody_who_tried_none_and_fill_neither_memory_nor_log()
    {
        var (limits, _, lines) = Limits();
        for (var network = 0; network < 200; network++)
        {
            for (var turn = 0; turn <= SignInLimits.PerNetwork; turn++)
            {
                limits.Begin($"10.0.0.{network}");
            }
        }

        Assert.Equal((null, SignInLimits.Within), limits.Begin("10.0.0.7"));
        Assert.NotNull(limits.Begin("192.0.2.1").Attempt);
        Assert.Equal(SignInLimits.MostLines, lines.Count);
    }

    [Fact]
    public async Task Many_at_once_gain_nothing()
    {
        var (limits, _, _) = Limits();
        var begun = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => limits.Begin("192.0.2.1").Attempt is not null)));

        Assert.Equal(SignInLimits.PerNetwork, begun.Count(one => one));
    }

    [Fact]
    public void Reaching_the_bound_is_logged_once_with_the_network()
    {
        var (limits, _, lines) = Limits();
        for (var turn = 0; turn < SignInLimits.PerNetwork * 2; turn++)
        {
            limits.Begin("192.0.2.1");
        }

        Assert.Equal(["Signing in from 192.0.2.1 is refused for a while: 10 keys were tried within 5 minutes"], lines);
    }

    private static (SignInLimits Limits, FixedClock Clock, List<string> Lines) Limits()
    {
        var (clock, lines) = (new FixedClock(AWorld.Start), new Lines());
        return (new SignInLimits(clock, lines), clock, lines.Kept);
    }

    private async Task<(HttpStatusCode Code, string Html, string? Wait)> SignInAsync(string key)
    {
        using var answer = await _stranger.PostAsync("/session/sign-in", new FormUrlEncodedContent([KeyValuePair.Create("key", key)]));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.RetryAfter?.ToString());
    }

    private async Task<HttpStatusCode> PageAsync(string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        using var answer = await _stranger.SendAsync(request);
        return answer.StatusCode;
    }

    private sealed class Lines : ILogger<SignInLimits>
    {
        public List<string> Kept { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Kept.Add(formatter(state, exception));
    }
}
