using Azure.Data.Tables;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Storage.AzureTables;
using CreditMonitor.Storage.Sqlite;

namespace CreditMonitor.Hosting;

/// <summary>The engine that the settings name, metered, and the store above it.</summary>
internal static class StorageParts
{
    public static void AddStorage(this IServiceCollection services, MonitorHostOptions options)
    {
        services.AddSingleton<IRowStore>(_ => new MeteredRowStore(options.Rows ?? Engine(options.Settings.Storage)));
        services.AddSingleton<IMonitorStore, MonitorStore>().AddSingleton<IBadgeStore, BadgeRows>();
    }

    private static IRowStore Engine(StorageSettings storage) =>
        storage.TableEndpoint is { } endpoint ? new TableRowStore(new TableServiceClient(endpoint, AzureCredentials.Choose(Environment.GetEnvironmentVariable), TableRowStore.Options()))
        : storage.ConnectionString is { } connection ? new TableRowStore(new TableServiceClient(connection, TableRowStore.Options()))
        : new SqliteRowStore(storage.Sqlite!);
}
