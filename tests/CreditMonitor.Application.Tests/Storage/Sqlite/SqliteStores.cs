using CreditMonitor.Storage;
using CreditMonitor.Storage.Sqlite;

namespace CreditMonitor.Application.Tests.Storage.Sqlite;

public sealed class SqliteRows : RowStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<IRowStore> EmptyAsync() => _folder.EmptyAsync();
}

public sealed class SqliteMonitorStore : MonitorStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<IRowStore> EmptyAsync() => _folder.EmptyAsync();
}

internal sealed class SqliteFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("credit-monitor-rows-").FullName;

    public async Task<IRowStore> EmptyAsync()
    {
        var rows = new SqliteRowStore(Path.Combine(_path, $"{Guid.NewGuid():N}.db"));
        await rows.PrepareAsync(CancellationToken.None);
        return rows;
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_path, recursive: true);
    }
}
