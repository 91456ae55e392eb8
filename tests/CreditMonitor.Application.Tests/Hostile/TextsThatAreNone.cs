using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CreditMonitor.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CreditMonitor.Application.Tests.Hostile;

/// <summary>Half of a surrogate pair, which JSON's grammar allows, at every address that takes JSON.</summary>
public sealed class TextsThatAreNone : IAsyncLifetime
{
    private readonly LogLines _lines = new();
    private AServedWorld _served = null!;

    public async ValueTask InitializeAsync()
    {
        _served = await AServedWorld.StartAsync(new AWorld().Spending(4m, 60));
        _served.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(_lines);
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task Every_operation_that_takes_JSON_answers_400_with_the_place_and_logs_nothing()
    {
        foreach (var path in await JsonOperationsAsync())
        {
            foreach (var body in new[] { "{\"\\ud800\":1}", "{\"id\":\"\\udfff\",\"address\":\"a@example.com\"}", "[{\"reason\":\"x\\ud83d\",\"record\":\"y\"}]" })
            {
                using var answer = await _served.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
                var said = await answer.Content.ReadAsStringAsync();

                Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{(int)answer.StatusCode} from {path} to {body}: {said}");
                Assert.Contains("line 1, character ", said, StringComparison.Ordinal);
            }
        }

        Assert.Empty(_lines.Kept);
    }

    [Fact]
    public async Task Whatever_else_is_sent_ends_below_500()
    {
        var random = new Random(23);
        var paths = await JsonOperationsAsync();
        const string Whole = """{"id":"r1","kind":"credit_purchase","amount":"21.60","at":"2026-03-02T00:00:00Z","address":"team@example.com","reason":"known","until":"2026-03-20T00:00:00Z","kinds":["low_balance"],"windows_days":[7,1]}""";
        for (var round = 0; round < 300; round++)
        {
            _served.World.Clock.Now += TimeSpan.FromSeconds(1);
            using var body = new ByteArrayContent(Mutation.Of(Encoding.UTF8.GetBytes(Whole), random));
            using var answer = await _served.Client.PostAsync(paths[round % paths.Count], body);
            Assert.True((int)answer.StatusCode < 500, $"{(int)answer.StatusCode} from {paths[round % paths.Count]} to {await body.ReadAsStringAsync()}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    /// <summary>As the description of the API lists them, so that one which is added later is held too.</summary>
    private async Task<List<string>> JsonOperationsAsync()
    {
        using var described = JsonDocument.Parse(await _served.Client.GetStringAsync("/api/openapi.json"));
        var alert = (await _served.GetAsync("alerts")).GetProperty("alerts")[0].GetProperty("key").GetString()!;
        List<string> paths =
        [
            .. described.RootElement.GetProperty("paths").EnumerateObject()
                .Where(path => path.Value.TryGetProperty("post", out var post) && post.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out _))
                .Select(path => Regex.Replace(path.Name.Replace("{org}", "acme", StringComparison.Ordinal).Replace("{key}", Uri.EscapeDataString(alert), StringComparison.Ordinal), "{[a-z]+}", "x")),
        ];
        Assert.True(paths.Count >= 12, string.Join(' ', paths));
        return paths;
    }
}
