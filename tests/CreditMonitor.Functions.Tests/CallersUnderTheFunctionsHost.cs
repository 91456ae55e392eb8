using System.Net;
using System.Text;
using CreditMonitor.Functions.Tests.Host;
using CreditMonitor.Testing;

namespace CreditMonitor.Functions.Tests;

/// <summary>Callers are told apart by the address that the platform's front end wrote down, so that nobody is refused for what somebody
/// else did.</summary>
[Collection(nameof(UnderTheFunctionsHost))]
public sealed class CallersUnderTheFunctionsHost(PublishedPackage package) : UnderTheFunctionsHost(package)
{
    [Fact]
    public async Task Ten_wrong_keys_from_one_address_lock_nobody_else_out_of_signing_in()
    {
        await using var host = await StartedAsync();

        for (var tries = 0; tries < 10; tries++)
        {
            await SignInAsync(host, "a-wrong-key-of-some-length", "198.51.100.7");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await SignInAsync(host, Key, "198.51.100.7"));
        Assert.Equal(HttpStatusCode.SeeOther, await SignInAsync(host, Key, "203.0.113.9"));
    }

    [Fact]
    public async Task Whoever_asks_too_often_is_refused_and_no_other_caller_is()
    {
        Set("Access:RequestsPerMinute", "50");
        await using var host = await StartedAsync();

        var first = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => GetAsync(host, "198.51.100.7")));

        Assert.Contains(HttpStatusCode.TooManyRequests, first);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, "203.0.113.9"));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, "2001:db8::1"));
    }

    [Fact]
    public async Task What_a_caller_says_of_its_own_address_counts_for_nothing()
    {
        Set("Access:RequestsPerMinute", "50");
        await using var host = await StartedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(async n =>
        {
            var own = new Dictionary<string, string> { ["X-Forwarded-For"] = $"203.0.113.{n}", ["Forwarded"] = $"for=203.0.113.{n}" };
            var asked = new Asked("GET", "/api/status", From: "198.51.100.7") { Headers = own };
            using var answer = (await host.HandOverAsync(asked))!.Answer;
            return answer.StatusCode;
        }));

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    private static async Task<HttpStatusCode> GetAsync(AFunctionsHost host, string from)
    {
        using var answer = (await host.HandOverAsync(new Asked("GET", "/api/status", From: from)))!.Answer;
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> SignInAsync(AFunctionsHost host, string key, string from)
    {
        using var form = new StringContent($"key={key}&next=%2F", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = (await host.HandOverAsync(new Asked("POST", "/session/sign-in", From: from, Body: form)))!.Answer;
        return answer.StatusCode;
    }
}
