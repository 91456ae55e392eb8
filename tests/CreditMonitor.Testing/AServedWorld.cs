using System.Text;
using System.Text.Json;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Hosting;
using CreditMonitor.Jobs;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Storage.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CreditMonitor.Testing;

/// <summary>The whole program on a real port over SQLite, one organization polled once, and a caller with a key that may write.</summary>
internal sealed class AServedWorld : IAsyncDisposable
{
    public const string Key = "a-writing-key-of-some-length";
    public const string ReadKey = "a-reading-key-of-some-length";

    private readonly string _folder = Directory.CreateTempSubdirectory("credit-monitor-served-").FullName;

    private CountedRows _rows = null!;

    private AServedWorld(AWorld world) => World = world;

    public AWorld World { get; }

    public WebApplication App { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public IMonitorStore Store => App.Services.GetRequiredService<IMonitorStore>();

    /// <summary>Emails that lie in the pickup folder.</summary>
    public int Mails => Directory.EnumerateFiles(_folder, "*.eml", SearchOption.AllDirectories).Count();

    /// <summary>How often the store was read so far.</summary>
    public int Reads => _rows.Reads;

    public static async Task<AServedWorld> StartAsync(
        AWorld world, Func<OrganizationSettings, OrganizationSettings>? with = null, HttpMessageHandler? provider = null,
        Func<AccessSettings, AccessSettings>? access = null, Func<IRowStore, IRowStore>? over = null)
    {
        var served = new AServedWorld(world);
        IRowStore engine = new SqliteRowStore(Path.Combine(served._folder, "monitor.db"));
        served._rows = new CountedRows(over?.Invoke(engine) ?? engine);
        var keys = new AccessSettings([new AccessKey("bot", Key, AccessScope.Write), new AccessKey("dashboard", ReadKey, AccessScope.Read)], ["a secret of the tests, thirty-two characters long"], []);
        var settings = new MonitorSettings(
            [(with ?? (organization => organization))(world.Organization)], new StorageSettings(Path.Combine(served._folder, "monitor.db"), null, null),
            new MailSettings(SettingsLoader.DefaultFrom, Path.Combine(served._folder, "mail"), null),
            (access ?? (all => all))(keys), SettingsLoader.DefaultSchedules, null);
        served.App = MonitorHost.Build(new MonitorHostOptions(settings, "http://127.0.0.1:0") { Clock = world.Clock, Provider = provider ?? new FakeHandler(world.Provider), Rows = served._rows });
        await served.Store.PrepareAsync(CancellationToken.None);
        await served.App.Services.GetRequiredService<FleetPoller>().PollAsync(settings.Organizations, "first", CancellationToken.None);
        await served.App.StartAsync();
        served.Client = new HttpClient { BaseAddress = new Uri(served.App.Urls.First()), DefaultRequestHeaders = { { "x-functions-key", Key } } };
        return served;
    }

    /// <summary>The billing poll of one occurrence of its timer.</summary>
    public async Task<PollReport> PollAsync(string pollId) => Assert.Single(await App.Services.GetRequiredService<FleetPoller>().PollAsync(
        App.Services.GetRequiredService<MonitorSettings>().Organizations, pollId, CancellationToken.None));

    public async Task PostAsync(string path, string body, string type = "application/json")
    {
        var answer = await Client.PostAsync($"/api/organizations/acme/{path}", new StringContent(body, Encoding.UTF8, type));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await Client.GetStringAsync($"/api/organizations/acme/{path}")).RootElement;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        World.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
