using System.Collections.Immutable;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Observations;
using CreditMonitor.Delivery;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Delivery.Webhooks;
using CreditMonitor.OpenAI;
using CreditMonitor.Polling;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditMonitor.Testing;

/// <summary>One watched organization with everything real but the provider, which is the stand-in, and the clock.</summary>
internal sealed class AWorld : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("credit-monitor-").FullName;

    public AWorld()
    {
        Provider = new FakeProvider(Clock);
        Store = new MonitorStore(new MeteredRowStore(new SqliteRowStore(Path.Combine(folder, "monitor.db"))));
        Organization = new OrganizationSettings(
            "acme", "Acme", TimeZoneInfo.Utc, "sk-admin-test", new Uri("http://stand-in/v1"), [], BurnOrder.PromotionalFirst,
            [new CreditGrant("g1", GrantKind.Paid, new Usd(500m), Start.AddDays(-60), Start.AddDays(5))], ["team@example.com"], AlertSettings.Default);
    }

    public FixedClock Clock { get; } = new(Start);

    public FakeProvider Provider { get; }

    public IMonitorStore Store { get; set; }

    public IRowStore Rows => new SqliteRowStore(Path.Combine(folder, "monitor.db"));

    public OrganizationSettings Organization { get; set; }

    public string Pickup => Path.Combine(folder, "mail");

    public IAlertSender Sender => new PickupSender(Pickup);

    public IReadOnlyList<string> Mails => Directory.Exists(Pickup) ? [.. Directory.EnumerateFiles(Pickup, "*.eml").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)] : [];

    public static TokenSigner Signer { get; } = new(() => ["a secret of the tests, thirty-two characters long"]);

    public static MailLinks Links { get; } = new(new Uri("https://credit.example.com"), Signer);

    public static IMailComposer Composer { get; } = new MailComposer(
        new RazorText(new ServiceCollection().AddLogging().BuildServiceProvider(), NullLoggerFactory.Instance), new MailLook(SettingsLoader.DefaultFrom, false), Links);

    /// <summary>Posts to this machine too.</summary>
    public IChannelSender Channels => new ChannelSender(ChannelHttp.CreateClient(allowPrivate: true), Signer, Links, allowPrivate: true, Clock);

    public AWorld Spending(decimal perDay, int days)
    {
        for (var back = days; back >= 1; back--)
        {
            var day = DateOnly.FromDateTime(Clock.Now.UtcDateTime).AddDays(-back);
            Provider.Publish(day, "proj_a", "gpt-5, input", null, new Usd(perDay), CostHistory.DayEnd(day).AddHours(3));
        }

        return this;
    }

    public async Task<AWorld> ReadyAsync()
    {
        await Store.PrepareAsync(CancellationToken.None);
        return this;
    }

    public OrganizationPoller Poller(IMonitorStore? store = null) => new(
        new OpenAIBillingSource(new HttpClient(new MeteredHandler(new FakeHandler(Provider))), Clock, NullLogger<OpenAIBillingSource>.Instance),
        store ?? Store, SettingsWith(Organization), Clock, NullLogger<OrganizationPoller>.Instance);

    private static MonitorSettings SettingsWith(OrganizationSettings organization) => new(
        [organization], new StorageSettings("unused", null, null), new MailSettings(SettingsLoader.DefaultFrom, "unused", null), new AccessSettings([], [], []), SettingsLoader.DefaultSchedules, null);

    public OutboxDelivery Delivery(IAlertSender? sender = null, IMonitorStore? store = null) =>
        new(sender ?? Sender, Composer, Channels, store ?? Store, Clock, NullLogger<OutboxDelivery>.Instance);

    public Task<PollOutcome> PollAsync(string? pollId = null, IMonitorStore? store = null) =>
        Poller(store).PollAsync(Organization, TimeSpan.FromHours(1), pollId ?? $"poll-{Clock.Now.UtcTicks}", CancellationToken.None);

    public async Task PollAndDeliverAsync(IMonitorStore? store = null, IAlertSender? sender = null)
    {
        var outcome = await PollAsync(store: store);
        await Delivery(sender, store).DeliverAsync(Organization, outcome.Pending, CancellationToken.None);
    }

    public async Task<ImmutableArray<Snapshot>> SnapshotsAsync() => (await Store.ReadSnapshotsAsync("acme", 1_000, null, CancellationToken.None)).Snapshots;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
