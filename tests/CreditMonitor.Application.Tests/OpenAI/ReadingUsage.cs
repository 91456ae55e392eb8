using System.Net;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.OpenAIReadings;

namespace CreditMonitor.Application.Tests.OpenAI;

public sealed class ReadingUsage
{
    private static readonly DateTimeOffset From = Noon.AddHours(-2);

    private static Task<Reading<UsageReport>> TextAsync(HttpMessageHandler handler) => Source(handler).ReadUsageAsync(OpenAIReadings.Access(), From, CancellationToken.None);

    private static Task<Reading<UsageReport>> OtherAsync(HttpMessageHandler handler, UsageEndpoint endpoint) => Source(handler).ReadOtherUsageAsync(OpenAIReadings.Access(), endpoint, From, CancellationToken.None);

    /// <summary>A bucket so many minutes after <see cref="From"/>.</summary>
    private static string Bucket(int minutes, params string[] results) =>
        $$"""{"object":"bucket","start_time":{{From.AddMinutes(minutes).ToUnixTimeSeconds()}},"end_time":{{From.AddMinutes(minutes + 1).ToUnixTimeSeconds()}},"results":[{{string.Join(',', results)}}]}""";

    private static string Text(long requests, long input, long output, string key = "key_a") =>
        $$"""{"object":"organization.usage.completions.result","input_tokens":{{input}},"output_tokens":{{output}},"input_cached_tokens":{{input}},"num_model_requests":{{requests}},"api_key_id":"{{key}}","model":"gpt-5","project_id":"proj_a"}""";

    private static string Images(long requests, string key = "\"key_a\"") =>
        $$"""{"object":"organization.usage.images.result","images":{{requests * 4}},"num_model_requests":{{requests}},"api_key_id":{{key}},"model":"gpt-image-1","project_id":"proj_a"}""";

    [Fact]
    public async Task Minutes_add_up_to_slots_of_five_and_cached_tokens_are_not_counted_twice()
    {
        var provider = new ScriptedHandler()
            .Then(Page("page_2", Bucket(0, Text(1, 100, 10), Text(2, 5, 5, "key_b")), Bucket(4, Text(3, 200, 20))))
            .Then(Page(null, Bucket(5, Text(1, 7, 0))));

        var report = (await TextAsync(provider)).Value();

        Assert.Equal(
            [(From, "key_a", 4, 330), (From, "key_b", 2, 10), (From.AddMinutes(5), "key_a", 1, 7)],
            report.Slots.OrderBy(slot => slot.Start).ThenBy(slot => slot.ApiKeyId, StringComparer.Ordinal).Select(slot => (slot.Start, slot.ApiKeyId!, (int)slot.Requests, (int)slot.Tokens)));
        Assert.EndsWith("&group_by=api_key_id&group_by=model&group_by=project_id&page=page_2", provider.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_the_other_endpoints_calls_are_counted_by_the_hour_and_what_they_measure_is_not_taken_for_tokens()
    {
        var provider = new ScriptedHandler().Then(Page(null, Bucket(0, Images(3), Images(1, "null")), Bucket(60, Images(2))));

        var report = (await OtherAsync(provider, UsageEndpoint.Images)).Value();

        Assert.Equal([new(From, "key_a", "gpt-image-1", "proj_a", 3, 0), new(From, null, "gpt-image-1", "proj_a", 1, 0), new UsageSlot(From.AddHours(1), "key_a", "gpt-image-1", "proj_a", 2, 0)], report.Slots);
        Assert.Equal($"https://api.example/v1/organization/usage/images?start_time={From.ToUnixTimeSeconds()}&bucket_width=1h&limit=168&group_by=api_key_id&group_by=model&group_by=project_id", provider.Requests[0]);
    }

    [Theory]
    [InlineData("""{"num_model_requests":1}""", "no count of requests or tokens")]
    [InlineData("""{"input_tokens":1}""", "no count of requests or tokens")]
    [InlineData("""{"input_tokens":-1,"num_model_requests":1}""", "no count of requests or tokens")]
    [InlineData("""{"input_tokens":"1","num_model_requests":1}""", "no count of requests or tokens")]
    [InlineData("7", "no count of requests or tokens")]
    public async Task A_text_result_without_its_counts_is_no_answer(string result, string why) =>
        Assert.Contains(why, (await TextAsync(new ScriptedHandler().Then(Page(null, Bucket(0, result))))).Outage(), StringComparison.Ordinal);

    [Fact]
    public async Task Without_a_count_of_requests_no_endpoint_is_read() =>
        Assert.Contains("a result has no count of requests", (await OtherAsync(new ScriptedHandler().Then(Page(null, Bucket(0, """{"images":1}"""))), UsageEndpoint.Images)).Outage(), StringComparison.Ordinal);

    [Fact]
    public async Task A_key_that_may_not_read_an_endpoint_is_told_which()
    {
        var refused = (await OtherAsync(new ScriptedHandler().Then(HttpStatusCode.Forbidden, """{"error":{"message":"Missing scopes: api.usage.read","type":"invalid_request_error"}}"""), UsageEndpoint.AudioSpeeches)).Denial();

        Assert.StartsWith("Usage (audio_speeches) of acme may not be read", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stand_in_keeps_its_endpoints_apart()
    {
        var provider = new FakeProvider(new FixedClock(Noon));
        provider.Use(new SteadyUsage(From, Noon, 60, 0, "key_images", "gpt-image-1", "proj_a", From) { Endpoint = UsageEndpoint.Images });
        provider.Use(new SteadyUsage(From, Noon, 60, 600, "key_text", "gpt-5", "proj_a", From));
        provider.Fail(Noon, Noon.AddHours(1), "usage/embeddings", FaultMode.MissingScope);

        Assert.All((await TextAsync(new FakeHandler(provider))).Value().Slots, slot => Assert.Equal("key_text", slot.ApiKeyId));
        Assert.Equal(
            [(From, "key_images", 60L), (From.AddHours(1), "key_images", 60L)],
            (await OtherAsync(new FakeHandler(provider), UsageEndpoint.Images)).Value().Slots.Select(slot => (slot.Start, slot.ApiKeyId!, slot.Requests)));
        Assert.Empty((await OtherAsync(new FakeHandler(provider), UsageEndpoint.Moderations)).Value().Slots);
        Assert.Contains("embeddings", (await OtherAsync(new FakeHandler(provider), UsageEndpoint.Embeddings)).Denial(), StringComparison.Ordinal);
    }
}
