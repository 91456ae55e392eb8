using System.Net;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core.Observations;
using CreditMonitor.OpenAI;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.OpenAIReadings;

namespace CreditMonitor.Application.Tests.OpenAI;

public sealed class AdminKeys
{
    private static readonly DateTimeOffset End = Noon.AddDays(20);

    [Fact]
    public async Task Our_own_key_is_found_among_others_page_by_page()
    {
        var provider = new ScriptedHandler()
            .Then(List(more: true, Entry("key_a", "sk-admin-abc...xyz", "1")))
            .Then(List(more: false, Entry("key_b", "sk-admin-Zq8...t_7", "2"), Entry("key_c", "sk-admin-Zq8...Key_77", Seconds(End)), Entry("key_a", "sk-admin-abc...xyz", "1")));

        var listing = await ReadAsync(provider);

        Assert.Equal(new AdminKeyListing(3, 1, End), listing.Value());
        Assert.Equal(["https://api.example/v1/organization/admin_api_keys?limit=100", "https://api.example/v1/organization/admin_api_keys?limit=100&after=key_a"], provider.Requests);
    }

    [Theory]
    [InlineData("sk-admin-Zq8...Key_77", true)]
    [InlineData("sk-admin-****_77", true)]
    [InlineData("sk-admin-…_77", true)]
    [InlineData("sk-...y_77", true)]
    [InlineData("********_77", true)]
    [InlineData("sk-admin-Zq8...Key_78", false)]
    [InlineData("sk-admin-zq8...Key_77", false)]
    [InlineData("sk-admin-Zq8...77", false)]    // too little to tell one key from another
    [InlineData("sk-admin-Zq8...", false)]
    [InlineData("sk-admin-***TestOnly***_77", false)]
    [InlineData("sk-admin-Zq81TestOnly...TestOnlyNotAKey_77", false)]    // longer than the key
    [InlineData(Key, false)]
    [InlineData("...", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_shown_key_fits_when_beginning_and_end_around_the_mask_are_ours(string? shown, bool fits) =>
        Assert.Equal(fits, RedactedKey.Fits(shown, Key));

    [Theory]
    [InlineData("null")]
    [InlineData(null)]
    public async Task A_key_without_an_end_never_ends(string? expiresAt) =>
        Assert.Equal(new AdminKeyListing(1, 1, null), (await ReadAsync(new ScriptedHandler().Then(List(more: false, Entry("key_a", "sk-admin-..._77", expiresAt))))).Value());

    [Fact]
    public async Task Of_two_that_could_be_ours_neither_is_taken()
    {
        var listing = (await ReadAsync(new ScriptedHandler().Then(List(more: false, Entry("key_a", "sk-admin-...Key_77", Seconds(End)), Entry("key_b", "sk-...y_77", "null"))))).Value();

        Assert.Equal(new AdminKeyListing(2, 2, null), listing);
        Assert.False(listing.TellsWhich);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "You have insufficient permissions for this operation. Missing scopes: api.management.read.", "lacks the scope api.management.read")]
    [InlineData(HttpStatusCode.Forbidden, "No.", "has no right to it")]
    [InlineData(HttpStatusCode.NotFound, "Nothing here.", "knows no such address")]
    public async Task A_refusal_is_said_in_words(HttpStatusCode status, string message, string says) =>
        Assert.Contains(says, (await ReadAsync(new ScriptedHandler().Then(status, "{\"error\":{\"message\":\"" + message + "\",\"type\":\"invalid_request_error\"}}"))).Denial(), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"data":[{"redacted_value":"sk-admin-...Key_77"}],"has_more":false}""")]
    [InlineData("""{"data":[{"id":"key_a","redacted_value":"sk-admin-...Key_77","expires_at":"soon"}],"has_more":false}""")]
    [InlineData("""{"data":[{"id":"key_a","redacted_value":"sk-admin-...Key_77","expires_at":-5}],"has_more":false}""")]
    [InlineData("""{"data":{}}""")]
    public async Task A_list_that_is_not_as_described_tells_nothing(string body)
    {
        var outage = (await ReadAsync(new ScriptedHandler().Then(body))).Outage();

        Assert.Contains("not the answer described", outage, StringComparison.Ordinal);
        Assert.DoesNotContain("Key_77", outage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_goes_on_and_on_is_left_after_five_pages()
    {
        var provider = new ScriptedHandler();
        for (var page = 0; page < 9; page++)
        {
            provider.Then(List(more: true, Entry($"key_{page}", "sk-admin-abc...xyz", "null")));
        }

        Assert.Contains("after 5 pages", (await ReadAsync(provider)).Outage(), StringComparison.Ordinal);
        Assert.Equal(5, provider.Requests.Count);
    }

    [Fact]
    public async Task The_stand_in_lists_the_key_that_asks_without_an_end_until_one_is_set_and_then_refuses_it()
    {
        var clock = new FixedClock(Noon);
        var provider = new FakeProvider(clock) { AdminKey = Key };
        for (var others = 0; others < 150; others++)
        {
            provider.AddAdminKey("sk-admin-abc...xyz", Noon.AddDays(others));
        }

        var source = Source(new FakeHandler(provider), clock: clock);
        Assert.Equal(new AdminKeyListing(151, 1, null), (await source.ReadAdminKeyAsync(OpenAIReadings.Access(), CancellationToken.None)).Value());

        provider.EndAdminKey(End, Noon);
        Assert.Equal(End, (await source.ReadAdminKeyAsync(OpenAIReadings.Access(), CancellationToken.None)).Value().EndsAt);

        clock.Now = End;
        (await source.ReadAdminKeyAsync(OpenAIReadings.Access(), CancellationToken.None)).Denial();
    }

    private static Task<Reading<AdminKeyListing>> ReadAsync(ScriptedHandler provider) => Source(provider).ReadAdminKeyAsync(OpenAIReadings.Access(), CancellationToken.None);

    private static string Seconds(DateTimeOffset at) => $"{at.ToUnixTimeSeconds()}";

    private static string List(bool more, params string[] entries) => $$"""{"object":"list","data":[{{string.Join(',', entries)}}],"has_more":{{(more ? "true" : "false")}}}""";

    /// <param name="expiresAt">As it stands in the JSON; null: not there at all.</param>
    private static string Entry(string id, string redacted, string? expiresAt) =>
        $$"""{"object":"organization.admin_api_key","id":"{{id}}","name":"monitor","redacted_value":"{{redacted}}","owner":{"type":"user"}{{(expiresAt is null ? "" : $",\"expires_at\":{expiresAt}")}}}""";
}
