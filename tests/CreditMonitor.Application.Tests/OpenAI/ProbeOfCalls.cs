using System.Net;
using System.Text;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Jobs;
using CreditMonitor.OpenAI;
using CreditMonitor.Polling;
using CreditMonitor.Settings;
using CreditMonitor.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CreditMonitor.Application.Tests.OpenAI;

/// <summary>A call with each billing poll, by a key that applications would use.</summary>
public class ProbeOfCalls
{
    private static readonly ProbeSettings Settings = new("sk-proj-of-the-tests", "small-model");

    [Theory]
    [InlineData(200, "{}", "Succeeded")]
    [InlineData(429, """{"error":{"type":"insufficient_quota","code":"credit_balance_exhausted"}}""", "Refused credit_balance_exhausted")]
    [InlineData(429, """{"error":{"type":"billing_not_active","code":null}}""", "Refused billing_not_active")]
    [InlineData(401, """{"error":{"code":"invalid_api_key"}}""", "Refused invalid_api_key")]
    [InlineData(401, "<html>", "Refused invalid_api_key")]
    [InlineData(429, """{"error":{"code":"rate_limit_exceeded"}}""", "Unknown")]
    [InlineData(404, """{"error":{"code":"model_not_found"}}""", "Unknown")]
    [InlineData(503, """{"error":{"code":"credit_balance_exhausted"}}""", "Unknown")]
    [InlineData(400, """{"error":{"code":"<script>alert(1)</script>"}}""", "Unknown")]
    [InlineData(401, """{"error":{"code":"sk-proj-of-the-tests"}}""", "Refused invalid_api_key")]
    [InlineData(400, """{"error":{"code":"key.SK-PROJ-OF-THE-TESTS.unknown","type":"invalid_request"}}""", "Refused invalid_request")]
    [InlineData(400, """{"error":{"code":"sk-another-key-of-somebody"}}""", "Unknown")]
    [InlineData(400, """{"error":{"code":"\ud800"}}""", "Unknown")]
    public async Task An_answer_says_that_calls_work_are_refused_or_nothing(int status, string body, string expected)
    {
        using var http = new HttpClient(new Fixed(status, body));
        var answer = await new OpenAIProbe(http, TimeProvider.System).AskAsync(new Uri("https://api.example.com/v1"), Settings, CancellationToken.None);

        Assert.Equal(expected, answer is ProbeAnswer.Refused(var code) ? $"Refused {code}" : answer.GetType().Name);
    }

    [Fact]
    public async Task A_refusal_is_told_with_the_poll_that_found_it_and_ends_with_the_call_that_works_and_nothing_is_written_in_between()
    {
        var world = new AWorld().Spending(4m, 60);
        var calls = new Calls(new FakeHandler(world.Provider));
        await using var served = await AServedWorld.StartAsync(world, organization => organization with { Probe = Settings }, calls);
        Assert.Empty((await served.Store.ReadToldAsync("acme", CancellationToken.None)).Calls);

        calls.Code = "billing_not_active";
        await PollAsync(served, "second");
        await PollAsync(served, "third");
        Assert.Single((await served.Store.ReadToldAsync("acme", CancellationToken.None)).Calls);
        Assert.Contains((await served.Store.ReadAsync("acme", CancellationToken.None)).State.Alerts, alert => alert.IsOpen && alert.Kind is AlertKind.CallsRefused or AlertKind.RefusedWithCredit);

        calls.Code = null;
        await PollAsync(served, "fourth");
        Assert.DoesNotContain((await served.Store.ReadAsync("acme", CancellationToken.None)).State.Alerts, alert => alert.IsOpen && alert.Kind is AlertKind.CallsRefused or AlertKind.RefusedWithCredit);
    }

    private static async Task PollAsync(AServedWorld served, string id)
    {
        served.World.Clock.Now += TimeSpan.FromHours(1);
        await served.App.Services.GetRequiredService<FleetPoller>().PollAsync(served.App.Services.GetRequiredService<MonitorSettings>().Organizations, id, CancellationToken.None);
    }

    private static HttpResponseMessage Answer(int status, string body) => new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private sealed class Fixed(int status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Answer(status, body));
    }

    /// <summary>Billing goes to the stand-in; calls are answered as told, to the project's key alone.</summary>
    private sealed class Calls(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public string? Code { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.Method != HttpMethod.Post ? base.SendAsync(request, cancellationToken)
            : Task.FromResult(request.Headers.Authorization?.Parameter != Settings.ApiKey ? Answer(401, "{}") : Code is null ? Answer(200, "{}") : Answer(429, $$$"""{"error":{"code":"{{{Code}}}"}}"""));
    }
}
