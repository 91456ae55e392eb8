using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.OpenAIReadings;

namespace CreditMonitor.Application.Tests.OpenAI;

public sealed class KeyEvents
{
    [Fact]
    public async Task Keys_made_and_deleted_are_read_page_by_page_and_nothing_else_of_the_log()
    {
        var provider = new ScriptedHandler()
            .Then("""{"object":"list","data":[{"id":"log_2","type":"api_key.created","effective_at":1772600000,"project":{"id":"proj_a"},"actor":{"type":"session","session":{"user":{"email":"who@example.com"}}},"api_key.created":{"id":"key_b","data":{"scopes":[]}}}],"last_id":"log_2","has_more":true}""")
            .Then("""{"object":"list","data":[{"id":"log_1","type":"api_key.deleted","effective_at":1772500000,"api_key.deleted":{"id":"key_a"}},{"id":"log_0","type":"login.failed","effective_at":1772400000}],"has_more":false}""");

        var events = (await Source(provider).ReadKeyEventsAsync(OpenAIReadings.Access(), Noon.AddDays(-1), CancellationToken.None)).Value();

        Assert.Equal(
            [
                new KeyEvent("log_2", DateTimeOffset.FromUnixTimeSeconds(1772600000), true, "key_b", "proj_a", "who@example.com"),
                new KeyEvent("log_1", DateTimeOffset.FromUnixTimeSeconds(1772500000), false, "key_a", null),
            ],
            events);
        Assert.Contains("effective_at%5Bgte%5D=1772539200&event_types%5B%5D=api_key.created&event_types%5B%5D=api_key.deleted", provider.Requests[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"session","session":{"user":{"id":"user_1","email":"who@example.com"},"ip_address":"203.0.113.9"}}""", "who@example.com")]
    [InlineData("""{"type":"session","session":{"user":{"id":"user_1"}}}""", "user_1")]
    [InlineData("""{"type":"api_key","api_key":{"id":"key_1","type":"user","user":{"email":"who@example.com"}}}""", "API key key_1 of who@example.com")]
    [InlineData("""{"type":"api_key","api_key":{"id":"key_1","type":"service_account","service_account":{"id":"svc_1"}}}""", "API key key_1 of service account svc_1")]
    [InlineData("""{"type":"api_key","api_key":{"id":"key_1"}}""", "API key key_1")]
    [InlineData("null", null)]
    [InlineData("7", null)]
    [InlineData("{}", null)]
    [InlineData("""{"session":{"user":7}}""", null)]
    public async Task Who_made_a_key_is_told_as_far_as_the_log_names_anybody(string actor, string? who)
    {
        var body = $$$"""{"data":[{"id":"log_1","type":"api_key.created","effective_at":1772500000,"actor":{{{actor}}},"api_key.created":{"id":"key_a"}}],"has_more":false}""";

        var events = (await Source(new ScriptedHandler().Then(body)).ReadKeyEventsAsync(OpenAIReadings.Access(), Noon.AddDays(-1), CancellationToken.None)).Value();

        Assert.Equal(who, Assert.Single(events).Actor);
    }

    [Theory]
    [InlineData("""{"data":[{"type":"api_key.created","effective_at":1}],"has_more":false}""")]
    [InlineData("""{"data":[{"id":"x","type":"api_key.created","effective_at":"soon"}],"has_more":false}""")]
    [InlineData("""{"data":3,"has_more":false}""")]
    [InlineData("""{"data":[]}""")]
    public async Task A_log_that_is_not_whole_is_no_log(string body) =>
        Assert.Contains("not the answer described", (await Source(new ScriptedHandler().Then(body)).ReadKeyEventsAsync(OpenAIReadings.Access(), Noon, CancellationToken.None)).Outage(), StringComparison.Ordinal);

    [Fact]
    public async Task The_stand_in_tells_what_happened_until_now_and_since_the_asked_instant()
    {
        var provider = new FakeProvider(new FixedClock(Noon));
        foreach (var hours in new[] { -30, -3, -2, 1 })
        {
            provider.LogKey(Noon.AddHours(hours), hours != -2, $"key_{hours}", "proj_a");
        }

        var events = (await Source(new FakeHandler(provider)).ReadKeyEventsAsync(OpenAIReadings.Access(), Noon.AddHours(-24), CancellationToken.None)).Value();

        Assert.Equal([("key_-2", false), ("key_-3", true)], events.Select(key => (key.ApiKeyId, key.Created)));
    }
}
