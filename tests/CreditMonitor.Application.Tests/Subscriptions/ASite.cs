using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Delivery;
using CreditMonitor.Hosting;
using CreditMonitor.Jobs;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Subscriptions;
using CreditMonitor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CreditMonitor.Application.Tests.Subscriptions;

/// <summary>The whole program over a real port, on a clock that is set, with mails kept in memory.</summary>
internal sealed class ASite : IAsyncDisposable
{
    public const string Key = "a-writing-key-of-some-length";

    private readonly string _folder = Directory.CreateTempSubdirectory("credit-monitor-site-").FullName;
    private WebApplication _app = null!;

    public AWorld World { get; } = new AWorld().Spending(4m, 60);

    public Keeper Mails { get; } = new();

    public HttpClient Client { get; private set; } = null!;

    public IMonitorStore Store => _app.Services.GetRequiredService<IMonitorStore>();

    public static async Task<ASite> StartAsync(Func<MonitorSettings, MonitorSettings>? change = null)
    {
        var site = new ASite();
        var settings = new MonitorSettings(
            [site.World.Organization], new StorageSettings(Path.Combine(site._folder, "monitor.db"), null, null), new MailSettings("Credit <credit@example.com>", "unused", null),
            new AccessSettings([new AccessKey("ops", Key, AccessScope.Write)], ["a secret of the tests, thirty-two characters long"], ["example.com"]) { AllowPrivateAddresses = true },
            SettingsLoader.DefaultSchedules, new Uri("https://credit.example.com"));
        settings = change?.Invoke(settings) ?? settings;
        site._app = MonitorHost.Build(new MonitorHostOptions(settings, "http://127.0.0.1:0") { Clock = site.World.Clock, Provider = new FakeHandler(site.World.Provider), Sender = site.Mails });
        await site.Store.PrepareAsync(CancellationToken.None);
        await site.PollAsync();
        await site._app.StartAsync();
        site.Client = new HttpClient { BaseAddress = new Uri(site._app.Urls.First()) };
        site.Mails.Sent.Clear();
        return site;
    }

    public Task PollAsync() => _app.Services.GetRequiredService<FleetPoller>().PollAsync(
        _app.Services.GetRequiredService<MonitorSettings>().Organizations, $"poll-{World.Clock.Now.UtcTicks}", CancellationToken.None);

    public Task RunDigestTimerAsync() => _app.Services.GetServices<ITimerFunction>().Single(function => function.Name == "Digest").RunAsync(new TimerRunInfo(null, false), CancellationToken.None);

    public async Task<(HttpStatusCode Code, string Body)> PostAsync(string path, HttpContent content, bool withKey = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = content };
        if (withKey)
        {
            request.Headers.Add("x-functions-key", Key);
        }

        using var answer = await Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public Task<(HttpStatusCode Code, string Body)> SubscribeAsync(string json) => PostAsync("/api/subscriptions", new StringContent(json, Encoding.UTF8, "application/json"), withKey: true);

    public Task<(HttpStatusCode Code, string Body)> FormAsync(string path, params (string, string)[] fields) =>
        PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2))));

    /// <summary>As an anonymous caller does, past the limit of one network.</summary>
    public Task AskDirectlyAsync(string address, string organization = "acme") => _app.Services.GetRequiredService<Subscribers>().AskAsync(
        new SubscriptionRequest(SubscriptionChannel.Mail, address, organization, SubscriptionPreferences.Everything), PendingRequests.By, vouched: false, CancellationToken.None);

    public async Task<Subscription> SubscriptionAsync(string address = "new@example.com") => (await Store.ReadSubscriptionsAsync("acme", CancellationToken.None)).Single(subscription => subscription.Address == address);

    public async Task<Subscription> ConfirmedAsync(string json)
    {
        await SubscribeAsync(json);
        await PostAsync(Link(Mails.Sent.Last(), "confirm"), new StringContent(""));
        var confirmed = (await Store.ReadSubscriptionsAsync("acme", CancellationToken.None)).Single(subscription => json.Contains(subscription.Address, StringComparison.Ordinal));
        Mails.Sent.Clear();
        return confirmed;
    }

    /// <summary>The path of a link in a mail's text.</summary>
    public static string Link(AlertMail mail, string what) => Regex.Match(mail.Text, $"https://credit.example.com(/subscriptions/{what}\\?token=\\S+)").Groups[1].Value;

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await _app.DisposeAsync();
        World.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    internal sealed class Keeper : IAlertSender
    {
        public List<AlertMail> Sent { get; } = [];

        public SendOutcome Outcome { get; set; } = new SendOutcome.Accepted("x");

        public Task<SendOutcome> SendAsync(AlertMail mail, CancellationToken cancellationToken)
        {
            Sent.Add(mail);
            return Task.FromResult(Outcome);
        }
    }
}
