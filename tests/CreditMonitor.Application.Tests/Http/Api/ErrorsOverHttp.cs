using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CreditMonitor.Settings;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Http.Api;

/// <summary>Whatever goes wrong is problem details that say what to do, and tells a stranger nothing.</summary>
public sealed class ErrorsOverHttp : IAsyncLifetime
{
    private readonly AWorld _world = new AWorld().Spending(4m, 60);
    private AServedWorld? _served;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _served?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Theory]
    [InlineData("GET", "/api", 404, "openapi.json")]
    [InlineData("GET", "/api/nothing/here", 404, "openapi.json")]
    [InlineData("GET", "/api/organizations/acme", 404, "openapi.json")]
    [InlineData("DELETE", "/api/organizations/acme/grants", 405, "GET or POST")]
    [InlineData("POST", "/api/status", 405, "GET")]
    public async Task What_is_not_there_says_where_to_look(string method, string path, int status, string says)
    {
        var client = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await client.SendAsync(request);

        Assert.Contains(says, (await ProblemAsync(answer, status)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grants", "application/json")]
    [InlineData("receipts", "message/rfc822")]
    [InlineData("statements", "text/csv")]
    [InlineData("statements", "multipart/form-data; boundary=x")]
    public async Task A_body_that_is_too_large_is_named_so(string path, string type)
    {
        var client = await StartAsync();
        using var content = new StringContent(new string(' ', (1024 * 1024) + 1));
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await client.PostAsync($"/api/organizations/acme/{path}", content);

        Assert.Contains("1024 KiB", (await ProblemAsync(answer, 413)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grants", "application/xml", null)]
    [InlineData("grants", "multipart/form-data; boundary=x", null)]
    [InlineData("alerts/x/acknowledge", "image/png", null)]
    [InlineData("grants", "application/json", "gzip")]
    [InlineData("statements", "text/csv", "gzip")]
    public async Task Another_kind_of_body_is_refused_before_it_is_read(string path, string type, string? encoding)
    {
        var client = await StartAsync();
        using var content = new StringContent("[]");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        content.Headers.ContentEncoding.Add(encoding ?? "identity");
        if (encoding is null)
        {
            content.Headers.ContentEncoding.Clear();
        }

        using var answer = await client.PostAsync($"/api/organizations/acme/{path}", content);

        await ProblemAsync(answer, 415);
    }

    [Theory]
    [InlineData("GET", "/api/status/{0}")]
    [InlineData("GET", "/api/organizations/{0}/grants")]
    [InlineData("POST", "/api/organizations/{0}/grants")]
    [InlineData("POST", "/api/organizations/{0}/alerts/x/silence")]
    [InlineData("GET", "/badge/{0}.svg?token=x")]
    public async Task A_stranger_cannot_tell_a_watched_organization_from_another(string method, string path)
    {
        using var client = new HttpClient { BaseAddress = (await StartAsync()).BaseAddress };

        Assert.Equal(await AnswerAsync(client, method, path, "acme"), await AnswerAsync(client, method, path, "no-such"));
    }

    [Fact]
    public async Task A_key_that_may_only_read_cannot_tell_either_by_writing()
    {
        using var client = new HttpClient { BaseAddress = (await StartAsync()).BaseAddress, DefaultRequestHeaders = { { "x-functions-key", AServedWorld.ReadKey } } };

        Assert.Equal(await AnswerAsync(client, "POST", "/api/organizations/{0}/grants", "acme"), await AnswerAsync(client, "POST", "/api/organizations/{0}/grants", "no-such"));
    }

    [Fact]
    public async Task A_caller_that_calls_too_often_is_told_when_to_call_again_and_holds_up_no_other()
    {
        await StartAsync(access => access with { RequestsPerMinute = 20 });
        using var greedy = Caller(AServedWorld.ReadKey);
        using var other = Caller(AServedWorld.Key);
        using var stranger = new HttpClient { BaseAddress = _served!.Client.BaseAddress };

        var refused = await UntilRefusedAsync(greedy, 22);
        Assert.InRange(int.Parse(refused.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture), 1, 60);
        await ProblemAsync(refused, 429);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/status")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/status")).StatusCode);
        await ProblemAsync(await UntilRefusedAsync(stranger, 6), 429);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/api/health")).StatusCode);
    }

    [Fact]
    public async Task Two_keys_of_one_caller_are_good_at_once_so_that_one_can_take_the_others_place()
    {
        const string Newer = "a-newer-reading-key-of-some-length";
        await StartAsync(access => access with { Keys = [.. access.Keys, new AccessKey("dashboard", Newer, AccessScope.Read)] });

        foreach (var key in new[] { AServedWorld.ReadKey, Newer })
        {
            using var client = Caller(key);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/status")).StatusCode);
        }
    }

    private static async Task<string> AnswerAsync(HttpClient client, string method, string path, string org)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), string.Format(CultureInfo.InvariantCulture, path, org));
        if (method == "POST")
        {
            request.Content = new StringContent("[]", Encoding.UTF8, "application/json");
        }

        using var answer = await client.SendAsync(request);
        Assert.False(answer.IsSuccessStatusCode);
        return $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }

    private static async Task<HttpResponseMessage> UntilRefusedAsync(HttpClient client, int within)
    {
        for (var call = 0; call < within; call++)
        {
            var answer = await client.GetAsync("/api/status");
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                return answer;
            }

            answer.Dispose();
        }

        throw new InvalidOperationException($"{within} calls in a row were answered.");
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer, int status)
    {
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        return problem;
    }

    private HttpClient Caller(string key) => new() { BaseAddress = _served!.Client.BaseAddress, DefaultRequestHeaders = { { "x-functions-key", key } } };

    private async Task<HttpClient> StartAsync(Func<AccessSettings, AccessSettings>? access = null) => (_served = await AServedWorld.StartAsync(_world, access: access)).Client;
}
