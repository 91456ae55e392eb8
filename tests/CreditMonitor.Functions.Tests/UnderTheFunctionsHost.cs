using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Functions.Tests.Host;
using CreditMonitor.Storage;
using CreditMonitor.Storage.Sqlite;
using CreditMonitor.Testing;

namespace CreditMonitor.Functions.Tests;

/// <summary>The published package, driven the way the Functions host drives it; one at a time, as several would only wait for each
/// other.</summary>
public abstract class UnderTheFunctionsHost(PublishedPackage package) : IAsyncLifetime
{
    protected const string Key = "a-reading-key-of-some-length";

    protected const string AdminKey = "sk-admin-host-test-key";

    protected const string TokenSecret = "a-token-secret-of-thirty-two-characters";

    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);
    private readonly FakeProvider _provider = new(TimeProvider.System);
    private RealDay _day = null!;
    private FakeServer _server = null!;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("credit-monitor-host-").FullName;

    /// <summary>The full hour in which the test began: the latest that an hourly timer can have been due.</summary>
    protected DateTimeOffset Hour => _day.Hour;

    protected string Database => Path.Combine(Folder, "monitor.db");

    public async ValueTask InitializeAsync()
    {
        _day = await RealDay.BeginAsync();
        _day.Spend(_provider, 4m, 40);
        _server = await FakeServer.StartAsync(_provider, CancellationToken.None);
        Set("Organizations:0:Id", "acme").Set("Organizations:0:AdminKey", AdminKey).Set("Organizations:0:BaseUrl", _server.BaseUrl.ToString())
            .Set("Organizations:0:Subscribers:0", "team@example.com").Set("Organizations:0:TimeZone", "Europe/Berlin")
            .Set("Organizations:0:Grants:0:Id", "g1").Set("Organizations:0:Grants:0:Amount", "500")
            .Set("Organizations:0:Grants:0:EffectiveAt", _day.StartOf(-60)).Set("Organizations:0:Grants:0:ExpiresAt", _day.StartOf(5))
            .Set("Storage:Sqlite", Database).Set("Mail:Pickup", Path.Combine(Folder, "mail")).Set("PublicUrl", "https://acme-credit.azurewebsites.net")
            .Set("Access:TokenSecret:0", TokenSecret).Set("Access:Keys:0:Name", "ops").Set("Access:Keys:0:Secret", Key);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected UnderTheFunctionsHost Set(string key, string value)
    {
        _settings[Variable(key)] = value;
        return this;
    }

    private protected void Unset(string key) => _settings.Remove(Variable(key));

    /// <summary>A variable of the process that is no setting of the program.</summary>
    private protected void SetVariable(string name, string value) => _settings[name] = value;

    private protected async Task<AFunctionsHost> StartedAsync()
    {
        var host = await StartAsync();
        await host.UntilReadyAsync();
        return host;
    }

    private protected async Task<AFunctionsHost> StartAsync() => await AFunctionsHost.StartAsync(await package.FolderAsync(), _settings);

    /// <summary>What the worker is given, for another program beside it.</summary>
    private protected IReadOnlyDictionary<string, string> Settings => _settings;

    protected async Task<int> SnapshotsAsync() =>
        File.Exists(Database) ? (await new MonitorStore(new SqliteRowStore(Database)).ReadSnapshotsAsync("acme", 100, null, CancellationToken.None)).Snapshots.Length : 0;

    protected string[] Mails() =>
        !Directory.Exists(Path.Combine(Folder, "mail")) ? [] : Directory.GetFiles(Path.Combine(Folder, "mail"), "*.eml");

    protected static async Task EventuallyAsync(Func<bool> condition, Func<string> found)
    {
        for (var tries = 0; tries < 100 && !condition(); tries++)
        {
            await Task.Delay(50);
        }

        Assert.True(condition(), found());
    }

    private static string Variable(string key) => "CreditMonitor__" + key.Replace(":", "__", StringComparison.Ordinal);
}
