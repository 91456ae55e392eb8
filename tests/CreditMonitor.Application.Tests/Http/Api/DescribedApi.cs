using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CreditMonitor.Testing;
using Microsoft.AspNetCore.Routing;

namespace CreditMonitor.Application.Tests.Http.Api;

/// <summary>The API's description held against the API: every operation is called as described, and answers as described.</summary>
public sealed class DescribedApi : IAsyncLifetime
{
    private const string Statement = "Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n03/02/2026,03/03/2026,OPENAI,Shopping,Sale,-21.60,\n03/05/2026,03/06/2026,OPENAI,Shopping,Sale,-77.00,\n";

    private AServedWorld _served = null!;
    private JsonElement _document;

    public async ValueTask InitializeAsync()
    {
        _served = await AServedWorld.StartAsync(new AWorld().Spending(4m, 60).Spending(60m, 1));    // a dear last day, so that there is a level to accept
        _document = JsonDocument.Parse(await _served.Client.GetStringAsync("/api/openapi.json")).RootElement;
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task Every_operation_called_with_its_own_examples_succeeds_and_answers_as_described()
    {
        await _served.PostAsync("statements", Statement, "text/csv");
        await _served.PostAsync("balance-readings", """{"amount":"12.00"}""");
        await _served.PostAsync("receipts", """{"id":"W4NJAXQX-0002","kind":"credit_purchase","amount":"21.60","tax":"1.60","at":"2026-03-02T09:00:00Z"}""");
        var called = 0;
        foreach (var (path, method, operation) in Operations())
        {
            using var request = await RequestAsync(path, method, operation);
            using var answer = await _served.Client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();

            Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
            Assert.Empty(FaultsOf(operation, (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, text).Select(fault => $"{method} {path}: {fault}"));
            called++;
        }

        Assert.True(called >= 24, $"only {called} operations are described");
    }

    [Fact]
    public async Task Every_operation_refuses_a_stranger_an_unknown_organization_and_the_wrong_body_as_described()
    {
        using var stranger = new HttpClient { BaseAddress = _served.Client.BaseAddress };
        foreach (var (path, method, operation) in Operations().Where(one => one.Operation.GetProperty("security").GetArrayLength() > 0))
        {
            using var unknown = await RequestAsync(path, method, operation);
            await RefusedAsync(operation, await stranger.SendAsync(unknown), 401);
            if (path.Contains("{org}", StringComparison.Ordinal))
            {
                using var elsewhere = await RequestAsync(path.Replace("{org}", "no-such", StringComparison.Ordinal), method, operation);
                await RefusedAsync(operation, await _served.Client.SendAsync(elsewhere), 404);
            }

            if (operation.TryGetProperty("requestBody", out _))
            {
                using var packed = await RequestAsync(path, method, operation);
                packed.Content!.Headers.ContentEncoding.Add("br");
                await RefusedAsync(operation, await _served.Client.SendAsync(packed), 415);
            }
        }
    }

    [Fact]
    public void No_route_of_the_api_is_missing_from_its_description()
    {
        var mapped = ((IEndpointRouteBuilder)_served.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => (Path: "/" + endpoint.RoutePattern.RawText!.Trim('/'), Methods: endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]))
            .Where(endpoint => endpoint.Path.StartsWith("/api", StringComparison.OrdinalIgnoreCase)).SelectMany(endpoint => endpoint.Methods.Select(method => $"{method} {endpoint.Path}")).Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(mapped);
        Assert.Equal(mapped, Operations().Select(one => $"{one.Method} {one.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_guide_has_a_command_for_every_operation()
    {
        var guide = (await File.ReadAllTextAsync(Path.Combine(MetricsOverHttp.Docs(), "api.md"))).Replace("\\\n", " ", StringComparison.Ordinal);
        foreach (var (path, method, _) in Operations())
        {
            var address = $"\"\\$URL{Regex.Replace(Regex.Escape(path), @"\\\{[a-z]+\}|\{[a-z]+\}", "[^/\"?]+")}(\\?[^\"]*)?\"";
            var commands = guide.Split('\n').Where(line => line.StartsWith("curl ", StringComparison.Ordinal) && Regex.IsMatch(line, address)).ToList();
            Assert.True(commands.Exists(line => (method == "POST") == Regex.IsMatch(line, " -(d|F|X POST)( |$)")), $"docs/api.md has no command for {method} {path}");
        }
    }

    [Fact]
    public void Operations_have_names_of_their_own_and_bodies_have_words()
    {
        var ids = Operations().Select(one => one.Operation.GetProperty("operationId").GetString()).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());

        var organization = _document.GetProperty("components").GetProperty("schemas").GetProperty("Status").GetProperty("properties").GetProperty("organizations").GetProperty("items");
        Assert.Equal("Mean of the last 28 complete days.", organization.GetProperty("properties").GetProperty("burn_per_day").GetProperty("description").GetString());
        Assert.StartsWith("3.1", _document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"object","required":["a"],"properties":{"a":{"type":"string"}}}""", "{}", "has no a")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}}}""", """{"a":1}""", "none of")]
    [InlineData("""{"type":"object","properties":{}}""", """{"b":1}""", "not described")]
    [InlineData("""{"type":["string","null"],"format":"date-time"}""", "\"2026-03-01\"", "format")]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "[1.5]", "none of")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"null"}]}""", "1", "oneOf")]
    [InlineData("""{"const":1}""", "1", "not known")]
    [InlineData("true", "1", "says nothing")]
    public void The_check_itself_finds_what_departs(string schema, string value, string fault) =>
        Assert.Contains(new JsonSchemaCheck(_document).FaultsOf(JsonDocument.Parse(schema).RootElement, JsonDocument.Parse(value).RootElement), found => found.Contains(fault, StringComparison.Ordinal));

    private async Task RefusedAsync(JsonElement operation, HttpResponseMessage answer, int status)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(status == (int)answer.StatusCode, $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri}: {(int)answer.StatusCode} {text}");
            Assert.Empty(FaultsOf(operation, status, answer.Content.Headers.ContentType?.MediaType, text));
        }
    }

    private List<string> FaultsOf(JsonElement operation, int status, string? media, string text)
    {
        if (!operation.GetProperty("responses").TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var response))
        {
            return [$"{status} is not described"];
        }

        if (!response.TryGetProperty("content", out var content))
        {
            return text.Length == 0 ? [] : ["a body that is not described"];
        }

        if (media is null || !content.TryGetProperty(media, out var described))
        {
            return [$"{media} is not described"];
        }

        var value = media.EndsWith("json", StringComparison.Ordinal) ? JsonDocument.Parse(text).RootElement : JsonDocument.Parse($"\"{JsonEncodedText.Encode(text)}\"").RootElement;
        return new JsonSchemaCheck(_document).FaultsOf(described.GetProperty("schema"), value);
    }

    private IEnumerable<(string Path, string Method, JsonElement Operation)> Operations() =>
        from path in _document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select (path.Name, method.Name.ToUpperInvariant(), method.Value);

    /// <summary>What the description's examples say, with ids that exist.</summary>
    private async Task<HttpRequestMessage> RequestAsync(string path, string method, JsonElement operation)
    {
        var place = path.Replace("{org}", "acme", StringComparison.Ordinal);
        if (path.Contains("/receipts/{id}", StringComparison.Ordinal))
        {
            place = place.Replace("{id}", "W4NJAXQX-0002", StringComparison.Ordinal);
        }

        place = place.Replace("{id}", await FirstAsync("charges", "id", last: true), StringComparison.Ordinal)
            .Replace("{key}", await FirstAsync("alerts", "key", last: false, path.EndsWith("/accept", StringComparison.Ordinal) ? "spend_anomaly" : ""), StringComparison.Ordinal);
        var query = operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query" && parameter.TryGetProperty("example", out _)).Select(parameter => $"{parameter.GetProperty("name").GetString()}={parameter.GetProperty("example")}") : [];
        var request = new HttpRequestMessage(new HttpMethod(method), $"{place}?{string.Join('&', query)}");
        if (operation.TryGetProperty("requestBody", out var body))
        {
            var (media, example) = body.GetProperty("content").EnumerateObject().Select(content => (content.Name, content.Value.GetProperty("example"))).First();
            request.Content = new StringContent(example.ValueKind == JsonValueKind.String ? example.GetString()! : example.GetRawText(), Encoding.UTF8, media);
            if (media == "application/json")
            {
                Assert.Empty(new JsonSchemaCheck(_document).FaultsOf(body.GetProperty("content").GetProperty(media).GetProperty("schema"), example));
            }
        }

        return request;
    }

    private async Task<string> FirstAsync(string list, string key, bool last, string beginning = "")
    {
        var all = (await _served.GetAsync(list)).GetProperty(list).EnumerateArray().Where(one => one.GetProperty(key).GetString()!.StartsWith(beginning, StringComparison.Ordinal)).ToList();
        return all.Count == 0 ? "none" : Uri.EscapeDataString((last ? all[^1] : all[0]).GetProperty(key).GetString()!);
    }
}
