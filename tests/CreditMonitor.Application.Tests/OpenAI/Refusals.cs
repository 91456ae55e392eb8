using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.OpenAIReadings;

namespace CreditMonitor.Application.Tests.OpenAI;

public sealed class Refusals
{
    private static string Error(string message, string? param = null) =>
        $$$"""{"error":{"message":"{{{JsonEncodedText.Encode(message)}}}","type":"invalid_request_error","param":{{{(param is null ? "null" : $"\"{param}\"")}}},"code":null}}""";

    [Fact]
    public async Task A_key_that_is_no_longer_known_needs_an_operator()
    {
        var denial = (await CostsAsync(new ScriptedHandler().Then(HttpStatusCode.Unauthorized, Error("Incorrect API key provided.")))).Denial();

        Assert.Equal("Costs of acme may not be read: the key is revoked, expired or mistyped, or it is no admin key; create an admin key in the organization's settings "
            + "and set that one (HTTP 401: Incorrect API key provided.).", denial);
    }

    [Theory]
    [InlineData(401, "api.management.read")]
    [InlineData(403, "api.usage.read")]
    [InlineData(403, "api.management.read")]
    public async Task A_missing_scope_is_named(int status, string scope)
    {
        var denial = (await CostsAsync(new ScriptedHandler().Then((HttpStatusCode)status, Error($"You have insufficient permissions. Missing scopes: {scope}.")))).Denial();

        Assert.Contains($"the key lacks the scope {scope}", denial, StringComparison.Ordinal);
        Assert.Contains($"set an admin key that has {scope}", denial, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_does_not_begin_as_admin_keys_do_is_pointed_out_without_showing_it()
    {
        const string Ordinary = "sk-proj-4f9a2b7c1d";

        var denial = (await CostsAsync(new ScriptedHandler().Then(HttpStatusCode.Forbidden, "nope"), key: Ordinary)).Denial();

        Assert.Contains("does not begin as admin keys do", denial, StringComparison.Ordinal);
        Assert.Contains("ordinary or service-account key", denial, StringComparison.Ordinal);
        Assert.DoesNotContain("4f9a", denial, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_parameter_is_named() =>
        Assert.Contains("does not accept the request's start_time",
            (await CostsAsync(new ScriptedHandler().Then(HttpStatusCode.BadRequest, Error("too early", "start_time")))).Denial(), StringComparison.Ordinal);

    [Theory]
    [InlineData(404, "knows no such address; check the base address")]
    [InlineData(410, "does not accept the request")]
    [InlineData(302, "redirects elsewhere, which is not followed")]
    [InlineData(308, "redirects elsewhere, which is not followed")]
    public async Task What_only_an_operator_can_mend_is_denied(int status, string why) =>
        Assert.Contains(why, (await CostsAsync(new ScriptedHandler().Then((HttpStatusCode)status, "{}"))).Denial(), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("sk-admin-x\nX-Other: 1")]
    [InlineData("sk-admin-ключ")]
    [InlineData("sk admin")]
    public async Task A_key_that_cannot_be_one_is_never_sent_and_not_shown(string key)
    {
        var provider = new ScriptedHandler();

        var denial = (await CostsAsync(provider, key: key)).Denial();

        Assert.Empty(provider.Requests);
        Assert.DoesNotContain("X-Other", denial, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("17", 17)]
    [InlineData("0", 1)]
    [InlineData("9999999", 6 * 3600)]
    [InlineData("Wed, 04 Mar 2026 12:05:00 GMT", 300)]
    [InlineData("Wed, 04 Mar 2026 11:00:00 GMT", 1)]
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public async Task Asked_to_slow_down_it_says_for_how_long_within_bounds(string? header, int? seconds)
    {
        var provider = new ScriptedHandler().Then(HttpStatusCode.TooManyRequests, Error("Rate limit reached."), answer =>
        {
            if (header is not null)
                answer.Headers.TryAddWithoutValidation("Retry-After", header);
        });

        var reading = Assert.IsType<Reading<CostReport>.Unavailable>(await CostsAsync(provider));

        Assert.Equal(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), reading.RetryAfter);
        Assert.Contains("Rate limit reached.", reading.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(529)]
    public async Task A_server_that_fails_is_asked_again_later(int status) =>
        Assert.Contains($"failed (HTTP {status}", (await CostsAsync(new ScriptedHandler().Then((HttpStatusCode)status, "<html>"))).Outage(), StringComparison.Ordinal);

    [Fact]
    public async Task A_failing_server_may_say_when_to_come_back()
    {
        var provider = new ScriptedHandler().Then(HttpStatusCode.ServiceUnavailable, "", answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(40)));

        Assert.Equal(TimeSpan.FromSeconds(40), Assert.IsType<Reading<CostReport>.Unavailable>(await CostsAsync(provider)).RetryAfter);
    }

    public static TheoryData<int, string> Echoes()
    {
        var echoes = new TheoryData<int, string>();
        foreach (var status in new[] { 400, 401, 403, 404, 429, 500, 418 })
        {
            echoes.Add(status, Error($"Incorrect API key provided: {Key}. See the help."));
            echoes.Add(status, Error($"key=\u0001{Key[..9]}\u200b{Key[9..]} and sk-proj-abc123***wxyz, Bearer {Key}", Key));
            echoes.Add(status, Error(new string('x', 195) + Key));
            echoes.Add(status, $$"""{"error":"{{Key.ToUpperInvariant()}}"}""");
            echoes.Add(status, $"<html>{Key}</html>");
        }

        return echoes;
    }

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task No_key_that_the_provider_echoes_is_ever_repeated(int status, string body)
    {
        var detail = (await CostsAsync(new ScriptedHandler().Then((HttpStatusCode)status, body))) switch
        {
            Reading<CostReport>.Denied denied => denied.Detail,
            var other => other.Outage(),
        };

        Assert.DoesNotContain("Zq81", detail, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("TestOnly", detail, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("abc123", detail, StringComparison.Ordinal);
        Assert.DoesNotContain(detail, char.IsControl);
    }

    [Fact]
    public async Task A_key_of_another_kind_is_redacted_as_the_configured_one() =>
        Assert.DoesNotContain("hunter2hunter2",
            (await CostsAsync(new ScriptedHandler().Then(HttpStatusCode.InternalServerError, Error("bad token hunter2hunter2!")), key: "hunter2hunter2")).Outage(), StringComparison.Ordinal);

    [Fact]
    public async Task What_the_provider_says_is_cut_at_200_characters()
    {
        var denial = (await CostsAsync(new ScriptedHandler().Then(HttpStatusCode.Forbidden, Error(new string('y', 50_000))))).Denial();

        Assert.InRange(denial.Count(letter => letter == 'y'), 150, 210);
    }

    private static string Coded(string code, string type, string message) => $$$"""{"error":{"message":"{{{message}}}","type":"{{{type}}}","param":null,"code":{{{(code.Length == 0 ? "null" : $"\"{code}\"")}}}}}""";

    [Theory]
    [InlineData(403, "unsupported_country_region_territory", "request_forbidden", "Country, region, or territory not supported", "supported region")]
    [InlineData(403, "", "request_forbidden", "User location is not supported for the API use.", "supported region")]
    [InlineData(401, "ip_not_authorized", "invalid_request_error", "Your IP address is not authorized to access this organization.", "IP allowlist")]
    [InlineData(403, "ip_address_blocked", "", "no", "IP allowlist")]
    [InlineData(401, "account_deactivated", "invalid_request_error", "The OpenAI account associated with this API key has been deactivated.", "OpenAI's support")]
    [InlineData(403, "organization_suspended", "", "no", "OpenAI's support")]
    [InlineData(402, "", "billing_error", "Pay first.", "billing page")]
    [InlineData(429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota.", "billing page")]
    public async Task What_is_not_the_keys_fault_is_said_with_who_has_to_do_what_and_never_with_a_new_key(int status, string code, string type, string message, string says)
    {
        var reading = await CostsAsync(new ScriptedHandler().Then((HttpStatusCode)status, Coded(code, type, message)));

        var denied = Assert.IsType<Reading<CostReport>.Denied>(reading);
        Assert.All([denied.Detail, denied.Advice!], text =>
        {
            Assert.Contains(says, text, StringComparison.Ordinal);
            Assert.DoesNotContain("admin key", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Create a new one", text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1></body></html>", "web page")]
    [InlineData("\n <html><body>Access denied. The owner of this website has banned the <b>country</b> your address is in (error 1009).</body></html>", "supported region")]
    [InlineData("<html><body>Your proxy needs a key that is invalid.</body></html>", "web page")]
    public async Task A_web_page_in_place_of_an_answer_does_not_blame_the_key(string page, string says)
    {
        var denied = Assert.IsType<Reading<CostReport>.Denied>(await CostsAsync(new ScriptedHandler().Then(HttpStatusCode.Forbidden, page)));

        Assert.Contains(says, denied.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("set an admin key", denied.Detail + denied.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rate_limit_exceeded")]
    [InlineData("slow_down")]
    [InlineData("")]
    public async Task Too_many_requests_are_waited_for(string code) =>
        Assert.IsType<Reading<CostReport>.Unavailable>(await CostsAsync(new ScriptedHandler().Then(HttpStatusCode.TooManyRequests, Coded(code, "requests", "Rate limit reached."))));
}
