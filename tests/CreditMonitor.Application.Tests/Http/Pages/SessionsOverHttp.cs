using System.Net;
using System.Text.RegularExpressions;
using CreditMonitor.Application.Tests.Subscriptions;
using CreditMonitor.Http.Access;
using CreditMonitor.Settings;
using CreditMonitor.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditMonitor.Application.Tests.Http.Pages;

/// <summary>Sessions and forms of the pages, by hand over HTTP: what a browser would not do by itself.</summary>
public sealed partial class SessionsOverHttp : IAsyncLifetime
{
    private const string Page = "/organizations/acme";

    private AServedWorld _served = null!;
    private HttpClient _stranger = null!;

    public async ValueTask InitializeAsync()
    {
        _served = await AServedWorld.StartAsync(new AWorld().Spending(4m, 60));
        await _served.PostAsync("balance-readings", """{"amount":"12.00"}""");
        _stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _served.Client.BaseAddress };
    }

    public ValueTask DisposeAsync()
    {
        _stranger.Dispose();
        return _served.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData(Page)]
    [InlineData("/organizations/nobody")]
    public async Task A_stranger_sees_the_form_and_learns_no_name(string path)
    {
        using var answer = await _stranger.GetAsync(new Uri(path, UriKind.Relative));
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("name=\"key\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("acme", html.Replace("value=\"/organizations/acme\"", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_session_is_a_cookie_that_scripts_and_other_sites_do_not_get_and_without_the_key_in_it()
    {
        using var answer = await SignInAsync(AServedWorld.Key);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));

        Assert.Equal((HttpStatusCode.SeeOther, "/"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("max-age=43200", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(AServedWorld.Key, cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Where_the_public_address_is_https_the_cookie_is_sent_by_https_alone()
    {
        await using var site = await ASite.StartAsync();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = site.Client.BaseAddress };
        using var answer = await client.PostAsync("/session/sign-in", Form(("key", ASite.Key)));

        Assert.Contains("secure", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("wrong", null, null)]
    [InlineData(AServedWorld.Key, "Sec-Fetch-Site", "cross-site")]
    [InlineData(AServedWorld.Key, "Origin", "https://evil.example")]
    [InlineData(AServedWorld.Key, "Origin", "null")]
    public async Task A_wrong_key_or_a_form_from_elsewhere_signs_nobody_in(string key, string? header, string? value)
    {
        using var answer = await SignInAsync(key, header: header, value: value);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain(key == "wrong" ? "value=\"wrong" : key, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/organizations/../x", "/")]
    [InlineData(Page, Page)]
    public async Task Signing_in_leads_to_a_page_of_ours_alone(string next, string expected)
    {
        using var answer = await SignInAsync(AServedWorld.Key, next);

        Assert.Equal(expected, answer.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("cross-site", true)]
    [InlineData("same-origin", false)]
    [InlineData("none", false)]
    public async Task Only_a_link_from_elsewhere_has_the_page_ask_once_more(string site, bool asks)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Page) { Headers = { { "Sec-Fetch-Site", site } } };
        using var answer = await _stranger.SendAsync(request);

        Assert.Equal(asks, (await answer.Content.ReadAsStringAsync()).Contains("http-equiv=\"refresh\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours_and_a_forged_one_never_begins()
    {
        var cookie = await SessionAsync(AServedWorld.Key);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(cookie)).Code);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(cookie[..^4] + "AAAA")).Code);

        _served.World.Clock.Now += TimeSpan.FromHours(12);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(cookie)).Code);
    }

    [Fact]
    public async Task Two_sign_ins_within_one_second_are_two_sessions_and_neither_sends_the_others_forms()
    {
        var (first, own) = await WriterAsync();
        var second = await SessionAsync(AServedWorld.Key);

        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.BadRequest, (await ActAsync(second, "alerts/acknowledge", ("alert", "x"), ("reason", "y"), (PageAccess.FormField, own))).Code);
    }

    [Fact]
    public async Task A_session_opens_pages_and_not_the_api()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/status") { Headers = { { "Cookie", await SessionAsync(AServedWorld.Key) } } };

        Assert.Equal(HttpStatusCode.Unauthorized, (await _stranger.SendAsync(request)).StatusCode);
    }

    [Fact]
    public void A_session_ends_when_its_key_is_taken_away_replaced_or_given_another_scope()
    {
        var key = new AccessKey("ops", "a-key-of-some-length-and-more", AccessScope.Write);
        var cookie = Issued(key);

        Assert.Equal("ops", VisitorWith(cookie, key)?.Name);
        Assert.Null(VisitorWith(cookie, key with { Name = "other" }));
        Assert.Null(VisitorWith(cookie, key with { Secret = "another-key-of-some-length" }));
        Assert.Null(VisitorWith(cookie, key with { Scope = AccessScope.Read }));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("another session's")]
    public async Task A_form_without_the_sessions_own_token_is_not_kept(string token)
    {
        var (first, own) = await WriterAsync();
        _served.World.Clock.Now += TimeSpan.FromHours(1);
        var second = await SessionAsync(AServedWorld.Key);

        var (code, html) = await ActAsync(token == "none" ? first : second, "alerts/acknowledge", ("alert", "x"), ("reason", "y"), (PageAccess.FormField, token == "none" ? "" : own));

        Assert.Equal(HttpStatusCode.BadRequest, code);
        Assert.Contains("opened too long ago, or by another session", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_may_read_sees_no_form_and_keeps_nothing()
    {
        var cookie = await SessionAsync(AServedWorld.ReadKey);
        Assert.DoesNotContain("/alerts/acknowledge", (await GetAsync(cookie)).Html, StringComparison.Ordinal);

        var (code, html) = await ActAsync(cookie, "charges/confirm", ("charge", "x"));

        Assert.Equal(HttpStatusCode.Forbidden, code);
        Assert.Contains("dashboard may read and not write", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_takes_the_sessions_token_too()
    {
        var (cookie, token) = await WriterAsync();
        using var forged = new HttpRequestMessage(HttpMethod.Post, "/session/sign-out") { Content = Form((PageAccess.FormField, "x")), Headers = { { "Cookie", cookie } } };
        using var own = new HttpRequestMessage(HttpMethod.Post, "/session/sign-out") { Content = Form((PageAccess.FormField, token)), Headers = { { "Cookie", cookie } } };

        Assert.False((await _stranger.SendAsync(forged)).Headers.Contains("Set-Cookie"));
        Assert.Contains("expires=Thu, 01 Jan 1970", Assert.Single((await _stranger.SendAsync(own)).Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    private static string TokenIn(string html) => Regex.Match(html, $"name=\"{PageAccess.FormField}\" value=\"([^\"]+)\"").Groups[1].Value;

    private static FormUrlEncodedContent Form(params (string, string)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2)));

    private async Task<(string Cookie, string Token)> WriterAsync()
    {
        var cookie = await SessionAsync(AServedWorld.Key);
        return (cookie, TokenIn((await GetAsync(cookie)).Html));
    }

    private async Task<HttpResponseMessage> SignInAsync(string key, string next = "/", string? header = null, string? value = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/session/sign-in") { Content = Form(("key", key), ("next", next)) };
        if (header is not null)
        {
            request.Headers.Add(header, value);
        }

        return await _stranger.SendAsync(request);
    }

    private async Task<string> SessionAsync(string key)
    {
        using var answer = await SignInAsync(key);
        return Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    private async Task<(HttpStatusCode Code, string Html)> GetAsync(string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Page) { Headers = { { "Cookie", cookie } } };
        using var answer = await _stranger.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task<(HttpStatusCode Code, string Html)> ActAsync(string cookie, string path, params (string, string)[] fields) => SendAsync(cookie, path, Form(fields));

    private async Task<(HttpStatusCode Code, string Html)> SendAsync(string cookie, string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Page}/{path}") { Content = content, Headers = { { "Cookie", cookie } } };
        using var answer = await _stranger.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What an alert says to do is the same sentence in mails, where a shell may be the way.</summary>
    private static string WithoutAlerts(string html) => Regex.Replace(html, "<article class=\"alert\".*?</article>", "", RegexOptions.Singleline);

    private static PageAccess AccessWith(AccessKey key)
    {
        var settings = new MonitorSettings(
            [], new StorageSettings("unused", null, null), new MailSettings(SettingsLoader.DefaultFrom, "unused", null), new AccessSettings([key], [], []), SettingsLoader.DefaultSchedules, null);
        return new PageAccess(new AccessGate(settings), new SignInLimits(new FixedClock(AWorld.Start), NullLogger<SignInLimits>.Instance), settings, AWorld.Signer, new FixedClock(AWorld.Start));
    }

    private static string Issued(AccessKey key)
    {
        var context = new DefaultHttpContext();
        Assert.IsType<SignIn.Done>(AccessWith(key).SignIn(context, key.Secret));
        return context.Response.Headers.SetCookie.ToString().Split(';')[0];
    }

    private static PageVisitor? VisitorWith(string cookie, AccessKey key)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = cookie;
        return AccessWith(key).VisitorOf(context);
    }
}
