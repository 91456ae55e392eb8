using System.Text.RegularExpressions;
using CreditMonitor.Functions.Tests.Host;
using CreditMonitor.Hosting;
using CreditMonitor.Settings;
using CreditMonitor.Testing;
using Microsoft.Extensions.Configuration;

namespace CreditMonitor.Functions.Tests;

/// <summary>One pipeline: what the worker answers is what <c>creditmonitor run</c> answers over the same data, in status, headers and
/// body.</summary>
[Collection(nameof(UnderTheFunctionsHost))]
public sealed partial class SameAnswers(PublishedPackage package) : UnderTheFunctionsHost(package)
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>Of every group of addresses: what is there, what is not, and what may not be done.</summary>
    private static readonly (string Method, string Path)[] Requests =
    [
        ("GET", "/"), ("HEAD", "/"), ("POST", "/"), ("GET", "/app.css"), ("DELETE", "/app.css"), ("GET", "/organizations/acme"),
        ("GET", "/organizations/nobody"), ("HEAD", "/organizations/acme"), ("PUT", "/organizations/acme"), ("GET", "/session/sign-in"),
        ("POST", "/session/sign-in"), ("GET", "/session/nothing"), ("GET", "/subscriptions/confirm?token=x"),
        ("POST", "/subscriptions/unsubscribe?token=x"), ("GET", "/subscriptions/nothing"), ("GET", "/calendar/acme.ics?token=x"),
        ("GET", "/calendar"), ("GET", "/badge/acme/x.svg"), ("GET", "/badge"), ("POST", "/hooks/sendgrid/events"),
        ("GET", "/hooks/sendgrid/events"), ("POST", "/hooks/sendgrid/inbound/x"), ("GET", "/api/health"), ("HEAD", "/api/health"),
        ("HEAD", "/api/status"), ("GET", "/api/status"), ("GET", "/api/status/acme"), ("GET", "/api/status/nobody"),
        ("PUT", "/api/status"), ("GET", "/api/openapi.json"), ("GET", "/api/nothing"), ("OPTIONS", "/api/status"),
        ("GET", "/api/organizations/acme/costs"), ("GET", "/api/organizations/acme/costs?limit=nothing"),
        ("GET", "/api/organizations/acme/grants"), ("GET", "/api/organizations/acme/alerts"),
        ("GET", "/api/organizations/acme/snapshots"), ("GET", "/api/organizations/acme/forecast?days=30"),
        ("GET", "/api/organizations/acme/explanation"), ("GET", "/api/organizations/acme/charges"),
        ("POST", "/api/organizations/acme/grants"), ("POST", "/api/organizations/acme/alerts/x/acknowledge"),
        ("GET", "/api/organizations/acme/%2e%2e/x"), ("POST", "/api/subscriptions"),
    ];

    [Theory]
    [InlineData(null)]
    [InlineData(Key)]
    [InlineData("a-key-of-nobody-known-here")]
    public async Task Every_group_answers_as_the_stand_alone_program_does(string? key)
    {
        Set("Access:RequestsPerMinute", "100000");
        await using var host = await StartedAsync();
        Assert.True((await host.RunAsync("PollBilling", Invocation.Timer(null, Hour))).Succeeded);
        await using var alone = MonitorHost.Build(new MonitorHostOptions(Same(), "http://127.0.0.1:0") { Quiet = true });
        await alone.StartAsync();

        foreach (var (method, path) in Requests)
        {
            var worker = await host.HandOverAsync(new Asked(method, path, key));
            Assert.NotNull(worker);
            using var request = new HttpRequestMessage(new HttpMethod(method), alone.Urls.Single() + path);
            if (key is not null)
            {
                request.Headers.Add("x-functions-key", key);
            }

            using var standing = await Client.SendAsync(request);
            Assert.Equal($"{method} {path} {await TextAsync(standing)}", $"{method} {path} {await TextAsync(worker.Answer)}");
            Assert.True(worker.Run.Succeeded, $"{method} {path}: {worker.Run.Message}");
        }
    }

    private MonitorSettings Same()
    {
        var settings = Settings.ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value);
        return SettingsLoader.Load(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), underFunctionsHost: true).Settings!;
    }

    /// <summary>Without what two moments make different: the date, and the fractions of the instants at which each was asked, with the
    /// length that they have.</summary>
    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        var plain = Fractions().Replace(body, "Z");
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key != "Date" && (plain.Length == body.Length || header.Key != "Content-Length"))
            .OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        return $"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n\n{plain}";
    }

    [GeneratedRegex(@"\d\.\d{1,7}Z", RegexOptions.CultureInvariant)]
    private static partial Regex Fractions();
}
