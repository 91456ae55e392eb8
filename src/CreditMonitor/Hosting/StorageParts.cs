using CreditMonitor.Polling;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Hosting;

/// <summary>The engine that the settings name, metered, and the store above it.</summary>
internal static class StorageParts
{
    public static void AddStorage(this IServiceCollection services, StorageSettings storage)
    {
        services.AddSingleton<IRowStore>(new MeteredRowStore(new SqliteRowStore(storage.Sqlite!)));
        services.AddSingleton<IMonitorStore, MonitorStore>();
    }
}
